import {expect, test} from 'vitest';
import {AbortedError, EngineError} from '../../source/pipeline/errors.js';
import {faultClasses} from '../helpers/fault-classes.js';
import {failureOf, proseRequest} from './ollama-fixture.js';
import {startOpenAiPair} from './openai-fixture.js';

test.each(faultClasses)('the fault %s comes out as %s', async (fault, failure) => {
	const {engine} = await startOpenAiPair({script: () => fault});

	const error = await failureOf(engine.generate(proseRequest({maxTokens: 60})));

	expect(error).toBeInstanceOf(EngineError);
	expect(error.failure).toBe(failure);
	expect(error.message).toMatch(/^[A-Z].*\.$/);
	expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

const input = "The input (61709 tokens) is longer than the model's context length (40960 tokens).";
const allowed = 'Input length (5062 tokens) exceeds the maximum allowed length (4862 tokens).';
const decoder = 'The decoder prompt (length 5016) is longer than the maximum model length of 4096.';
const keep = 'Trying to keep the first 5857 tokens when context the overflows. However, it has 4096.';
const renamed = 'Got request for model "m". Could not find base model with ID "m".';
const backpressure = 'Request dropped due to backpressure (num_queued_requests=64, max_queued_requests=64).';
const replies: Array<[server: string, status: number, body: object, failure: string, said: string]> = [
	['SGLang', 400, {object: 'error', message: input, code: 400}, 'context-overflow', '61709 tokens'],
	['SGLang', 400, {object: 'error', message: allowed, code: 400}, 'context-overflow', '5062 tokens'],
	['vLLM before 0.10.1', 400, {object: 'error', message: decoder}, 'context-overflow', 'decoder prompt'],
	[
		'vLLM before 0.10.1',
		404,
		{object: 'error', message: 'The model `m` does not exist.'},
		'model-missing',
		'exist',
	],
	['LM Studio', 400, {error: keep}, 'context-overflow', 'context the overflows'],
	['Ray Serve', 404, {detail: renamed}, 'model-missing', 'Could not find base model'],
	['Ray Serve', 500, {detail: {message: decoder}}, 'context-overflow', 'decoder prompt'],
	[
		'FastAPI',
		418,
		{detail: [{loc: ['body', 'seed'], msg: 'wrong'}]},
		'server-error',
		'"loc":["body","seed"]',
	],
	['FastAPI', 404, {detail: 'Not Found'}, 'server-error', 'Not Found'],
	// A full queue is told from a server that is away by its words, in JSON or not.
	['Ray Serve', 503, [backpressure], 'rate-limited', 'HTTP 503'],
	['LiteLLM', 503, {error: {message: 'overloaded'}}, 'rate-limited', 'overloaded'],
	['llama-server', 503, {error: {message: 'Loading model'}}, 'unreachable', 'Loading model'],
	['FastAPI', 503, {detail: 'Service Unavailable'}, 'unreachable', 'Service Unavailable'],
];

test.each(replies)('what %s says with HTTP %i is read', async (_, status, body, failure, said) => {
	const {engine, server} = await startOpenAiPair({refusal: () => ({status, body})});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.failure).toBe(failure);
	expect(error.message).toContain(said);
	expect(server.chats()).toHaveLength(1);
});

test('what the model had said before it broke off is kept', async () => {
	const replies = () => 'One two three four five six.';
	for (const fault of ['reset-mid-stream', 'end-without-done', 'error-in-200'] as const) {
		const {engine} = await startOpenAiPair({script: () => fault, replies});

		const error = await failureOf(engine.generate(proseRequest()));

		expect(error.raw).toBe('One two three ');
	}
});

test('silence in the middle and bytes without an event are both a stall', async () => {
	for (const fault of ['stall', 'stall-at-start', 'slow-loris'] as const) {
		const {engine, server} = await startOpenAiPair({script: () => fault}, {stallTimeoutMs: 60});

		const error = await failureOf(engine.generate(proseRequest()));
		await server.chats()[0]?.ended;

		expect(error.failure).toBe('stalled');
		expect(server.chats()[0]?.aborted).toBe(true);
	}
});

test('thinking in a field of its own is never the answer, and in tags it is cut off', async () => {
	const {engine: tagged} = await startOpenAiPair({
		script: () => 'think-tags',
		replies: () => 'Ada nodded to you.',
	});
	const {engine: thinking} = await startOpenAiPair({script: () => 'thinking-only'});

	expect((await tagged.generate(proseRequest())).text).toBe('Ada nodded to you.');
	const error = await failureOf(thinking.generate(proseRequest()));
	expect(error.raw).toContain('Okay, so the user wants a scene.');
});

test('a reply that ran into its budget says so, and one without end is hung up on', async () => {
	const cut = await startOpenAiPair({script: () => 'cut-at-limit'});
	const endless = await startOpenAiPair({script: () => 'endless'});

	const reply = await cut.engine.generate(proseRequest({maxTokens: 50}));
	const long = await endless.engine.generate(proseRequest({maxTokens: 50}));
	await endless.server.chats()[0]?.ended;

	expect(reply).toMatchObject({finish: 'length', outputTokens: 50});
	expect(long.finish).toBe('length');
	expect(endless.server.chats()[0]?.aborted).toBe(true);
});

test('an abort in the middle of a reply hangs up on the server', async () => {
	const {engine, server} = await startOpenAiPair({script: () => 'endless'});
	const calling = new AbortController();

	const error = await failureOf(
		engine.generate(
			proseRequest({
				signal: calling.signal,
				onText() {
					calling.abort();
					return 'continue';
				},
			}),
		),
	);
	await server.chats()[0]?.ended;

	expect(error).toBeInstanceOf(AbortedError);
	expect(server.chats()[0]?.aborted).toBe(true);
});

test('an error of the one who listens is not taken for an error of the engine', async () => {
	const {engine} = await startOpenAiPair();
	const bug = new RangeError('a bug of ours');

	const error = await failureOf(
		engine.generate(
			proseRequest({
				onText() {
					throw bug;
				},
			}),
		),
	);

	expect(error).toBe(bug);
});
