import {afterEach, expect, test} from 'vitest';
import {type ModelStep, modelSteps} from '../../source/domain/step-outputs.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createRunFixture, settle, settleUntil, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

/** Holds the first call of a step until it is let go. */
function holdAt(step: ModelStep) {
	const held = Promise.withResolvers<void>();
	const engine = createFakeEngine(({brief}) => (brief.step === step ? {after: held.promise} : undefined));
	return {engine, release: held.resolve};
}

const isAt = (step: ModelStep, count: number) => (progress: {workers: Map<number, {step: string}>}) =>
	[...progress.workers.values()].filter(worker => worker.step === step).length === count;

test.each(modelSteps)('pausing finishes the running step and starts no new one: %s', async step => {
	const {engine, release} = holdAt(step);
	const {run, events, count} = await createRunFixture({count: 4, parallel: 2, engine});
	const running = run.start();
	await settleUntil(() => isAt(step, 2)(run.progress) && engine.requests.length >= 2);
	await settle();
	run.pause();
	expect(run.progress.status).toEqual({status: 'pausing', mode: 'after-step'});
	await settle();
	expect(count('paused')).toBe(0);
	const [started, finished] = [count('step-started'), count('step-finished')];
	release();
	await settleUntil(() => run.progress.status.status === 'paused');
	await settle();
	expect(count('step-finished')).toBe(finished + 2);
	expect(count('step-started')).toBe(started);
	expect(engine.abortedCount).toBe(0);
	expect(events.filter(event => event.type === 'paused')).toHaveLength(1);
	run.resume();
	expect(await running).toBe('complete');
	expect(engine.requests).toHaveLength(16);
});

test('pausing lets a step that is under way be repaired', async () => {
	const held = Promise.withResolvers<void>();
	let calls = 0;
	const writer = createFakeEngine();
	const engine = createFakeEngine();
	engine.generate = async request => {
		engine.requests.push(request);
		if (request.brief.step !== 'context' || calls++ > 0) return writer.generate(request);
		await held.promise;
		return {...(await writer.generate(request)), text: 'no JSON'};
	};
	const {run, count} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settleUntil(() => calls === 1);
	run.pause();
	held.resolve();
	await settleUntil(() => run.progress.status.status === 'paused');
	expect(calls).toBe(2);
	expect(count('step-finished')).toBe(2);
	run.resume();
	expect(await running).toBe('complete');
});

test('a pause that comes while a failed call waits is there at once, and nothing is asked before it is over', async () => {
	const engine = createFakeEngine((_, index) => (index === 0 ? {failure: 'server-error'} : undefined));
	const {run, clock} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	run.pause();
	await settle();
	expect(run.progress.status.status).toBe('paused');
	await clock.advance(60_000);
	await settle();
	expect(engine.requests).toHaveLength(1);
	run.resume();
	expect(await running).toBe('complete');
});

test('pause now drops the call under way and unloads the model; after the resume it is made again', async () => {
	const engine = createFakeEngine((_, index) => (index < 2 ? 'hang' : undefined));
	const {run, store, events} = await createRunFixture({count: 2, parallel: 2, engine});
	const running = run.start();
	await settleUntil(() => engine.requests.length === 2);
	run.pauseNow();
	await settleUntil(() => run.progress.status.status === 'paused');
	expect(engine.abortedCount).toBe(2);
	expect(engine.unloadCount).toBe(1);
	expect(run.progress.running).toBe(2);
	await settle();
	expect(engine.requests).toHaveLength(2);
	run.resume();
	expect(await running).toBe('complete');
	expect(engine.requests).toHaveLength(10);
	expect(store.attempts).toEqual([]);
	expect(events.filter(({type}) => type === 'slot-retried')).toEqual([]);
});

test('a pause now is reached only when the model is unloaded', async () => {
	const unloaded = Promise.withResolvers<void>();
	const engine = createFakeEngine(() => 'hang');
	engine.unloadPlay = () => unloaded.promise;
	const {run} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settle();
	run.pauseNow();
	await settle();
	expect(run.progress.status).toEqual({status: 'pausing', mode: 'now'});
	unloaded.resolve();
	await settle();
	expect(run.progress.status.status).toBe('paused');
	await run.stop();
	await running;
});

test('a pause that began while an earlier unload was under way is not announced before everybody rests', async () => {
	const unloaded = Promise.withResolvers<void>();
	const engine = createFakeEngine(() => 'hang');
	engine.unloadPlay = () => unloaded.promise;
	const {run, count} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settle();
	run.pauseNow();
	await settle();
	run.resume();
	await settle();
	run.pause();
	unloaded.resolve();
	await settle();
	expect(count('paused')).toBe(0);
	expect(run.progress.status.status).toBe('pausing');
	await run.stop();
	await running;
});

test('an unload that is answered after the run went on is no news of a later pause', async () => {
	const answers = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const engine = createFakeEngine((_, index) => (index === 0 ? 'hang' : undefined));
	engine.unloadPlay = () => (answers[engine.unloadCount - 1] as (typeof answers)[0]).promise;
	const {run} = await createRunFixture({count: 3, engine});
	const running = run.start();
	await settle();
	run.pauseNow();
	run.resume();
	answers[0]?.resolve();
	await settle(2);
	run.pause();
	await settleUntil(() => run.progress.status.status === 'paused');
	expect(run.progress.unloading).toBeUndefined();
	run.pauseNow();
	answers[1]?.resolve();
	await settleUntil(() => run.progress.status.status === 'paused');
	expect(run.progress.unloading).toEqual({status: 'unloaded'});
	run.resume();
	expect(await running).toBe('complete');
});

test('a pause now while the disk refuses unloads the model at once, and is reached when the disk takes the step', async () => {
	const {run, store, engine, clock, happened} = await createRunFixture({count: 1});
	store.refuse(3);
	const blocked = happened('store-blocked');
	const running = run.start();
	await blocked;
	run.pauseNow();
	await settle();
	expect(engine.unloadCount).toBe(1);
	expect(run.progress).toMatchObject({
		status: {status: 'pausing', mode: 'now'},
		unloading: {status: 'unloaded'},
		storeBlocked: {reason: 'no space left on device'},
	});
	await clock.advance(60_000);
	await settleUntil(() => run.progress.status.status === 'paused');
	expect(run.progress.storeBlocked).toBeUndefined();
	run.resume();
	expect(await running).toBe('complete');
});

test('an unload that never ends keeps neither the pause nor the stop from being reached', async () => {
	const engine = createFakeEngine(() => 'hang');
	engine.unloadPlay = () => new Promise(() => {});
	const {run, clock} = await createRunFixture({count: 2, engine});
	const running = run.start();
	await settle();
	run.pauseNow();
	await settle();
	await clock.advance(60_000);
	expect(run.progress.status.status).toBe('paused');
	expect(run.progress.unloading).toEqual({
		status: 'kept',
		reason: 'could not unload: the engine does not answer',
	});
	run.resume();
	run.pauseNow();
	await run.stop();
	expect(await running).toBe('stopped');
});

test('an unload that fails is said, and the pause is reached', async () => {
	const engine = createFakeEngine(() => 'hang');
	engine.unloadPlay = async () => {
		throw new Error('connection refused');
	};
	const {run} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settle();
	run.pauseNow();
	await settle();
	expect(run.progress.status.status).toBe('paused');
	expect((run.progress.unloading as {reason: string}).reason).toContain('connection refused');
	await run.stop();
	await running;
});

test('a pause can be turned into a pause now, and a pause that is reached too', async () => {
	const engine = createFakeEngine((_, index) => (index === 0 ? 'hang' : undefined));
	const {run} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settle();
	run.pause();
	run.pauseNow();
	await settleUntil(() => run.progress.status.status === 'paused');
	run.pauseNow();
	await settleUntil(() => run.progress.status.status === 'paused');
	expect(engine.unloadCount).toBe(2);
	run.resume();
	expect(await running).toBe('complete');
});

test('a listener that pauses now at the start of a step stops that step', async () => {
	const {run, engine} = await createRunFixture({count: 1});
	let isFirst = true;
	run.subscribe(event => {
		if (event.type === 'step-started' && event.step === 'context' && isFirst) {
			isFirst = false;
			run.pauseNow();
		}
	});
	const running = run.start();
	await settleUntil(() => run.progress.status.status === 'paused');
	await settle();
	expect(engine.requests.map(({brief}) => brief.step)).toEqual(['primitives']);
	run.resume();
	expect(await running).toBe('complete');
});

test('a run that is paused before it starts begins nothing', async () => {
	const {run, engine} = await createRunFixture({count: 1});
	run.pause();
	const running = run.start();
	await settle();
	expect(run.progress.status.status).toBe('paused');
	expect(engine.requests).toEqual([]);
	run.resume();
	expect(await running).toBe('complete');
});

test('stopping a paused run ends it, and what had begun is queued again with its steps', async () => {
	const {run, store, engine} = await createRunFixture({count: 2, parallel: 2});
	const running = run.start();
	await settleUntil(() => store.checkpoints.length >= 2);
	run.pause();
	await settleUntil(() => run.progress.status.status === 'paused');
	const calls = engine.requests.length;
	await run.stop();
	expect(await running).toBe('stopped');
	expect(engine.requests).toHaveLength(calls);
	expect(run.progress).toMatchObject({running: 0, queued: 2});
});

test('stopping drops what is in flight, keeps finished steps, writes the partial batch', async () => {
	const engine = createFakeEngine(({brief}) => (brief.step === 'tension' ? 'hang' : undefined));
	const {run, store, exports, events} = await createRunFixture({count: 5, parallel: 3, engine});
	const running = run.start();
	await settleUntil(() => store.checkpoints.length === 6);
	await run.stop();
	expect(await running).toBe('stopped');
	expect(engine.abortedCount).toBe(3);
	expect(events.filter(({type}) => type === 'slot-returned')).toHaveLength(3);
	expect(exports).toEqual([{partial: true}]);
	expect(run.progress).toMatchObject({accepted: 0, failed: 0, running: 0, queued: 5});
	expect(store.checkpoints.filter(({outputs}) => outputs.context)).toHaveLength(3);
});

test('pausing a run that is stopping does not keep it from ending', async () => {
	const written = Promise.withResolvers<void>();
	const {run, store} = await createRunFixture({count: 2});
	store.hold(written.promise);
	const running = run.start();
	await settle();
	const stopping = run.stop();
	run.pause();
	run.pauseNow();
	written.resolve();
	await stopping;
	expect(await running).toBe('stopped');
});

test('a stop while the disk is slow waits for what is being written and counts it', async () => {
	const written = Promise.withResolvers<void>();
	const {run, store, happened} = await createRunFixture({count: 3});
	const dialogue = happened('step-finished', (event: {step: string}) => event.step === 'dialogue');
	const running = run.start();
	await dialogue;
	store.hold(written.promise);
	await settle();
	const stopping = run.stop();
	written.resolve();
	await stopping;
	expect(await running).toBe('stopped');
	expect(run.progress.accepted).toBe(store.interactions.length);
});

test('a pause that comes when nothing is left to do cannot bring the run back', async () => {
	const {run} = await createRunFixture({count: 1});
	run.subscribe(event => {
		if (event.type === 'batch-exported') run.pause();
	});
	await run.start();
	run.resume();
	await settle();
	expect(run.progress.status).toEqual({status: 'ended', outcome: 'complete'});
});
