import {afterEach, expect, test} from 'vitest';
import {EngineError} from '../../source/pipeline/errors.js';
import {formatProgress} from '../../source/plain/format-progress.js';
import {takeSnapshot} from '../../source/ui/progress-snapshot.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createRunFixture, settle, settleUntil, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

test('a refused reply is on disk with its tokens, and the record counts them too', async () => {
	const cost = {promptTokens: 300, cachedPromptTokens: 120, outputTokens: 40};
	const engine = createFakeEngine((_, index) => (index === 0 ? {text: 'no JSON', cost} : undefined));
	const {run, store} = await createRunFixture({count: 1, engine});
	await run.start();
	expect(store.attempts[0]).toMatchObject({
		prompt_tokens: 300,
		cached_prompt_tokens: 120,
		output_tokens: 40,
		duration_ms: 0,
		host: 'http://fake.invalid',
	});
	const report = store.interactions[0]?.training_metadata.steps[0];
	expect(report).toMatchObject({step: 'primitives', attempts: 2, prompt_tokens: 300});
	expect(report?.cached_prompt_tokens).toBe(120);
	expect(report?.output_tokens).toBeGreaterThan(40);
});

test('a call that broke off costs what the engine says, and the host that it says is named', async () => {
	const cost = {promptTokens: 200, outputTokens: 30};
	const engine = createFakeEngine((_, index) =>
		index === 0 ? {failure: 'empty', cost, host: 'http://other.invalid'} : undefined,
	);
	const {run, store} = await createRunFixture({count: 1, engine});
	await run.start();
	expect(store.attempts[0]).toMatchObject({
		prompt_tokens: 200,
		output_tokens: 30,
		host: 'http://other.invalid',
	});
});

test('a call that broke off in silence costs the pieces that were heard', async () => {
	const engine = createFakeEngine((_, index) => (index === 0 ? 'hang' : undefined));
	const {run, events} = await createRunFixture({count: 1, engine});
	engine.generate = async request => {
		if (engine.requests.push(request) > 1) return createFakeEngine().generate(request);
		for (const piece of ['a ', 'b ', 'c ']) request.onText?.(piece);
		throw new EngineError('empty', 'gone');
	};
	await run.start();
	expect(events.find(({type}) => type === 'call-finished')).toMatchObject({promptTokens: 0, outputTokens: 3});
});

test('the share of prompt tokens from the cache is that of the calls whose engine says it', async () => {
	const engine = createFakeEngine((_, index) => {
		if (index === 0) return {text: 'no', cost: {promptTokens: 300, cachedPromptTokens: 100, outputTokens: 1}};
		return index === 1 ? {text: 'no', cost: {promptTokens: 900, outputTokens: 1}} : undefined;
	});
	const {run} = await createRunFixture({count: 1, engine});
	await run.start();
	expect(run.progress.promptCache).toEqual({promptTokens: 300, cachedTokens: 100});
	expect(formatProgress(run.progress, 0)).toContain('33 % of prompts from cache');
	expect(takeSnapshot(run.progress, 0).cachedShare).toBeCloseTo(1 / 3);
});

test('a call that is dropped is not announced as one that came back', async () => {
	const engine = createFakeEngine(() => 'hang');
	const {run, count} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settleUntil(() => engine.requests.length === 1);
	await run.stop();
	await settle();
	await running;
	expect(count('call-finished')).toBe(0);
});
