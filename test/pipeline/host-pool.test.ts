import {afterEach, expect, test} from 'vitest';
import {createRateGate} from '../../source/engines/rate-gate.js';
import type {RunFact} from '../../source/pipeline/events.js';
import {createHostPool} from '../../source/pipeline/host-pool.js';
import type {ReadingEngine} from '../../source/pipeline/ports.js';
import {createManualClock, type ManualClock} from '../helpers/manual-clock.js';
import {createPoolServer, type PoolServer, type PoolServerOptions} from '../helpers/pool-hosts.js';
import {createRunFixture, settle, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

type HostOptions = Omit<PoolServerOptions, 'clock' | 'host'>;

async function createPoolRun(
	hosts: HostOptions[],
	options: {count: number; parallel?: number | 'auto'; waitForEngineMs?: number},
) {
	const clock = createManualClock();
	const servers = hosts.map((each, index) => createPoolServer({...each, clock, host: `http://host${index}`}));
	const engine = createHostPool({engines: servers, clock});
	const {count, parallel = 'auto', waitForEngineMs = Number.POSITIVE_INFINITY} = options;
	const fixture = await createRunFixture({
		count,
		clock,
		policy: {waitForEngineMs},
		parts: {engine, modelDigest: 'digest', parallel},
	});
	return {...fixture, clock, servers, engine};
}

/** Lets the run go on for so long, or to its end. */
async function goOn(clock: ManualClock, running: Promise<unknown>, seconds: number): Promise<boolean> {
	let isOver = false;
	void running.finally(() => {
		isOver = true;
	});
	for (let second = 0; second < seconds && !isOver; second++) await clock.advance(1_000);
	await settle();
	return isOver;
}

const ofType = <Type extends RunFact['type']>(events: RunFact[], type: Type) =>
	events.filter((event): event is Extract<RunFact, {type: Type}> => event.type === type);

const twoAlike = [{tokensPerSecond: 20}, {tokensPerSecond: 20}];

const finishedBy = (servers: PoolServer[]) =>
	servers.map(({requests, abortedCount}) => requests.length - abortedCount);

test('work flows by speed: a host four times as fast does about four times as much', async () => {
	const {run, clock, servers} = await createPoolRun([{tokensPerSecond: 80}, {tokensPerSecond: 20}], {
		count: 40,
		parallel: 4,
	});
	expect(await goOn(clock, run.start(), 600)).toBe(true);
	expect(run.progress.accepted).toBe(40);
	const [fast = 0, slow = 0] = finishedBy(servers);
	expect(fast / slow).toBeGreaterThan(2.5);
	expect(slow).toBeGreaterThan(10);
	expect(clock.sleeping).toBe(0);
});

test('each host is given as many as it has slots, found by measurement', async () => {
	const {run, clock, servers} = await createPoolRun(
		[
			{slots: 8, tokensPerSecond: 20},
			{slots: 1, tokensPerSecond: 20},
		],
		{count: 4_000},
	);
	void run.start();
	await goOn(clock, new Promise(() => {}), 100);
	const [wide, narrow] = servers as [PoolServer, PoolServer];
	expect(wide.running).toBeGreaterThanOrEqual(7);
	expect(wide.running).toBeLessThanOrEqual(9);
	expect(narrow.running).toBeLessThanOrEqual(2);
	// One more or fewer may be wanted while the last one ends or begins.
	expect(Math.abs(run.progress.parallel - run.progress.running)).toBeLessThanOrEqual(1);
	await run.stop();
});

test('a night in which the machine sleeps changes nothing about how many a host is given', async () => {
	const hosts = [
		{slots: 8, tokensPerSecond: 20},
		{slots: 2, tokensPerSecond: 20},
	];
	const watch = async (sleptMs: number) => {
		const {run, clock, events} = await createPoolRun(hosts, {count: 4_000});
		void run.start();
		await goOn(clock, new Promise(() => {}), 60);
		const before = ofType(events, 'parallel-changed').length;
		if (sleptMs > 0) await clock.jump(sleptMs);
		await goOn(clock, new Promise(() => {}), 30);
		await run.stop();
		return ofType(events, 'parallel-changed')
			.slice(before)
			.map(e => e.parallel);
	};
	expect(await watch(8 * 3_600_000)).toEqual(await watch(0));
});

test('a host that dies is left at once, its requests go to the other and use no try', async () => {
	const {run, clock, servers, events, store} = await createPoolRun(twoAlike, {count: 20, parallel: 4});
	const running = run.start();
	await goOn(clock, running, 5);
	const [dead, alive] = servers as [PoolServer, PoolServer];
	dead.isAway = true;
	await clock.advance(200);
	expect(dead.running).toBe(0);
	expect(alive.running).toBe(4);
	expect(ofType(events, 'host-lost')).toMatchObject([{host: 'http://host0'}]);
	expect(await goOn(clock, running, 600)).toBe(true);
	expect(run.progress.accepted).toBe(20);
	expect(store.attempts).toEqual([]);
	expect(ofType(events, 'engine-lost')).toEqual([]);
	const moved = ofType(events, 'call-moved');
	expect(moved.length).toBeGreaterThanOrEqual(1);
	expect(run.progress.movedCalls.count).toBe(moved.length);
	for (const {training_metadata: metadata} of store.interactions) expect(metadata.tries).toBe(1);
});

test('a dead host is probed, at most every 30 s, and taken back after one request that works', async () => {
	const {run, clock, servers, events} = await createPoolRun([{tokensPerSecond: 20}, {tokensPerSecond: 20}], {
		count: 400,
		parallel: 4,
	});
	void run.start();
	await goOn(clock, new Promise(() => {}), 5);
	const [host] = servers as [PoolServer, PoolServer];
	host.isAway = true;
	await goOn(clock, new Promise(() => {}), 200);
	const gaps = host.inspectedAt.slice(1).map((at, index) => at - (host.inspectedAt[index] as number));
	expect(gaps.length).toBeGreaterThan(5);
	expect(Math.max(...gaps)).toBeGreaterThanOrEqual(30_000);
	expect(Math.max(...gaps)).toBeLessThan(32_000);
	const before = host.requests.length;
	host.isAway = false;
	await goOn(clock, new Promise(() => {}), 40);
	expect(ofType(events, 'host-returned')).toHaveLength(1);
	expect(host.requests.length).toBeGreaterThan(before + 3);
	await run.stop();
});

test('a host that answers probes but no request stays left', async () => {
	const {run, clock, servers, events} = await createPoolRun([{tokensPerSecond: 20}, {tokensPerSecond: 20}], {
		count: 400,
		parallel: 4,
	});
	void run.start();
	await goOn(clock, new Promise(() => {}), 5);
	const [host] = servers as [PoolServer, PoolServer];
	host.failure = 'unreachable';
	const before = host.requests.length;
	await goOn(clock, new Promise(() => {}), 120);
	expect(ofType(events, 'host-returned')).toEqual([]);
	expect(host.requests.length - before).toBeLessThan(12);
	await run.stop();
});

test('a host that answers nothing but errors is left, and costs few calls and no try', async () => {
	const {run, clock, servers, events, store} = await createPoolRun(twoAlike, {count: 20, parallel: 8});
	const running = run.start();
	await goOn(clock, running, 5);
	const [broken, good] = servers as [PoolServer, PoolServer];
	broken.failure = 'server-error';
	expect(await goOn(clock, running, 600)).toBe(true);
	expect(run.progress).toMatchObject({accepted: 20, failed: 0});
	expect(ofType(events, 'host-lost')).toMatchObject([{host: broken.host}]);
	// Two before it counts as lost.
	expect(store.attempts).toHaveLength(2);
	expect(good.requests.length).toBeGreaterThan(broken.requests.length);
	for (const {training_metadata: metadata} of store.interactions) expect(metadata.tries).toBe(1);
});

test('with nothing but errors from every host the run waits as for one engine', async () => {
	const {run, clock, servers, events, store} = await createPoolRun(twoAlike, {count: 8, parallel: 4});
	const running = run.start();
	await goOn(clock, running, 3);
	for (const server of servers) server.failure = 'server-error';
	await goOn(clock, running, 600);
	expect(run.progress).toMatchObject({failed: 0, status: {status: 'waiting-for-engine'}});
	for (const server of servers) server.failure = undefined;
	expect(await goOn(clock, running, 300)).toBe(true);
	expect(run.progress.accepted).toBe(8);
	expect(ofType(events, 'engine-returned')).toHaveLength(1);
	for (const {training_metadata: metadata} of store.interactions) expect(metadata.tries).toBe(1);
});

test('with every host dead the run waits as for one engine, and goes on when any is back', async () => {
	const {run, clock, servers, events, store} = await createPoolRun(twoAlike, {count: 8, parallel: 2});
	const running = run.start();
	await goOn(clock, running, 3);
	for (const server of servers) server.isAway = true;
	await goOn(clock, running, 120);
	expect(run.progress.status.status).toBe('waiting-for-engine');
	(servers[1] as PoolServer).isAway = false;
	expect(await goOn(clock, running, 300)).toBe(true);
	expect(run.progress.accepted).toBe(8);
	expect(ofType(events, 'engine-returned')).toHaveLength(1);
	for (const {training_metadata: metadata} of store.interactions) expect(metadata.tries).toBe(1);
});

test('a slow host does not hold the end of the run: its last requests are handed over', async () => {
	const fast = {tokensPerSecond: 60, slots: 2};
	const alone = await createPoolRun([fast, {...fast, slots: 2}], {count: 12, parallel: 4});
	const startAlone = alone.clock.now();
	await goOn(alone.clock, alone.run.start(), 2_000);
	const usualMs = alone.clock.now() - startAlone;
	const mixed = await createPoolRun([fast, {tokensPerSecond: 1, slots: 2}], {count: 12, parallel: 4});
	const startMixed = mixed.clock.now();
	expect(await goOn(mixed.clock, mixed.run.start(), 2_000)).toBe(true);
	expect(mixed.run.progress.accepted).toBe(12);
	expect(mixed.run.progress.movedCalls.count).toBeGreaterThan(0);
	expect(mixed.run.progress.movedCalls.lostTokens).toBeGreaterThan(0);
	expect(mixed.clock.now() - startMixed).toBeLessThan(usualMs * 3);
});

test('a reply that was moved is judged by what the second host wrote alone', async () => {
	const {run, clock, servers, store} = await createPoolRun([{tokensPerSecond: 20}, {tokensPerSecond: 20}], {
		count: 3,
		parallel: 2,
	});
	const running = run.start();
	await clock.advance(1_500);
	(servers[0] as PoolServer).isAway = true;
	await goOn(clock, running, 300);
	expect(store.attempts).toEqual([]);
	expect(store.interactions).toHaveLength(3);
});

test('a host whose model has other weights than the run is not taken back', async () => {
	const {run, clock, servers, engine, events} = await createPoolRun(twoAlike, {count: 400, parallel: 4});
	await engine.inspect(new AbortController().signal);
	void run.start();
	await goOn(clock, new Promise(() => {}), 5);
	const [host] = servers as [PoolServer, PoolServer];
	host.isAway = true;
	await goOn(clock, new Promise(() => {}), 5);
	Object.assign(host, {isAway: false, digest: 'another'});
	await goOn(clock, new Promise(() => {}), 90);
	expect(ofType(events, 'host-returned')).toEqual([]);
	await run.stop();
});

test('a pause now calls off what every host has under way, and a stop leaves no timer behind', async () => {
	const {run, clock, servers} = await createPoolRun([{tokensPerSecond: 20}, {tokensPerSecond: 20}], {
		count: 20,
		parallel: 4,
	});
	const running = run.start();
	await goOn(clock, running, 2);
	run.pauseNow();
	await settle();
	expect(servers.map(each => each.running)).toEqual([0, 0]);
	expect(run.progress.status.status).toBe('paused');
	run.resume();
	await goOn(clock, running, 2);
	await run.stop();
	await settle();
	expect(clock.sleeping).toBe(0);
});

test('an inspection says what each host has, and one that is away at the start is lost from then on', async () => {
	const clock = createManualClock();
	const servers = [0, 1].map(number => createPoolServer({clock, host: `http://host${number}`}));
	(servers[0] as PoolServer).isAway = true;
	const pool = createHostPool({engines: servers, clock});
	const inspection = await pool.inspect(new AbortController().signal);
	expect(inspection.model?.digest).toBe('digest');
	expect(inspection.hosts).toMatchObject([
		{host: 'http://host0', problem: 'http://host0 does not answer'},
		{host: 'http://host1', digest: 'digest'},
	]);
	const facts: unknown[] = [];
	pool.pool.connect(fact => facts.push(fact));
	expect(facts).toMatchObject([{type: 'host-lost', host: 'http://host0'}]);
});

test('a request without a brief, such as a judge’s, is served like any other', async () => {
	const clock = createManualClock();
	const servers = [0, 1].map(number => createPoolServer({clock, host: `http://host${number}`}));
	for (const server of servers) {
		server.generate = async request => {
			server.requests.push(request);
			const counts = {promptTokens: 1, outputTokens: 1, timeToFirstTokenMs: 1, durationMs: 2};
			return {text: 'seen', finish: 'stop', ...counts};
		};
	}
	const reader: ReadingEngine = createHostPool({engines: servers, clock});
	const {signal} = new AbortController();
	const sampling = {temperature: 0, topP: 1, topK: 1, repeatPenalty: 1};
	const asked = {messages: [], sampling, seed: 1, maxTokens: 10, contextTokens: 100, signal};
	expect(await reader.generate(asked)).toMatchObject({text: 'seen'});
});

test('a pause now unloads every host, and names one that does not answer: its GPU may not be free', async () => {
	const {run, clock, servers} = await createPoolRun(twoAlike, {count: 40});
	const running = run.start();
	await goOn(clock, running, 10);
	const [alive, dead] = servers as [PoolServer, PoolServer];
	dead.isAway = true;
	await goOn(clock, running, 5);
	run.pauseNow();
	await goOn(clock, running, 5);
	expect(alive.unloadCount).toBe(1);
	expect(run.progress.unloading).toEqual({
		status: 'kept',
		reason: 'could not unload: host1 (1 of 2 hosts)',
	});
	run.stop();
	await goOn(clock, running, 5);
});

test('a host that holds requests back is left to the one that takes them', async () => {
	const {run, clock, servers} = await createPoolRun(twoAlike, {count: 12, parallel: 4});
	const [limited, other] = servers as [PoolServer, PoolServer];
	const gate = createRateGate(clock);
	const {generate} = limited;
	limited.generate = request => gate.run(request, () => generate(request));
	limited.failure = 'rate-limited';
	expect(await goOn(clock, run.start(), 600)).toBe(true);
	expect(run.progress).toMatchObject({accepted: 12, failed: 0});
	expect(run.progress.failures.get('rate-limited')).toBeLessThan(40);
	expect(other.requests.length).toBeGreaterThanOrEqual(48);
});
