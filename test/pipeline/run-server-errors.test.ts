import {afterEach, expect, onTestFinished, test} from 'vitest';
import {createOllamaEngine} from '../../source/engines/ollama/create-ollama-engine.js';
import {systemClock} from '../../source/engines/system-clock.js';
import {createFakeEngine, type FakeEngine} from '../helpers/fake-engine.js';
import {type FaultScript, startFaultServer} from '../helpers/fault-server.js';
import type {FaultName} from '../helpers/fault-server-faults.js';
import {digestOf} from '../helpers/model-digest.js';
import {createRunFixture, settle, settleUntil, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

const triesOf = (store: {interactions: Array<{training_metadata: {tries: number}}>}) => [
	...new Set(store.interactions.map(({training_metadata}) => training_metadata.tries)),
];

/** A call that is about no interaction: does the engine write at all? */
const isProbe = (request: Parameters<FakeEngine['script']>[0]) => request.brief === undefined;

/** An engine that answers everything with an error while `isBroken()`. */
function createBreakingEngine(isBroken: (request: Parameters<FakeEngine['script']>[0]) => boolean) {
	return createFakeEngine(request => (isBroken(request) ? {failure: 'server-error'} : undefined));
}

test.each([1, 16])(
	'a server that answers nothing but errors is waited for by %i at once, and no try is used',
	async parallel => {
		let isBroken = false;
		const engine = createBreakingEngine(() => isBroken);
		const {run, store, clock, count, events, happened} = await createRunFixture({
			count: 40,
			parallel,
			engine,
			policy: {waitForEngineMs: Number.POSITIVE_INFINITY},
		});
		const first = happened('interaction-accepted');
		const running = run.start();
		await first;
		isBroken = true;
		for (let second = 0; second < 3_600; second += 10) await clock.advance(10_000);

		expect(run.progress.status).toMatchObject({
			status: 'waiting-for-engine',
			reason: 'it went wrong: server-error',
		});
		expect(run.progress.failed).toBe(0);
		// Each worker once or twice, then one short call every 30 s.
		expect(engine.requests.filter(isProbe).length).toBeLessThan(140);
		expect(store.attempts.length).toBeLessThan(2 * parallel + 3);

		isBroken = false;
		for (let second = 0; second < 60; second++) await clock.advance(1_000);
		expect(await running).toBe('complete');
		expect([count('engine-lost'), count('engine-returned')]).toEqual([1, 1]);
		expect(triesOf(store)).toEqual([1]);
		expect(events.filter(({type}) => type === 'slot-retried')).toEqual([]);
		expect(clock.sleeping).toBe(0);
	},
);

test('a server that refuses everything for good ends a run as one that went away', async () => {
	const engine = createBreakingEngine(() => true);
	const policy = {waitForEngineMs: 30 * 60_000};
	const {run, clock, events} = await createRunFixture({count: 20, parallel: 4, engine, policy});
	const running = run.start();
	for (let minute = 0; minute < 32; minute++) await clock.advance(60_000);

	expect(await running).toBe('engine-gone');
	expect(run.progress).toMatchObject({accepted: 0, failed: 0, queued: 20});
	expect(events.find(({type}) => type === 'engine-lost')).toMatchObject({
		reason: 'it went wrong: server-error',
	});
	expect(clock.sleeping).toBe(0);
});

test('an interaction whose prompt is always answered with an error fails alone, as others do not', async () => {
	const engine = createBreakingEngine(({brief}) => brief?.draw.planIndex === 0);
	const {run, store, clock} = await createRunFixture({count: 3, parallel: 1, engine});
	const running = run.start();
	for (let second = 0; second < 300; second++) await clock.advance(1_000);

	expect(await running).toBe('short');
	expect(run.progress).toMatchObject({accepted: 2, failed: 1});
	// Twelve calls, and the two with which the server seemed to be away.
	expect(store.attempts).toHaveLength(3 * 4 + 2);
	expect(store.attempts.every(({plan_index: at}) => at === 0)).toBe(true);
});

test('errors between which the server writes do not make it away', async () => {
	let calls = 0;
	const engine = createBreakingEngine(() => ++calls % 3 !== 0);
	const {run, clock, count} = await createRunFixture({count: 6, parallel: 1, engine});
	const running = run.start();
	for (let second = 0; second < 300; second++) await clock.advance(1_000);

	expect(await running).toBe('complete');
	expect(count('engine-lost')).toBe(0);
});

test('one that was said to be back and is not has to write before it is believed again', async () => {
	// Lists its models all the time, as a proxy does whose server is away.
	let isAway = true;
	const engine = createFakeEngine(() => (isAway ? {failure: 'unreachable'} : undefined));
	const {run, store, clock, count} = await createRunFixture({count: 8, parallel: 4, engine});
	const running = run.start();
	for (let second = 0; second < 600; second++) await clock.advance(1_000);
	expect(run.progress.failed).toBe(0);
	expect(engine.requests.filter(isProbe).length).toBeGreaterThan(10);
	isAway = false;
	for (let second = 0; second < 60; second++) await clock.advance(1_000);

	expect(await running).toBe('complete');
	expect(triesOf(store)).toEqual([1]);
	expect(count('engine-lost')).toBe(2);
});

test('no call is made to see whether it is back while the run pauses, and a pause now calls one off', async () => {
	const engine = createFakeEngine(request => (isProbe(request) ? 'hang' : {failure: 'server-error'}));
	const {run, clock} = await createRunFixture({count: 2, parallel: 2, engine});
	const running = run.start();
	const isProbing = () => engine.requests.some(isProbe);
	for (let second = 0; second < 20 && !isProbing(); second++) await clock.advance(1_000);
	expect(isProbing()).toBe(true);
	run.pauseNow();
	await settle();
	expect(engine.abortedCount).toBe(1);
	const asked = engine.requests.length;
	for (let minute = 0; minute < 10; minute++) await clock.advance(60_000);
	expect(engine.requests).toHaveLength(asked);

	engine.script = () => undefined;
	run.resume();
	for (let second = 0; second < 60; second++) await clock.advance(1_000);
	expect(await running).toBe('complete');
	expect(clock.sleeping).toBe(0);
});

test('a pause is no time in which an engine that answered with errors is waited for', async () => {
	const engine = createBreakingEngine(() => true);
	const policy = {waitForEngineMs: 10 * 60_000};
	const {run, clock} = await createRunFixture({count: 2, parallel: 2, engine, policy});
	const running = run.start();
	for (let second = 0; second < 20; second++) await clock.advance(1_000);
	expect(run.progress.status.status).toBe('waiting-for-engine');
	run.pauseNow();
	for (let minute = 0; minute < 60; minute++) await clock.advance(60_000);
	expect(run.progress.status.status).toBe('paused');

	engine.script = () => undefined;
	run.resume();
	for (let second = 0; second < 60; second++) await clock.advance(1_000);
	expect(await running).toBe('complete');
	expect(clock.sleeping).toBe(0);
});

test('a stop during such a call ends at once', async () => {
	const engine = createFakeEngine(request => (isProbe(request) ? 'hang' : {failure: 'server-error'}));
	const {run, clock} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	for (let second = 0; second < 20; second++) await clock.advance(1_000);
	expect(engine.requests.filter(isProbe)).toHaveLength(1);
	await run.stop();
	expect(await running).toBe('stopped');
	expect(clock.sleeping).toBe(0);
});

async function startRealRun(script: FaultScript) {
	const server = await startFaultServer({script});
	onTestFinished(() => server.stop());
	const engine = createOllamaEngine({host: server.host, model: 'tester:1b'});
	const fixture = await createRunFixture({
		count: 24,
		parallel: 4,
		clock: systemClock,
		policy: {backOffMs: 1, longestBackOffMs: 4, probeMs: 2, longestProbeMs: 8},
		parts: {engine, modelDigest: await digestOf(engine)},
	});
	return {...fixture, server};
}

const outages: FaultName[] = ['http-500', 'too-large', 'http-502', 'http-503-away', 'http-503-loading'];

test.each(outages)(
	'a real server that begins to answer %s is waited for, and no try is used',
	async fault => {
		let isBroken = true;
		const {run, server, store} = await startRealRun(index => (index > 20 && isBroken ? fault : undefined));
		const running = run.start();
		await server.chatArrived(80);
		isBroken = false;

		expect(await running).toBe('complete');
		expect(triesOf(store)).toEqual([1]);
	},
);

test('a server whose queue is full is waited for as its limit is, and no call is used', async () => {
	const {run, store} = await startRealRun(index => (index > 20 && index < 28 ? 'http-503' : undefined));

	expect(await run.start()).toBe('complete');
	expect(run.progress.failures.get('rate-limited')).toBe(7);
	const steps = store.interactions.flatMap(({training_metadata}) => training_metadata.steps);
	const otherwise = store.attempts.filter(({failure}) => failure !== 'rate-limited');
	expect(steps.reduce((sum, {attempts}) => sum + attempts - 1, 0)).toBe(otherwise.length);
});
