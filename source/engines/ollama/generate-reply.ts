import {AbortedError, EngineError} from '../../pipeline/errors.js';
import type {GenerationRequest, Reply} from '../../pipeline/ports.js';
import {networkFailure} from '../network-failure.js';
import {watchStall} from '../watch-stall.js';
import {type Call, createCall, createClient} from './call-ollama.js';
import {chatBody} from './chat-body.js';
import type {ChatLine} from './chat-line.js';
import type {OllamaConnection} from './ollama-connection.js';
import {createReplyReader, type ReplyReader} from './reply-reader.js';

/** One chat, streamed, from the request to the reply. Throws `AbortedError` or `EngineError`. */
export async function generateReply(
	connection: OllamaConnection,
	chat: {request: GenerationRequest; canThink: boolean},
): Promise<Reply> {
	const call = createCall(chat.request.signal);
	const reader = createReplyReader(connection, chat.request);
	let stalledMs: number | undefined;
	const watch = watchStall({
		patience: connection.patience,
		clock: connection.clock,
		onStall: silentMs => {
			stalledMs = silentMs;
			call.abort();
		},
	});
	let reply: Reply | undefined;
	try {
		for await (const line of chatLines(connection, {...chat, call, reader})) {
			if (chat.request.signal.aborted) throw calledOff();
			if (line.message?.content || line.message?.thinking) watch.heard();
			reply = reader.take(line);
			if (reply !== undefined) return reply;
		}
		throw withoutDone(reader.raw());
	} catch (error) {
		if (chat.request.signal.aborted) throw calledOff(error);
		throw stalledMs === undefined ? error : stalled(connection.host, {silentMs: stalledMs, reader});
	} finally {
		watch.stop(reply === undefined ? 'dropped' : 'finished');
		call.release();
	}
}

/** The lines of the stream, every foreign error made ours. An error of whoever reads them is not touched. */
async function* chatLines(
	connection: OllamaConnection,
	chat: {request: GenerationRequest; canThink: boolean; call: Call; reader: ReplyReader},
): AsyncGenerator<ChatLine> {
	const {host} = connection;
	const client = createClient({host, signal: chat.call.signal, reply: 'stream'});
	let phase: 'before-reply' | 'in-reply' = 'before-reply';
	try {
		const stream = await client.chat(chatBody(connection, chat));
		phase = 'in-reply';
		for await (const line of stream) yield line;
	} catch (error) {
		const raw = chat.reader.raw();
		if (error instanceof EngineError) throw withRaw(error, raw);
		// The client's own complaint, an error without a cause: the stream ended properly, but too early.
		if (phase === 'in-reply' && !(error instanceof TypeError)) throw withoutDone(raw, error);
		throw networkFailure(error, {host, phase, raw});
	}
}

function withRaw(error: EngineError, raw: string): EngineError {
	return new EngineError(error.failure, error.message, {
		raw: raw === '' ? error.raw : raw,
		cause: error.cause ?? error,
		...(error.retryAfterMs !== undefined && {retryAfterMs: error.retryAfterMs}),
		...(error.cost && {cost: error.cost}),
	});
}

function withoutDone(raw: string, cause?: unknown): EngineError {
	return new EngineError('ended-without-done', 'The stream of the reply ended without its last line.', {
		raw,
		cause,
	});
}

function stalled(host: string, at: {silentMs: number; reader: ReplyReader}): EngineError {
	const seconds = Math.round(at.silentMs / 1000);
	return new EngineError('stalled', `The engine at \`${host}\` said nothing for ${seconds} s.`, {
		raw: at.reader.raw(),
	});
}

function calledOff(cause?: unknown): AbortedError {
	return new AbortedError('The request was called off.', {cause});
}
