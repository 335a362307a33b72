import {EngineError} from '../../pipeline/errors.js';
import type {ReadingRequest, Reply} from '../../pipeline/ports.js';
import {cleanServerText} from '../clean-server-text.js';
import type {ReplyPart} from '../reply-reader.js';
import {type ChatConnection, streamReply} from '../stream-reply.js';
import type {ChatItem, LlamaSequence} from './llama-module.js';
import type {LoadedModel} from './loaded-model.js';
import {createPartQueue, type PartQueue} from './part-queue.js';

const penaltyTokens = 64;

/** One chat in the process. `load` is waited for under the same stall watch as the reply. */
export function generateEmbeddedReply(
	connection: ChatConnection,
	{request, load}: {request: ReadingRequest; load: () => Promise<LoadedModel>},
): Promise<Reply> {
	return streamReply(connection, {
		request,
		contextTokens: request.contextTokens,
		openParts: call => chatParts({request, load, outer: call.signal}),
	});
}

type Chat = {request: ReadingRequest; load: () => Promise<LoadedModel>; outer: AbortSignal};

async function* chatParts({request, load, outer}: Chat): AsyncGenerator<ReplyPart> {
	const over = new AbortController();
	const signal = AbortSignal.any([outer, over.signal]);
	const queue = createPartQueue(signal);
	// Not waited for: a batch that llama.cpp has begun is not called off, and its sequence is lent until it is through.
	void write({request, load, signal, queue}).catch(error => queue.fail(asEngineError(error)));
	try {
		yield* queue.parts;
	} finally {
		over.abort();
	}
}

async function write(parts: {
	request: ReadingRequest;
	load: () => Promise<LoadedModel>;
	signal: AbortSignal;
	queue: PartQueue;
}): Promise<void> {
	const {request, signal, queue} = parts;
	const loaded = await parts.load();
	const history = createHistory(request);
	const promptTokens = countTokens(loaded, history);
	requireRoom({loaded, request, promptTokens});
	await loaded.pool.lend(signal, sequence =>
		respond({loaded, request, history, promptTokens, sequence, signal, queue}),
	);
}

async function respond(parts: {
	loaded: LoadedModel;
	request: ReadingRequest;
	history: ChatItem[];
	promptTokens: number;
	sequence: LlamaSequence;
	signal: AbortSignal;
	queue: PartQueue;
}): Promise<void> {
	const {loaded, request, history, promptTokens, sequence, signal, queue} = parts;
	const {sampling, schema} = request;
	const before = {...meterOf(sequence)};
	const chat = new loaded.module.LlamaChat({contextSequence: sequence, chatWrapper: loaded.chatWrapper});
	try {
		const {metadata} = await chat.generateResponse(history, {
			onResponseChunk: ({type, text}) =>
				queue.push(type === 'segment' ? {content: '', thinking: text} : {content: text, thinking: ''}),
			signal,
			maxTokens: request.maxTokens,
			temperature: sampling.temperature,
			topP: sampling.topP,
			topK: sampling.topK,
			seed: request.seed,
			repeatPenalty: {penalty: sampling.repeatPenalty, lastTokens: penaltyTokens},
			budgets: {thoughtTokens: 0},
			...(schema && {grammar: await loaded.llama.createGrammarForJsonSchema(schema)}),
		});
		const after = meterOf(sequence);
		const outputTokens = after.output - before.output;
		const cachedPromptTokens = Math.max(0, promptTokens - (after.input - before.input));
		const reason = metadata.stopReason === 'maxTokens' ? 'length' : 'stop';
		queue.push({content: '', thinking: '', done: {reason, promptTokens, cachedPromptTokens, outputTokens}});
	} finally {
		chat.dispose({disposeSequence: false});
	}
}

function meterOf({tokenMeter}: LlamaSequence): {input: number; output: number} {
	return {input: tokenMeter.usedInputTokens, output: tokenMeter.usedOutputTokens};
}

/** The empty reply at the end is the one that is written. */
function createHistory({messages}: ReadingRequest): ChatItem[] {
	const items = messages.map(
		({role, content}): ChatItem =>
			role === 'assistant' ? {type: 'model', response: [content]} : {type: role, text: content},
	);
	return [...items, {type: 'model', response: []}];
}

function countTokens({chatWrapper, model}: LoadedModel, chatHistory: ChatItem[]): number {
	return chatWrapper.generateContextState({chatHistory}).contextText.tokenize(model.tokenizer).length;
}

/** What does not fit would be shifted out from the front without a word. */
function requireRoom(parts: {loaded: LoadedModel; request: ReadingRequest; promptTokens: number}): void {
	const {loaded, request, promptTokens} = parts;
	if (promptTokens + request.maxTokens <= loaded.contextTokens) return;
	throw new EngineError(
		'context-overflow',
		`The prompt of ${promptTokens} tokens and a reply of ${request.maxTokens} do not fit the context of ${loaded.contextTokens}.`,
	);
}

/** What llama.cpp threw, as ours. */
export function asEngineError(error: unknown): unknown {
	if (error instanceof EngineError) return error;
	const said = cleanServerText(error instanceof Error ? error.message : String(error)).replace(/\.+$/, '');
	return new EngineError('server-error', `The embedded engine failed: ${said}.`, {cause: error});
}
