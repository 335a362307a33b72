import {expect, test} from 'vitest';
import {createEmbeddedEngine} from '../../source/engines/embedded/create-embedded-engine.js';
import {AbortedError} from '../../source/pipeline/errors.js';
import {createFakeLlama} from '../helpers/fake-llama.js';
import {failureOf, personSchema, proseRequest} from './ollama-fixture.js';

const file = {path: '/weights/small.gguf', sizeBytes: 98, digest: 'sha256-of-ends:abc'};
const quiet = () => new AbortController().signal;

function openFake(script: Parameters<typeof createFakeLlama>[0] = {}, sequences = 2) {
	const fake = createFakeLlama(script);
	const engine = createEmbeddedEngine({
		model: 'small.gguf',
		sequences,
		importModule: async () => fake.module,
		findModelFile: async () => file,
	});
	return {fake, engine};
}

test('an inspection reads the head of the file and loads nothing', async () => {
	const {engine, fake} = openFake();

	expect(await engine.inspect(quiet())).toEqual({
		engine: 'embedded',
		host: 'in this process',
		version: 'node-llama-cpp 3.22.1',
		models: [{name: 'small.gguf', sizeBytes: 98, canChat: true}],
		model: {name: 'small.gguf', digest: 'sha256-of-ends:abc', canThink: true, contextTokens: 8192},
	});
	expect(fake.loads).toBe(0);
});

test('what is loaded before the first request is not loaded again by it', async () => {
	const {engine, fake} = openFake();

	await engine.load?.(4_096);
	await engine.generate(proseRequest());

	expect(fake.loads).toBe(1);
});

test('a reply comes with its text in pieces and the counts of the sequence', async () => {
	const {engine, fake} = openFake();
	const pieces: string[] = [];

	const reply = await engine.generate(
		proseRequest({
			schema: personSchema,
			onText(piece) {
				pieces.push(piece);
				return 'continue';
			},
		}),
	);

	expect(reply).toMatchObject({text: 'Ada nodded to you.', finish: 'stop', outputTokens: 3});
	expect(reply.promptTokens).toBeGreaterThan(20);
	expect(reply.cachedPromptTokens).toBe(reply.promptTokens - 7);
	expect(pieces.join('')).toBe('Ada nodded to you.');
	expect(fake.asked[0]).toMatchObject({
		seed: 11,
		maxTokens: 240,
		temperature: 0.9,
		grammar: {grammarOf: personSchema},
		budgets: {thoughtTokens: 0},
	});
	expect(fake.asked[0]?.history.at(-1)).toEqual({type: 'model', response: []});
});

test('thinking in a segment is no answer', async () => {
	const {engine} = openFake({chunks: [{type: 'segment', text: 'Well, let me think.'}]});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.failure).toBe('answer-in-thinking');
	expect(error.raw).toBe('Well, let me think.');
});

test('a reply that ran into its budget says so, and an empty one is named', async () => {
	const {engine} = openFake({stopReason: 'maxTokens'});
	const {engine: silent} = openFake({chunks: []});

	expect((await engine.generate(proseRequest())).finish).toBe('length');
	expect((await failureOf(silent.generate(proseRequest()))).failure).toBe('empty');
});

test('enough and an abort both end the generation and give the sequence back', async () => {
	const {engine, fake} = openFake({hangs: true}, 1);
	const calling = new AbortController();

	const reply = await engine.generate(proseRequest({onText: () => 'enough'}));
	const aborted = failureOf(
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

	expect(reply).toMatchObject({text: 'Ada ', finish: 'enough'});
	expect(await aborted).toBeInstanceOf(AbortedError);
	await engine.unload();
	expect(fake.busy).toBe(0);
	expect(fake.busyMax).toBe(1);
});

test('a generation that says nothing is a stall', async () => {
	const fake = createFakeLlama({hangs: true});
	const engine = createEmbeddedEngine({
		model: 'small.gguf',
		sequences: 1,
		importModule: async () => fake.module,
		findModelFile: async () => file,
		stallTimeoutMs: 40,
	});

	expect((await failureOf(engine.generate(proseRequest()))).failure).toBe('stalled');
});

test('more requests than sequences wait for each other; one that is called off leaves the line', async () => {
	const {engine, fake} = openFake({}, 2);
	const calling = new AbortController();
	const requests = [1, 2, 3, 4, 5].map(seed => engine.generate(proseRequest({seed})));
	const left = failureOf(engine.generate(proseRequest({signal: calling.signal})));
	calling.abort();

	const replies = await Promise.all(requests);

	expect(replies.map(({finish}) => finish)).toEqual(Array(5).fill('stop'));
	expect(await left).toBeInstanceOf(AbortedError);
	expect(fake.busyMax).toBe(2);
	expect(fake.loads).toBe(1);
});

test('a context that memory does not hold is made smaller', async () => {
	const {engine, fake} = openFake({sequencesInMemory: 3}, 8);

	await Promise.all([1, 2, 3, 4].map(seed => engine.generate(proseRequest({seed}))));

	expect(fake.busyMax).toBe(2);
});

test('unloading frees model and context, and the next request loads again', async () => {
	const {engine, fake} = openFake();
	await engine.generate(proseRequest());

	await engine.unload();
	await engine.unload();
	await engine.generate(proseRequest());

	expect(fake.disposals).toEqual(['context', 'model']);
	expect(fake.loads).toBe(2);
});

test('a prompt that does not fit is refused before anything is shifted out', async () => {
	const {engine, fake} = openFake();
	const messages = [{role: 'user' as const, content: 'One more cup of tea. '.repeat(300)}];

	const error = await failureOf(engine.generate(proseRequest({messages, contextTokens: 1024})));

	expect(error.failure).toBe('context-overflow');
	expect(fake.asked).toEqual([]);
});

test('a model that cannot be loaded and one that is not there are named', async () => {
	const {engine} = openFake({failsToLoad: 'wrong magic number'});
	const missing = createEmbeddedEngine({
		model: 'none.gguf',
		sequences: 1,
		importModule: async () => createFakeLlama().module,
		findModelFile: async () => undefined,
	});

	const error = await failureOf(engine.generate(proseRequest()));
	expect(error.failure).toBe('server-error');
	expect(error.message).toBe('The model cannot be loaded: wrong magic number.');
	expect((await failureOf(missing.generate(proseRequest()))).failure).toBe('model-missing');
	expect(await missing.inspect(quiet())).not.toHaveProperty('model');
});
