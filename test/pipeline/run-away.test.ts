import {afterEach, expect, test} from 'vitest';
import {StoreError} from '../../source/pipeline/errors.js';
import {estimateRemaining} from '../../source/pipeline/throughput.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createRunFixture, settle, settleUntil, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

test('an engine that is away is waited for: the attempt is recorded, no call and no try is used', async () => {
	const {run, engine, store, clock, count, events} = await createRunFixture({count: 2, parallel: 2});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => run.progress.status.status === 'waiting-for-engine');
	await settle();
	await clock.advance(120_000);
	expect(engine.requests).toHaveLength(2);
	expect(store.attempts.map(({failure}) => failure)).toEqual(['unreachable', 'unreachable']);
	expect(run.progress.running).toBe(2);
	engine.isAway = false;
	for (let turn = 0; turn < 31; turn++) await clock.advance(1_000);
	expect(await running).toBe('complete');
	expect(count('engine-lost')).toBe(1);
	expect(count('engine-returned')).toBe(1);
	expect(events.filter(({type}) => type === 'slot-retried')).toEqual([]);
	for (const {training_metadata: metadata} of store.interactions) {
		expect(metadata.tries).toBe(1);
		expect(metadata.steps[0]).toMatchObject({step: 'primitives', attempts: 1});
		expect(metadata.steps[0]?.duration_ms).toBeLessThanOrEqual(1_000);
	}
});

test('it is probed less and less often, at most every 30 seconds', async () => {
	const {run, engine, clock} = await createRunFixture({count: 1});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	const gaps: number[] = [];
	let last = clock.now();
	for (let probe = 0; probe < 10; probe++) {
		const before = engine.inspectionCount;
		while (engine.inspectionCount === before) await clock.advance(250);
		gaps.push(clock.now() - last);
		last = clock.now();
	}
	expect(gaps.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
	expect(gaps.slice(-2)).toEqual([30_000, 30_000]);
	await run.stop();
	await running;
});

test('a night in which the machine sleeps is no time in which it was waited for', async () => {
	const {run, engine, clock} = await createRunFixture({count: 1, policy: {waitForEngineMs: 60_000}});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(10_000);
	await clock.jump(8 * 3_600_000);
	await clock.advance(1_000);
	expect(run.progress.status.status).toBe('waiting-for-engine');
	engine.isAway = false;
	for (let second = 0; second < 31; second++) await clock.advance(1_000);
	expect(await running).toBe('complete');
});

test('it is waited for as long as was allowed; then the run ends and what had begun is queued', async () => {
	const policy = {waitForEngineMs: 60_000};
	const {run, engine, clock, exports} = await createRunFixture({count: 3, parallel: 2, policy});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(59_000);
	expect(run.progress.status.status).toBe('waiting-for-engine');
	await clock.advance(1_001);
	expect(await running).toBe('engine-gone');
	expect(run.progress).toMatchObject({running: 0, queued: 3});
	expect(exports).toEqual([{partial: true}]);
	expect(clock.sleeping).toBe(0);
});

test('a model that vanished is waited for like an engine', async () => {
	const {run, engine, clock} = await createRunFixture({count: 1});
	engine.script = (_, index) => (index === 0 ? {failure: 'model-missing'} : undefined);
	engine.hasModel = false;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(5_000);
	expect(engine.requests).toHaveLength(1);
	engine.hasModel = true;
	await clock.advance(30_000);
	expect(await running).toBe('complete');
});

test('an engine that comes back with other weights is still away, and the way out is said once', async () => {
	const {run, engine, store, clock, events} = await createRunFixture({count: 2, parallel: 2});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	const since = clock.now();
	Object.assign(engine, {isAway: false, digest: 'another'});
	await clock.advance(120_000);
	expect(engine.requests).toHaveLength(2);
	expect(run.progress.status).toMatchObject({status: 'waiting-for-engine', since});
	expect(run.progress.status).toMatchObject({reason: expect.stringContaining('other weights')});
	const notices = events.flatMap(event => (event.type === 'notice-given' ? [event.message] : []));
	expect(notices).toEqual([expect.stringMatching(/bring those back, or .* --resume --accept-changes/)]);

	engine.digest = 'fake-digest';
	await clock.advance(31_000);
	expect(await running).toBe('complete');
	expect(store.interactions.map(({training_metadata: {model_digest: digest}}) => digest)).toEqual([
		'fake-digest',
		'fake-digest',
	]);
});

test('an engine that comes back under another name that proves nothing is back', async () => {
	const parts = {modelDigest: 'unverified:qwen:Qwen3-8B'};
	const {run, engine, clock} = await createRunFixture({count: 1, parts});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	Object.assign(engine, {isAway: false, digest: 'unverified:qwen:0f3a'});
	await clock.advance(31_000);
	expect(await running).toBe('complete');
});

test('a request that takes the engine down each time costs tries in the end', async () => {
	const engine = createFakeEngine(({brief}) =>
		brief?.draw.planIndex === 0 && brief.step === 'context' ? {failure: 'unreachable'} : undefined,
	);
	const {run, store, clock} = await createRunFixture({count: 2, parallel: 2, engine});
	const running = run.start();
	let isOver = false;
	void running.then(() => {
		isOver = true;
	});
	for (let turn = 0; turn < 2_000 && !isOver; turn++) await clock.advance(1_000);
	expect(await running).toBe('short');
	expect(run.progress).toMatchObject({accepted: 1, failed: 1});
	expect(store.attempts).toHaveLength(3 * 4 * 3);
	expect(store.attempts.at(-1)).toMatchObject({failure: 'unreachable', try: 3, step: 'context'});
});

test('a key that was never taken and is refused again ends the run as it is', async () => {
	const engine = createFakeEngine(() => ({failure: 'key-refused'}));
	const {run, store, clock} = await createRunFixture({count: 3, engine});
	const running = run.start();
	const ending = expect(running).rejects.toMatchObject({failure: 'key-refused'});
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(1_000);
	await ending;
	expect(engine.requests).toHaveLength(2);
	expect(store.attempts).toHaveLength(2);
	expect(run.progress).toMatchObject({queued: 3, failed: 0, running: 0});
});

test.each(['server-error', 'stalled', 'empty'] as const)(
	'also where a call had failed in another way before: %s',
	async failure => {
		const engine = createFakeEngine(() => ({
			failure: engine.requests.length === 1 ? failure : 'key-refused',
		}));
		const {run, clock} = await createRunFixture({count: 3, engine});
		const ending = expect(run.start()).rejects.toMatchObject({failure: 'key-refused'});
		await settleUntil(() => clock.sleeping === 1);
		await clock.advance(60_000);
		await ending;
		expect(engine.requests).toHaveLength(3);
	},
);

test('access that is refused to one request, where others were answered, costs tries and no run', async () => {
	const engine = createFakeEngine(({brief}) =>
		brief?.draw.planIndex === 1 && brief.step === 'context' ? {failure: 'key-refused'} : undefined,
	);
	const {run, clock} = await createRunFixture({count: 2, engine});
	const running = run.start();
	let isOver = false;
	void running.then(() => {
		isOver = true;
	});
	for (let turn = 0; turn < 2_000 && !isOver; turn++) await clock.advance(1_000);
	expect(await running).toBe('short');
	expect(run.progress).toMatchObject({accepted: 1, failed: 1});
});

test('two real outages in one call use no try', async () => {
	const engine = createFakeEngine((_, index) => (index < 2 ? {failure: 'unreachable'} : undefined));
	const {run, store, clock} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(5_000);
	expect(await running).toBe('complete');
	expect(store.interactions[0]?.training_metadata.steps[0]).toMatchObject({attempts: 1});
});

test('a probe that never answers counts as no answer', async () => {
	const policy = {waitForEngineMs: 60_000};
	const {run, engine, clock} = await createRunFixture({count: 1, policy});
	engine.isAway = true;
	engine.inspectPlay = () => new Promise(() => {});
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(120_000);
	expect(await running).toBe('engine-gone');
	expect(clock.sleeping).toBe(0);
});

test('a bug in a probe ends the run with that error', async () => {
	const {run, engine, clock} = await createRunFixture({count: 2, parallel: 2});
	engine.isAway = true;
	engine.inspectPlay = async () => {
		throw new TypeError('a bug in a probe');
	};
	const running = run.start();
	const ending = expect(running).rejects.toThrow('a bug in a probe');
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(1_000);
	await ending;
});

test('a pause while the engine is away is reached at once, and holds when it returns', async () => {
	const {run, engine, clock} = await createRunFixture({count: 1});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	run.pause();
	await settle();
	expect(run.progress.status.status).toBe('paused');
	engine.isAway = false;
	await clock.advance(60_000);
	await settle();
	expect(run.progress.status.status).toBe('paused');
	expect(engine.requests).toHaveLength(1);
	run.resume();
	expect(run.progress.status.status).toBe('running');
	expect(await running).toBe('complete');
});

test('a pause now while the engine is away can be resumed, and the waiting goes on', async () => {
	const {run, engine, clock, count} = await createRunFixture({count: 1});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	run.pauseNow();
	await settleUntil(() => run.progress.status.status === 'paused');
	run.resume();
	expect(run.progress.status.status).toBe('waiting-for-engine');
	await settle();
	engine.isAway = false;
	await clock.advance(60_000);
	expect(await running).toBe('complete');
	expect(count('engine-lost')).toBe(1);
});

test('stopping while the engine is away ends at once and leaves no timer behind', async () => {
	const {run, engine, clock} = await createRunFixture({count: 3, parallel: 3});
	engine.isAway = true;
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	await run.stop();
	expect(await running).toBe('stopped');
	expect(clock.sleeping).toBe(0);
	expect(run.progress).toMatchObject({running: 0, queued: 3});
});

test('a disk that refuses holds the run up, loses nothing, and the run goes on', async () => {
	const {run, store, clock, events} = await createRunFixture({count: 3, parallel: 2});
	store.refuse(5);
	const running = run.start();
	await settleUntil(() => run.progress.status.status === 'waiting-for-disk');
	const since = clock.now();
	await settle();
	await clock.advance(2_000);
	expect(run.progress.status).toMatchObject({since, reason: 'no space left on device'});
	await clock.advance(60_000);
	expect(await running).toBe('complete');
	expect(store.interactions).toHaveLength(3);
	expect(events.filter(({type}) => type === 'store-freed').length).toBeGreaterThan(0);
	expect(run.progress.storeBlocked).toBeUndefined();
});

test('a pause while the disk refuses is still there when the disk is back', async () => {
	const {run, store, clock} = await createRunFixture({count: 1});
	store.refuse(3);
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	run.pause();
	await clock.advance(30_000);
	await settle();
	expect(run.progress.status.status).toBe('paused');
	run.resume();
	expect(await running).toBe('complete');
});

test('a disk that refuses the batch holds up the end of the run until it takes it', async () => {
	let refusals = 2;
	const exportBatch = async () => {
		if (refusals-- > 0) throw new StoreError('permission denied');
		return {path: 'batch.json', count: 1};
	};
	const {run, clock, count} = await createRunFixture({count: 1, parts: {exportBatch}});
	const running = run.start();
	await settleUntil(() => run.progress.status.status === 'waiting-for-disk');
	expect(count('run-ended')).toBe(0);
	await clock.advance(10_000);
	expect(await running).toBe('complete');
	expect([run.progress.lastExport?.count, run.progress.unwritten.size]).toEqual([1, 0]);
});

test('a stop while the disk refuses the batch ends the run and says how to get it', async () => {
	const exportBatch = () => Promise.reject(new StoreError('permission denied'));
	const {run, clock} = await createRunFixture({count: 1, parts: {exportBatch}});
	const running = run.start();
	await settleUntil(() => run.progress.status.status === 'waiting-for-disk');
	await run.stop();
	expect(await running).toBe('complete');
	expect(clock.sleeping).toBe(0);
	expect([...run.progress.unwritten]).toEqual(['batch']);
	expect(run.progress.notices.at(-1)?.message).toContain('permission denied; the records are safe');
	expect(run.progress.notices.at(-1)?.message).toContain('`unwritten export test-run`');
});

test('a stop while the disk refuses ends the run, and what was not written is queued', async () => {
	const {run, store, clock} = await createRunFixture({count: 2});
	store.refuse(1_000_000);
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	await run.stop();
	expect(await running).toBe('stopped');
	expect(run.progress).toMatchObject({accepted: 0, running: 0, queued: 2});
	expect(run.progress.status.status).toBe('ended');
});

test('a record that the disk refused is written again, not made again', async () => {
	const {run, store, engine, clock, happened} = await createRunFixture({count: 1});
	const dialogue = happened('step-finished', (event: {step: string}) => event.step === 'dialogue');
	const running = run.start();
	await dialogue;
	store.refuse(2);
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(30_000);
	expect(await running).toBe('complete');
	expect(engine.requests).toHaveLength(4);
});

test('only active time counts: not a pause, not an engine that is away, not a full disk', async () => {
	const {run, engine, store, clock} = await createRunFixture({
		count: 4,
		policy: {waitForEngineMs: Number.POSITIVE_INFINITY},
	});
	const running = run.start();
	run.pause();
	await settle();
	await clock.advance(3_600_000);
	engine.isAway = true;
	run.resume();
	await settle();
	await clock.advance(3_600_000);
	engine.isAway = false;
	store.refuse(2);
	for (let turn = 0; turn < 120; turn++) await clock.advance(1_000);
	expect(await running).toBe('complete');
	expect(run.progress.throughput.activeMs).toBeLessThan(60_000);
	expect(estimateRemaining(run.progress.throughput, 10, clock.now())).toBeUndefined();
});
