import {createParser} from 'eventsource-parser';
import {EngineError} from '../../pipeline/errors.js';
import {cleanServerText} from '../clean-server-text.js';
import {classOfErrorText, errorOf} from '../read-error-reply.js';
import {readLimitedText} from '../read-limited-text.js';
import type {HttpReply} from '../send-http.js';
import {type ChatChunk, chatChunkSchema} from './chat-chunk.js';

const longestEvent = 1_000_000;
const lastEvent = '[DONE]';

/**
 * What a chat says, event by event; whole at once where the server does not stream. Ends at `[DONE]`.
 * Throws `EngineError` at the first event that is an error or cannot be read.
 */
export async function* readChunks(response: HttpReply, host: string): AsyncGenerator<ChatChunk> {
	const type = response.headers.get('content-type') ?? '';
	if (type.includes('json')) return yield readChunk(await readLimitedText(response, host));
	if (!type.includes('event-stream')) throw notOpenAi(host, type);
	for await (const data of readEvents(response)) {
		if (data.trim() === lastEvent) return;
		yield readChunk(data);
	}
}

async function* readEvents(response: HttpReply): AsyncGenerator<string> {
	const arrived: string[] = [];
	const decoder = new TextDecoder();
	let isTooLong = false;
	const parser = createParser({
		maxBufferSize: longestEvent,
		onEvent: event => arrived.push(event.data),
		onError: error => {
			isTooLong ||= error.type === 'max-buffer-size-exceeded';
		},
	});
	for await (const bytes of response.body) {
		parser.feed(decoder.decode(bytes, {stream: true}));
		yield* arrived.splice(0);
		if (isTooLong) throw new EngineError('server-error', 'A part of the reply is longer than a megabyte.');
	}
}

function readChunk(data: string): ChatChunk {
	const value = parse(data);
	const said = errorOf(value) ?? errorOfOldServer(value);
	if (said !== undefined) {
		throw new EngineError(classOfErrorText(said), `The engine broke off: ${cleanServerText(said)}.`);
	}
	const chunk = chatChunkSchema.safeParse(value);
	if (chunk.success) return chunk.data;
	throw new EngineError(
		'server-error',
		`A part of the reply is not what a chat says: \`${cleanServerText(data)}\`.`,
	);
}

function parse(data: string): unknown {
	try {
		return JSON.parse(data);
	} catch (cause) {
		throw new EngineError('server-error', `A part of the reply is no JSON: \`${cleanServerText(data)}\`.`, {
			cause,
		});
	}
}

/** `{"object": "error", "message": …}`, as vLLM wrote it for a long time. */
function errorOfOldServer(value: unknown): string | undefined {
	const {object, message} = (value ?? {}) as {object?: unknown; message?: unknown};
	return object === 'error' ? String(message) : undefined;
}

function notOpenAi(host: string, type: string): EngineError {
	const kind = cleanServerText(type.split(';')[0] ?? '').slice(0, 60) || 'nothing';
	return new EngineError(
		'server-error',
		`What answers at \`${host}\` is no OpenAI-compatible server: it sent \`${kind}\` instead of a chat.`,
	);
}
