import {EngineError} from '../../pipeline/errors.js';
import type {FailureClass} from '../../pipeline/failure.js';
import type {GenerationRequest, Reply} from '../../pipeline/ports.js';
import type {ChatLine} from './chat-line.js';
import {createThinkingCut, type ThinkingCut} from './cut-thinking.js';
import type {OllamaConnection} from './ollama-connection.js';
import {promptCharacters, wasPromptCut} from './prompt-size.js';

const longestReply = 2_000_000;

export type ReplyReader = {
	/** Takes the next line; returns the reply once it is complete. Throws `EngineError` for one that is no answer. */
	take(line: ChatLine): Reply | undefined;
	/** What the model has said so far: the content, or the thinking where there is nothing else. */
	raw(): string;
};

type Received = {
	content: string;
	thinking: string;
	/** Lines with text in them; each is one token, near enough. */
	pieces: number;
	sentAt: number;
	firstAt: number | undefined;
	cut: ThinkingCut;
};

/** Puts the lines of one chat together. Made when the request is sent: the times are counted from here. */
export function createReplyReader(connection: OllamaConnection, request: GenerationRequest): ReplyReader {
	const received: Received = {
		content: '',
		thinking: '',
		pieces: 0,
		sentAt: connection.clock.now(),
		firstAt: undefined,
		cut: createThinkingCut(),
	};
	const context = {connection, request, received};
	return {
		take: line => take(context, line),
		raw: () => rawOf(received),
	};
}

type Context = {connection: OllamaConnection; request: GenerationRequest; received: Received};

function take(context: Context, line: ChatLine): Reply | undefined {
	const {request, received, connection} = context;
	const piece = line.message?.content ?? '';
	const thinking = line.message?.thinking ?? '';
	if (piece !== '' || thinking !== '') {
		received.pieces++;
		received.firstAt ??= connection.clock.now();
		received.content += piece;
		received.thinking += thinking;
	}
	const answer = received.cut.push(piece);
	if (answer !== '' && request.onText?.(answer) === 'enough') return endEarly(context, 'enough');
	if (line.done === true) return finish(context, line);
	return isOverrun(context) ? endEarly(context, 'length') : undefined;
}

/**
 * Ends what should have ended. With thinking and a schema Ollama generates twice, each within `num_predict`, so a
 * server that keeps to it never sends more pieces than two budgets.
 */
function isOverrun({request, received}: Context): boolean {
	if (received.content.length + received.thinking.length > longestReply) {
		throw failed(received, 'server-error', 'The reply is longer than two megabytes.');
	}
	return received.pieces > 2 * request.maxTokens + 16;
}

/** The reply as it stands, the rest called off. No counts came, so pieces are counted and the prompt is estimated. */
function endEarly(context: Context, finish: 'enough' | 'length'): Reply {
	const {connection, request, received} = context;
	const text = readAnswer(received, finish);
	const characters = promptCharacters(request.messages);
	return {
		text,
		finish,
		promptTokens: Math.round(characters / connection.charactersPerToken),
		outputTokens: received.pieces,
		...timesOf(context),
	};
}

function finish(context: Context, line: ChatLine): Reply {
	const {connection, request, received} = context;
	const {messages, contextTokens, maxTokens} = request;
	const promptTokens = line.prompt_eval_count ?? 0;
	if (wasPromptCut({messages, promptTokens, contextTokens})) {
		const counts = `${promptTokens} tokens were read, the context holds ${contextTokens}`;
		throw failed(received, 'context-overflow', `The prompt did not fit the context (${counts}).`);
	}
	if (promptTokens > 0) connection.charactersPerToken = promptCharacters(messages) / promptTokens;
	const outputTokens = line.eval_count ?? received.pieces;
	const ranOut = line.done_reason === 'length' || (!line.done_reason && outputTokens >= maxTokens);
	const finish = ranOut ? 'length' : 'stop';
	const text = readAnswer(received, finish);
	return {text, finish, promptTokens, outputTokens, ...timesOf(context)};
}

/** The answer without its thinking, or the failure that stands in its place. */
function readAnswer(received: Received, finish: Reply['finish']): string {
	const {text, thinking} = received.cut.end();
	if (thinking === 'open') {
		throw failed(received, 'thinking-in-answer', 'The reply is thinking that was never closed.');
	}
	if (text.trim() !== '') return text;
	if (thinking === 'cut') {
		throw failed(received, 'thinking-in-answer', 'The reply holds thinking and no answer behind it.');
	}
	if (received.thinking !== '' || finish === 'length') {
		throw failed(received, 'answer-in-thinking', 'The thinking used up the budget; no answer came.');
	}
	throw failed(received, 'empty', 'The reply was empty.');
}

function timesOf({connection, received}: Context): Pick<Reply, 'timeToFirstTokenMs' | 'durationMs'> {
	const now = connection.clock.now();
	return {
		timeToFirstTokenMs: (received.firstAt ?? now) - received.sentAt,
		durationMs: now - received.sentAt,
	};
}

function failed(received: Received, failure: FailureClass, message: string): EngineError {
	const cost = {promptTokens: 0, outputTokens: received.pieces};
	return new EngineError(failure, message, {raw: rawOf(received), cost});
}

function rawOf(received: Received): string {
	return received.content === '' ? received.thinking : received.content;
}
