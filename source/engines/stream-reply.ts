import {AbortedError, EngineError} from '../pipeline/errors.js';
import type {Clock, ReadingRequest, Reply} from '../pipeline/ports.js';
import {type Call, createCall} from './create-call.js';
import {createReplyReader, type PromptMeter, type ReplyPart, type ReplyReader} from './reply-reader.js';
import {type Patience, watchStall} from './watch-stall.js';

/** What all chats with one engine share. */
export type ChatConnection = {
	readonly host: string;
	readonly clock: Clock;
	readonly patience: Patience;
	readonly promptMeter: PromptMeter;
};

/** The parts of one reply as they arrive; a foreign error is made ours in there. */
export type OpenParts = (call: Call, reader: ReplyReader) => AsyncIterable<ReplyPart>;

/**
 * One chat, streamed, from the request to the reply, under the stall watch. `contextTokens` is what the prompt has to
 * fit into, as far as that is known. Throws `AbortedError` or `EngineError`.
 */
export async function streamReply(
	connection: ChatConnection,
	chat: {request: ReadingRequest; contextTokens: number; openParts: OpenParts},
): Promise<Reply> {
	const {request} = chat;
	const call = createCall(request.signal);
	const reader = createReplyReader(connection, chat);
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
		for await (const part of chat.openParts(call, reader)) {
			if (request.signal.aborted) throw calledOff();
			if (part.content !== '' || part.thinking !== '') watch.heard();
			reply = reader.take(part);
			if (reply !== undefined) return reply;
		}
		throw withoutDone(reader.raw());
	} catch (error) {
		if (request.signal.aborted) throw calledOff(error);
		throw stalledMs === undefined ? error : stalled(connection.host, {silentMs: stalledMs, reader});
	} finally {
		watch.stop(reply === undefined ? 'dropped' : 'finished');
		call.release();
	}
}

/** The same error with what the model had said until then. */
export function withRaw(error: EngineError, raw: string): EngineError {
	return new EngineError(error.failure, error.message, {
		raw: raw === '' ? error.raw : raw,
		cause: error.cause ?? error,
		...(error.retryAfterMs !== undefined && {retryAfterMs: error.retryAfterMs}),
		...(error.cost && {cost: error.cost}),
	});
}

export function withoutDone(raw: string, cause?: unknown): EngineError {
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
