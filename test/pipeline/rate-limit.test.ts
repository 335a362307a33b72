import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, expect, onTestFinished, test} from 'vitest';
import {createOpenAiEngine} from '../../source/engines/openai/create-openai-engine.js';
import {createRateGate} from '../../source/engines/rate-gate.js';
import {systemClock} from '../../source/engines/system-clock.js';
import {createBlindReader} from '../../source/pipeline/blind-reader.js';
import {EngineError} from '../../source/pipeline/errors.js';
import {parseJudgePrompt} from '../../source/pipeline/judge-prompt.js';
import type {Clock, ReadingEngine} from '../../source/pipeline/ports.js';
import {defaultPromptFolder} from '../../source/store/prompt-files.js';
import {createFakeEngine, type FakeEngine, type Play} from '../helpers/fake-engine.js';
import {type FaultServerOptions, startFaultServer} from '../helpers/fault-server.js';
import {createManualClock} from '../helpers/manual-clock.js';
import {createQuickClock} from '../helpers/quick-clock.js';
import {
	createRunFixture,
	promptBook,
	settle,
	settleUntil,
	takeBrokenInvariants,
} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

/** A quota of so many chats a window; what is refused is told how long the window lasts, or nothing. */
function createQuota({perWindow, windowMs, tells}: {perWindow: number; windowMs: number; tells: boolean}) {
	let windowEndsAt = 0;
	let left = 0;
	const quota = {
		refused: 0,
		refuse: ((body: {messages?: unknown}) => {
			if (body.messages === undefined) return undefined;
			const now = Date.now();
			if (now >= windowEndsAt) {
				windowEndsAt = now + windowMs;
				left = perWindow;
			}
			if (left-- > 0) return undefined;
			quota.refused++;
			const reset = {
				'x-ratelimit-remaining-requests': '0',
				'x-ratelimit-reset-requests': `${windowEndsAt - now}ms`,
			};
			return {status: 429, body: {error: {message: 'too many requests'}}, ...(tells && {headers: reset})};
		}) as FaultServerOptions['refusal'],
	};
	return quota;
}

test.each([
	['that says when it is reset', true],
	['that says nothing', false],
])(
	'16 workers against a quota of 4 a window %s: all are accepted, and no try and no call is used',
	async (_, tells) => {
		const quota = createQuota({perWindow: 4, windowMs: 60, tells});
		const server = await startFaultServer({refusal: quota.refuse});
		onTestFinished(() => server.stop());
		const count = 16;
		const engine = createOpenAiEngine({host: server.host, model: 'tester:1b'});
		const {run, store} = await createRunFixture({
			count,
			parallel: 16,
			clock: systemClock,
			parts: {engine},
		});

		expect(await run.start()).toBe('complete');

		expect(run.progress).toMatchObject({accepted: count, failed: 0});
		expect(run.progress.failures.get('rate-limited')).toBe(quota.refused);
		const otherwise = store.attempts.filter(({failure}) => failure !== 'rate-limited');
		expect(store.attempts).toHaveLength(quota.refused + otherwise.length);
		const tries = store.interactions.map(({training_metadata}) => training_metadata.tries);
		expect(new Set(tries)).toEqual(new Set([1]));
		const steps = store.interactions.flatMap(({training_metadata}) => training_metadata.steps);
		const repeated = steps.reduce((sum, {attempts}) => sum + attempts - 1, 0);
		expect(repeated).toBe(otherwise.length);
		// The first twelve at once, then one or two a window.
		expect(quota.refused).toBeGreaterThan(0);
		expect(quota.refused).toBeLessThan(12 + 2 * count);
	},
);

test('a refusal between a bad reply and its repair costs neither', async () => {
	const plays: Play[] = [{failure: 'rate-limited'}, {text: 'no'}, {failure: 'rate-limited'}];
	let next = 0;
	const engine = createFakeEngine(({brief}) => (brief.step === 'context' ? plays[next++] : undefined));
	const {run, store} = await createRunFixture({count: 1, engine});

	expect(await run.start()).toBe('complete');

	const calls = engine.requests.filter(({brief}) => brief.step === 'context');
	expect(calls.map(({messages}) => messages.length)).toEqual([2, 2, 4, 4]);
	const {tries, steps} = store.interactions[0]?.training_metadata ?? {};
	expect(tries).toBe(1);
	expect(steps?.find(({step}) => step === 'context')?.attempts).toBe(2);
	expect(store.attempts.map(({failure}) => failure)).toEqual([
		'rate-limited',
		'schema-not-obeyed',
		'rate-limited',
	]);
});

/** A fake behind a gate of its own, as every engine with a server has one. */
function createGatedEngine(clock: Clock, script: FakeEngine['script']): FakeEngine {
	const engine = createFakeEngine(script);
	const gate = createRateGate(clock);
	const {generate} = engine;
	engine.generate = request => gate.run(request, () => generate(request));
	return engine;
}

async function createHeldRun(script: FakeEngine['script'], waitForEngineMs = Number.POSITIVE_INFINITY) {
	const clock = createManualClock();
	const engine = createGatedEngine(clock, script);
	const fixture = await createRunFixture({count: 2, parallel: 2, clock, engine, policy: {waitForEngineMs}});
	const running = fixture.run.start();
	await settleUntil(() => clock.sleeping === 1 && fixture.store.attempts.length > 0);
	return {...fixture, clock, engine, running};
}

const refuseFirst: FakeEngine['script'] = (_, index) =>
	index < 2 ? {failure: 'rate-limited', retryAfterMs: 60_000} : undefined;

test.each(['pause', 'pauseNow'] as const)(
	'%s during a hold is there at once, and nothing is asked before it is over',
	async kind => {
		const {run, engine, clock, running} = await createHeldRun(refuseFirst);
		run[kind]();
		await settle();
		expect(run.progress.status.status).toBe('paused');
		await clock.advance(200_000);
		expect(engine.requests).toHaveLength(2);
		run.resume();
		expect(await running).toBe('complete');
		expect(clock.sleeping).toBe(0);
	},
);

test('a stop during a hold ends at once and leaves no timer behind', async () => {
	const {run, engine, clock, running} = await createHeldRun(refuseFirst);
	await run.stop();
	expect(await running).toBe('stopped');
	expect([clock.sleeping, engine.requests.length]).toEqual([0, 2]);
	expect(run.progress).toMatchObject({running: 0, queued: 2});
});

test('the wait is no part of what a step is said to have taken', async () => {
	const {clock, running, store, count} = await createHeldRun(refuseFirst);
	await clock.advance(80_000);
	expect(await running).toBe('complete');
	expect(count('call-held')).toBeGreaterThanOrEqual(2);
	expect(count('call-let-go')).toBe(count('call-held'));
	const [first] = store.interactions[0]?.training_metadata.steps ?? [];
	expect(first).toMatchObject({step: 'primitives', attempts: 1});
	expect(first?.duration_ms).toBeLessThan(10_000);
});

test('a server that takes nothing for as long as an engine may be away counts as gone, with few lines', async () => {
	const always: FakeEngine['script'] = () => ({failure: 'rate-limited'});
	const {run, clock, running, store} = await createHeldRun(always, 30 * 60_000);
	for (let minute = 0; minute < 35; minute++) await clock.advance(60_000);
	expect(await running).toBe('engine-gone');
	expect(run.progress).toMatchObject({running: 0, queued: 2});
	expect(run.progress.notices.at(-1)?.message).toMatch(/^for 30 minutes the server took no request/);
	expect(store.attempts.length).toBeLessThan(100);
	expect(clock.sleeping).toBe(0);
});

test('a pause is no time in which the server took nothing', async () => {
	const always: FakeEngine['script'] = () => ({failure: 'rate-limited'});
	const {run, engine, clock, running} = await createHeldRun(always, 10 * 60_000);
	for (let second = 0; second < 30; second++) await clock.advance(1_000);
	run.pauseNow();
	for (let minute = 0; minute < 60; minute++) await clock.advance(60_000);
	run.resume();
	for (let minute = 0; minute < 3; minute++) await clock.advance(60_000);
	expect(run.progress).toMatchObject({running: 2, notices: []});

	engine.script = () => undefined;
	for (let minute = 0; minute < 3; minute++) await clock.advance(60_000);
	expect(await running).toBe('complete');
});

test('a blind reader that is refused uses none of its calls, and gives up in the end', async () => {
	const create = async (refusals: number) => {
		const engine = createFakeEngine((_, index) =>
			index < refusals
				? {failure: 'rate-limited'}
				: {text: '{"complexity":"avoidance","authenticity":"failed","roles":"kept"}'},
		);
		const prompt = parseJudgePrompt(await readFile(join(defaultPromptFolder, 'judge.md'), 'utf8'));
		const parts = {modelDigest: 'd', prompt, labels: promptBook.labels, contextTokens: 4_096};
		const reader = createBlindReader({...parts, engine: engine as ReadingEngine});
		return {engine, reading: reader.read({id: 'a', prose: 'You waited.'}, new AbortController().signal)};
	};

	expect(await (await create(8)).reading).toMatchObject({complexity: 'avoidance'});
	const {engine, reading} = await create(1_000);
	await expect(reading).rejects.toMatchObject({failure: 'rate-limited'});
	expect(engine.requests.length).toBeLessThan(30);
});

/** Takes so many requests a minute, and four seconds to write each reply. */
function createLimitedEngine(clock: Clock, perMinute: number): FakeEngine {
	const engine = createFakeEngine();
	const gate = createRateGate(clock);
	const {generate} = engine;
	let minuteEndsAt = 0;
	let left = 0;
	engine.generate = request =>
		gate.run(request, async accepted => {
			if (clock.now() >= minuteEndsAt) {
				minuteEndsAt = clock.now() + 60_000;
				left = perMinute;
			}
			if (left-- <= 0) {
				const retryAfterMs = minuteEndsAt - clock.now();
				throw new EngineError('rate-limited', 'too many requests', {retryAfterMs});
			}
			accepted();
			const {onText, ...silent} = request;
			const reply = await generate(silent);
			const words = reply.text.match(/\S+\s*/g) ?? [];
			for (const word of words) {
				await clock.sleep(4_000 / words.length, request.signal);
				onText?.(word);
			}
			return reply;
		});
	return engine;
}

test('under a limit by the minute auto comes down to what the limit feeds, and stays there', async () => {
	const clock = createQuickClock();
	const startedAt = clock.now();
	const engine = createLimitedEngine(clock, 60);
	const {run, happened} = await createRunFixture({count: 3_000, clock, engine, parts: {parallel: 'auto'}});
	const after = (minutes: number) =>
		happened('text-written', (event: {at: number}) => event.at - startedAt > minutes * 60_000);
	void run.start();

	await after(20);
	// Four are enough: sixty a minute, each of four seconds.
	expect(run.progress.parallel).toBeLessThanOrEqual(6);
	await after(26);
	expect(run.progress.parallel).toBeGreaterThanOrEqual(3);
	expect(run.progress.parallel).toBeLessThanOrEqual(6);
	await run.stop();
});
