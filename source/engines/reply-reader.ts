import {EngineError} from '../pipeline/errors.js';
import type {FailureClass} from '../pipeline/failure.js';
import type {CallCost, Clock, ReadingRequest, Reply} from '../pipeline/ports.js';
import {createThinkingCut, type ThinkingCut} from './cut-thinking.js';
import {promptCharacters, wasPromptCut} from './prompt-size.js';

const longestReply = 2_000_000;

/** A piece of a reply as it arrives, the same from every engine; `done` with the last one. */
export type ReplyPart = {
	content: string;
	/** What the engine itself marks as thinking; never a part of the answer. */
	thinking: string;
	/** What the engine has told of the prompt by now. */
	prompt?: {tokens: number; cachedTokens: number | undefined} | undefined;
	/** Decoded tokens that the engine has told by now, thinking and those of this piece included. */
	outputTokens?: number | undefined;
	done?: {
		/** `length` for one that ran into its budget; any other word for one that ended by itself. */
		reason: string | undefined;
		promptTokens: number | undefined;
		cachedPromptTokens?: number | undefined;
		outputTokens: number | undefined;
	};
};

/** Characters to a token in the prompts so far; estimates the tokens of a prompt whose reply was ended early. */
export type PromptMeter = {charactersPerToken: number};

export function createPromptMeter(): PromptMeter {
	return {charactersPerToken: 4};
}

export type ReplyReader = {
	/** Takes the next part; returns the reply once it is complete. Throws `EngineError` for one that is no answer. */
	take(part: ReplyPart): Reply | undefined;
	/** What the model has said so far: the content, or the thinking where there is nothing else. */
	raw(): string;
};

type Received = {
	content: string;
	thinking: string;
	/** Decoded so far: what was told last, and one for each part with text since then, near enough. */
	tokens: number;
	prompt: ReplyPart['prompt'];
	sentAt: number;
	firstAt: number | undefined;
	cut: ThinkingCut;
};

type Chat = {request: ReadingRequest; contextTokens: number};

/** Puts the parts of one chat together. Made when the request is sent: the times are counted from here. */
export function createReplyReader(
	connection: {clock: Clock; promptMeter: PromptMeter},
	chat: Chat,
): ReplyReader {
	const received: Received = {
		content: '',
		thinking: '',
		tokens: 0,
		prompt: undefined,
		sentAt: connection.clock.awake(),
		firstAt: undefined,
		cut: createThinkingCut(),
	};
	const context = {...chat, ...connection, received};
	return {
		take: part => take(context, part),
		raw: () => rawOf(received),
	};
}

type Context = Chat & {clock: Clock; promptMeter: PromptMeter; received: Received};

function take(context: Context, part: ReplyPart): Reply | undefined {
	const {request, received, clock} = context;
	received.prompt = part.prompt ?? received.prompt;
	if (part.content !== '' || part.thinking !== '') {
		received.tokens++;
		received.firstAt ??= clock.awake();
		received.content += part.content;
		received.thinking += part.thinking;
	}
	received.tokens = part.outputTokens ?? received.tokens;
	const answer = received.cut.push(part.content);
	if (answer !== '' && request.onText?.(answer) === 'enough') return endEarly(context, 'enough');
	if (part.done) return finish(context, part.done);
	return isOverrun(context) ? endEarly(context, 'length') : undefined;
}

/**
 * Ends what should have ended. With thinking and a schema Ollama generates twice, each within `num_predict`, so a
 * server that keeps to it never sends more than two budgets.
 */
function isOverrun({request, received}: Context): boolean {
	if (received.content.length + received.thinking.length > longestReply) {
		throw failed(received, 'server-error', 'The reply is longer than two megabytes.');
	}
	return received.tokens > 2 * request.maxTokens + 16;
}

/** The reply as it stands, the rest called off; the prompt is estimated where nothing was told. */
function endEarly(context: Context, finish: 'enough' | 'length'): Reply {
	const {promptMeter, request, received} = context;
	const text = readAnswer(received, finish);
	const characters = promptCharacters(request.messages);
	const {prompt} = received;
	return {
		text,
		finish,
		promptTokens: prompt?.tokens ?? Math.round(characters / promptMeter.charactersPerToken),
		...(prompt && {cachedPromptTokens: prompt.cachedTokens}),
		outputTokens: received.tokens,
		...timesOf(context),
	};
}

function finish(context: Context, done: NonNullable<ReplyPart['done']>): Reply {
	const {promptMeter, request, received, contextTokens} = context;
	const {messages, maxTokens} = request;
	const promptTokens = done.promptTokens ?? 0;
	if (wasPromptCut({messages, promptTokens, contextTokens})) {
		const counts = `${promptTokens} tokens were read, the context holds ${contextTokens}`;
		const message = `The prompt did not fit the context (${counts}).`;
		throw new EngineError('context-overflow', message, {...stateOf(received), wasSilent: true});
	}
	if (promptTokens > 0) promptMeter.charactersPerToken = promptCharacters(messages) / promptTokens;
	const outputTokens = done.outputTokens ?? received.tokens;
	const ranOut = done.reason === 'length' || (!done.reason && outputTokens >= maxTokens);
	const finish = ranOut ? 'length' : 'stop';
	const text = readAnswer(received, finish);
	const {cachedPromptTokens} = done;
	return {
		text,
		finish,
		promptTokens,
		...(cachedPromptTokens !== undefined && {cachedPromptTokens}),
		outputTokens,
		...(hasThought(received) && {hasThought: true as const}),
		...timesOf(context),
	};
}

function hasThought({thinking, cut}: Received): boolean {
	return thinking.trim() !== '' || cut.end().thinking !== 'none';
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

function timesOf({clock, received}: Context): Pick<Reply, 'timeToFirstTokenMs' | 'durationMs'> {
	const now = clock.awake();
	return {
		timeToFirstTokenMs: (received.firstAt ?? now) - received.sentAt,
		durationMs: now - received.sentAt,
	};
}

function failed(received: Received, failure: FailureClass, message: string): EngineError {
	return new EngineError(failure, message, stateOf(received));
}

function stateOf(received: Received): {raw: string; cost: CallCost} {
	return {raw: rawOf(received), cost: {promptTokens: 0, outputTokens: received.tokens}};
}

function rawOf(received: Received): string {
	return received.content === '' ? received.thinking : received.content;
}
