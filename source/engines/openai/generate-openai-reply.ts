import {EngineError} from '../../pipeline/errors.js';
import type {ReadingRequest, Reply} from '../../pipeline/ports.js';
import type {Call} from '../create-call.js';
import {networkFailure} from '../network-failure.js';
import type {ReplyPart, ReplyReader} from '../reply-reader.js';
import type {HttpReply} from '../send-http.js';
import {streamReply, withoutDone, withRaw} from '../stream-reply.js';
import {chatBody} from './chat-body.js';
import type {ChatChunk} from './chat-chunk.js';
import {askForLess, type Dialect, learnFromReply, systemRefused} from './dialect.js';
import {hideKey, hideKeyInError} from './hide-key.js';
import type {OpenAiConnection} from './openai-connection.js';
import {readChunks} from './read-chunks.js';
import {sendRequest} from './send-request.js';

type Chat = Asked & {call: Call; reader: ReplyReader; seen: {hasThought: boolean}};

/** `accepted` is called when the server has taken the request. */
type Asked = {request: ReadingRequest; accepted: () => void};

/** One chat, streamed, from the request to the reply. Throws `AbortedError` or `EngineError`. */
export async function generateOpenAiReply(connection: OpenAiConnection, asked: Asked): Promise<Reply> {
	const {request} = asked;
	const seen = {hasThought: false};
	try {
		const reply = await streamReply(connection, {
			request,
			contextTokens: connection.contextTokens,
			openParts: (call, reader) => chatParts(connection, {...asked, call, reader, seen}),
		});
		learnFromReply(connection.dialect, {...reply, ...seen, request});
		return {...reply, text: hideKey(reply.text, connection.apiKey)};
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		learnFromReply(connection.dialect, {text: '', finish: 'failed', ...seen, request});
		throw hideKeyInError(error, connection.apiKey);
	}
}

/** The parts of the stream, every foreign error made ours. An error of whoever reads them is not touched. */
async function* chatParts(connection: OpenAiConnection, chat: Chat): AsyncGenerator<ReplyPart> {
	const {host} = connection;
	let phase: 'before-reply' | 'in-reply' = 'before-reply';
	try {
		const response = await openChat(connection, chat);
		chat.accepted();
		phase = 'in-reply';
		yield* joinChunks(readChunks(response, host), chat);
	} catch (error) {
		const raw = chat.reader.raw();
		if (error instanceof EngineError) throw withRaw(error, raw);
		throw networkFailure(error, {host, phase, raw});
	}
}

/** Asks in the best form this server has not refused yet; what it understood is kept, what it refused as well. */
async function openChat(connection: OpenAiConnection, {request, call}: Chat): Promise<HttpReply> {
	const trial: Dialect = {...connection.dialect};
	let first: EngineError | undefined;
	for (;;) {
		const body = chatBody(connection.model, {request, dialect: trial});
		const answer = await sendRequest(connection, {path: '/v1/chat/completions', body, signal: call.signal});
		if (answer.ok) {
			if (first !== undefined) Object.assign(connection.dialect, trial);
			return answer.response;
		}
		first ??= answer.error;
		if (!isAboutForm(answer)) throw answer.error;
		if (!askForLess(trial, {said: answer.error.raw, request})) throw first;
	}
}

/** llama-server answers 500 to what its chat template refuses, older ones to a grammar that they cannot read too. */
function isAboutForm({status, error: {failure, raw}}: {status: number; error: EngineError}): boolean {
	if (failure !== 'server-error') return false;
	if (status === 500) {
		return /grammar|json_?schema|response_format|unsupported ?param/i.test(raw) || systemRefused.test(raw);
	}
	return [400, 415, 422, 501].includes(status);
}

/** The counts come in an event of their own behind the last word, if they come: only then is the reply done. */
async function* joinChunks(
	chunks: AsyncIterable<ChatChunk>,
	{reader, seen}: Chat,
): AsyncGenerator<ReplyPart> {
	let reason: string | undefined;
	let usage: ChatChunk['usage'];
	let prompt: ReplyPart['prompt'];
	for await (const chunk of chunks) {
		const choice = chunk.choices?.find(({index}) => (index ?? 0) === 0);
		const text = choice?.delta ?? choice?.message;
		const thinking = text?.reasoning_content ?? text?.reasoning ?? '';
		if (thinking !== '') seen.hasThought = true;
		usage = chunk.usage ?? usage;
		prompt = promptOf(chunk, prompt) ?? prompt;
		reason = choice?.finish_reason ?? reason;
		yield {content: text?.content ?? '', thinking, prompt, outputTokens: decodedBy(chunk)};
	}
	yield {content: '', thinking: '', done: countsOf({usage, prompt}, endOf(reason, reader))};
}

/** What a server says of the prompt before the reply is over: llama-server in its timings, vLLM and SGLang in the usage. */
function promptOf({timings, usage}: ChatChunk, before: ReplyPart['prompt']): ReplyPart['prompt'] {
	const {cache_n: cached, prompt_n: evaluated} = timings ?? {};
	if (typeof cached === 'number' && typeof evaluated === 'number') {
		return {tokens: cached + evaluated, cachedTokens: cached};
	}
	if (!usage?.prompt_tokens) return undefined;
	return {tokens: usage.prompt_tokens, cachedTokens: cachedOf(usage) ?? before?.cachedTokens};
}

function cachedOf(usage: ChatChunk['usage']): number | undefined {
	return usage?.prompt_tokens_details?.cached_tokens ?? undefined;
}

function decodedBy({timings, usage}: ChatChunk): number | undefined {
	return timings?.predicted_n ?? usage?.completion_tokens ?? undefined;
}

function countsOf(
	{usage, prompt}: Pick<ChatChunk, 'usage'> & Pick<ReplyPart, 'prompt'>,
	reason: 'stop' | 'length',
): NonNullable<ReplyPart['done']> {
	return {
		reason,
		promptTokens: usage?.prompt_tokens ?? prompt?.tokens,
		cachedPromptTokens: cachedOf(usage) ?? prompt?.cachedTokens,
		outputTokens: usage?.completion_tokens ?? undefined,
	};
}

function endOf(reason: string | undefined, reader: ReplyReader): 'stop' | 'length' {
	switch (reason) {
		case undefined:
		case 'abort':
		case 'error':
			throw withoutDone(reader.raw());
		case 'length':
		case 'max_tokens':
		case 'model_length':
			return 'length';
		case 'content_filter':
			throw new EngineError('server-error', 'The server’s own filter ended the reply.', {raw: reader.raw()});
		default:
			return 'stop';
	}
}
