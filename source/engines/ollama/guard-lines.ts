import {EngineError} from '../../pipeline/errors.js';
import {cleanServerText} from '../clean-server-text.js';
import {classOfErrorText, errorOf} from '../read-error-reply.js';
import {chatLineSchema} from './chat-line.js';

const longestLine = 1_000_000;
const encoder = new TextEncoder();

/**
 * The whole lines of a chat stream, each one JSON of the shape we read; throws `EngineError` at the first that is not.
 *
 * The client would print a line that is no JSON to the console and go on; on a full screen nobody may print, and a
 * reply with a hole in it is no reply. An `error` in a line becomes the error it is. Pulled, not pushed: an error
 * comes after the lines before it were read.
 */
export function guardLines(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
	return ReadableStream.from(checkedLines(body));
}

async function* checkedLines(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const decoder = new TextDecoder();
	let pending = '';
	for await (const chunk of body) {
		const lines = (pending + decoder.decode(chunk, {stream: true})).split('\n');
		pending = lines.pop() as string;
		for (const line of lines) yield* checkedLine(line);
		if (pending.length > longestLine) throw oversized();
	}
	pending += decoder.decode();
	if (pending.trim() !== '' && !isJson(pending)) throw cutOff(pending);
	yield* checkedLine(pending);
}

function* checkedLine(line: string): Generator<Uint8Array> {
	if (line.trim() === '') return;
	if (line.length > longestLine) throw oversized();
	checkLine(line);
	yield encoder.encode(`${line}\n`);
}

function checkLine(line: string): void {
	if (!isJson(line)) throw unreadable(line, 'no JSON');
	const value: unknown = JSON.parse(line);
	const said = errorOf(value);
	if (said !== undefined) {
		throw new EngineError(classOfErrorText(said), `The engine broke off: ${cleanServerText(said)}.`);
	}
	if (!chatLineSchema.safeParse(value).success) throw unreadable(line, 'not what a chat says');
}

function isJson(line: string): boolean {
	try {
		JSON.parse(line);
		return true;
	} catch {
		return false;
	}
}

function unreadable(line: string, why: string): EngineError {
	return new EngineError('server-error', `A line of the reply is ${why}: \`${cleanServerText(line)}\`.`);
}

function cutOff(line: string): EngineError {
	return new EngineError(
		'ended-without-done',
		`The stream ended in the middle of a line: \`${cleanServerText(line)}\`.`,
	);
}

function oversized(): EngineError {
	return new EngineError('server-error', 'A line of the reply is longer than a megabyte.');
}
