import {EngineError} from '../../pipeline/errors.js';
import type {ReadingRequest, Reply} from '../../pipeline/ports.js';
import type {Call} from '../create-call.js';
import {networkFailure} from '../network-failure.js';
import type {ReplyPart, ReplyReader} from '../reply-reader.js';
import type {HttpReply} from '../send-http.js';
import {streamReply, withRaw} from '../stream-reply.js';
import {createClient} from './call-ollama.js';
import {chatBody} from './chat-body.js';
import type {ChatLine} from './chat-line.js';
import type {OllamaConnection} from './ollama-connection.js';
import {readChatLines} from './read-chat-lines.js';

type Chat = {
	request: ReadingRequest;
	canThink: boolean;
	/** Called when the server has taken the request. */
	accepted: () => void;
};

/** One chat, streamed, from the request to the reply. Throws `AbortedError` or `EngineError`. */
export function generateReply(connection: OllamaConnection, chat: Chat): Promise<Reply> {
	return streamReply(connection, {
		request: chat.request,
		contextTokens: chat.request.contextTokens,
		openParts: (call, reader) => chatParts(connection, {...chat, call, reader}),
	});
}

/** The lines of the stream, every foreign error made ours. An error of whoever reads them is not touched. */
async function* chatParts(
	connection: OllamaConnection,
	chat: Chat & {call: Call; reader: ReplyReader},
): AsyncGenerator<ReplyPart> {
	const {host} = connection;
	let phase: 'before-reply' | 'in-reply' = 'before-reply';
	try {
		const body = await openChat(connection, chat);
		chat.accepted();
		phase = 'in-reply';
		for await (const line of readChatLines(body)) yield readLine(line);
	} catch (error) {
		const raw = chat.reader.raw();
		if (error instanceof EngineError) throw withRaw(error, raw);
		throw networkFailure(error, {host, phase, raw});
	}
}

/** The client asks; what comes we read ourselves. */
async function openChat(connection: OllamaConnection, chat: Chat & {call: Call}): Promise<HttpReply['body']> {
	const {host} = connection;
	const {promise, resolve} = Promise.withResolvers<HttpReply['body']>();
	const client = createClient({host, signal: chat.call.signal, onStream: resolve});
	await client.chat(chatBody(connection, chat));
	return promise;
}

function readLine(line: ChatLine): ReplyPart {
	const text = {content: line.message?.content ?? '', thinking: line.message?.thinking ?? ''};
	if (line.done !== true) return text;
	return {
		...text,
		done: {
			reason: line.done_reason || undefined,
			promptTokens: line.prompt_eval_count ?? undefined,
			outputTokens: line.eval_count ?? undefined,
		},
	};
}
