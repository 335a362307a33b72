import {EngineError} from '../../pipeline/errors.js';
import {cleanServerText} from '../clean-server-text.js';
import {classOfErrorText, errorOf} from '../read-error-reply.js';
import {type ChatLine, chatLineSchema} from './chat-line.js';

const longestLine = 1_000_000;

/**
 * The lines of a chat stream; throws `EngineError` at the first that is not what a chat says. An `error` in a line becomes
 * the error it is.
 *
 * The client's own reading would print a line that is no JSON to the console and go on; on a full screen nobody may print,
 * and a reply with a hole in it is no reply.
 */
export async function* readChatLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<ChatLine> {
	const decoder = new TextDecoder();
	let pending = '';
	for await (const chunk of body) {
		const lines = (pending + decoder.decode(chunk, {stream: true})).split('\n');
		pending = lines.pop() as string;
		for (const line of lines) if (line.trim() !== '') yield readChatLine(line);
		if (pending.length > longestLine) throw oversized();
	}
	pending += decoder.decode();
	if (pending.trim() === '') return;
	if (parse(pending) === undefined) throw cutOff(pending);
	yield readChatLine(pending);
}

function readChatLine(text: string): ChatLine {
	if (text.length > longestLine) throw oversized();
	const value = parse(text);
	if (value === undefined) throw unreadable(text, 'no JSON');
	const said = errorOf(value);
	if (said !== undefined) {
		throw new EngineError(classOfErrorText(said), `The engine broke off: ${cleanServerText(said)}.`);
	}
	const line = chatLineSchema.safeParse(value);
	if (line.success) return line.data;
	throw unreadable(text, 'not what a chat says');
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
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
