import {afterEach, expect, test} from 'vitest';
import {interactionSchema} from '../../source/domain/interaction.js';
import {modelSteps} from '../../source/domain/step-outputs.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createRunFixture, settle, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

test('a run makes what the plan asks for, writes the batch and ends complete', async () => {
	const {run, store, exports, events} = await createRunFixture({count: 5, parallel: 2});
	const outcome = await run.start();
	expect(outcome).toBe('complete');
	expect(store.interactions.map(each => each.training_metadata.plan_index).sort()).toEqual([0, 1, 2, 3, 4]);
	for (const each of store.interactions) expect(interactionSchema.parse(each)).toBeTruthy();
	expect(exports).toEqual([{partial: false}]);
	expect(events.at(-1)).toMatchObject({type: 'run-ended', outcome: 'complete'});
	expect(run.progress).toMatchObject({accepted: 5, failed: 0, running: 0, queued: 0});
});

test('a record is on disk before it is announced, and a step before its end is', async () => {
	const {run, store} = await createRunFixture({count: 2});
	const seen: string[][] = [];
	run.subscribe(event => {
		if (event.type === 'interaction-accepted') seen.push([event.summary.id, store.log.at(-1) as string]);
		if (event.type === 'step-finished' && event.step !== 'dialogue') {
			seen.push([`${event.planIndex}`, store.log.at(-1) as string]);
		}
	});
	await run.start();
	expect(seen).toHaveLength(8);
	for (const [what, written] of seen)
		expect(written).toMatch(new RegExp(`(interaction|checkpoint) ${what}$`));
});

test('the same seed gives the same plan, draws and sampling seeds; another seed gives others', async () => {
	const [one, same, other] = await Promise.all(
		[7, 7, 8].map(async seed => {
			const {run, engine} = await createRunFixture({count: 4, seed});
			await run.start();
			return engine.requests.map(({brief, seed: callSeed}) => ({...brief, callSeed}));
		}),
	);
	expect(same).toEqual(one);
	expect(other?.map(({callSeed}) => callSeed)).not.toEqual(one?.map(({callSeed}) => callSeed));
	expect(other?.map(({draw}) => draw)).not.toEqual(one?.map(({draw}) => draw));
});

test('the draws do not depend on how many are made at once', async () => {
	const drawsOf = async (parallel: number) => {
		const {run, store} = await createRunFixture({count: 8, parallel});
		await run.start();
		return store.interactions
			.toSorted((one, two) => one.training_metadata.plan_index - two.training_metadata.plan_index)
			.map(({npc_profile: {name}, training_metadata: {authenticity_score: score}}) => `${name} ${score}`);
	};
	expect(await drawsOf(4)).toEqual(await drawsOf(1));
});

test('every call has a seed of its own that any engine takes', async () => {
	const {run, engine} = await createRunFixture({count: 6});
	await run.start();
	const seeds = engine.requests.map(({seed}) => seed);
	expect(new Set(seeds).size).toBe(seeds.length);
	for (const seed of seeds) expect(seed).toBeLessThan(2 ** 31);
});

test('an unexpected exception ends the run with that error and hangs nothing', async () => {
	const engine = createFakeEngine((request, index) => {
		if (index === 0) return {throws: new TypeError('a bug in an engine')};
		return request.brief.draw.planIndex === 0 ? undefined : 'hang';
	});
	const {run} = await createRunFixture({count: 6, parallel: 3, engine});
	await expect(run.start()).rejects.toThrow('a bug in an engine');
	expect(run.progress.running).toBe(0);
	await run.stop();
});

test('a store that throws what it should not ends the run with that error', async () => {
	const {run, store} = await createRunFixture({count: 6, parallel: 2});
	store.breakWith(new RangeError('a bug in a store'));
	await expect(run.start()).rejects.toThrow('a bug in a store');
});

test('a display that throws does not harm the run', async () => {
	const {run} = await createRunFixture({count: 2});
	run.subscribe(() => {
		throw new Error('a bug in a display');
	});
	expect(await run.start()).toBe('complete');
});

test('a batch file that cannot be written is said, and the run ends all the same', async () => {
	const exportBatch = async () => {
		throw new Error('no space left');
	};
	const {run} = await createRunFixture({count: 1, parts: {exportBatch}});
	expect(await run.start()).toBe('complete');
	expect(run.progress.notices.at(-1)?.message).toContain('no space left');
	expect([...run.progress.unwritten]).toEqual(['batch']);
});

test('more at once takes hold while the run goes on, fewer when a slot is done', async () => {
	const held = Promise.withResolvers<void>();
	const engine = createFakeEngine(({brief}) =>
		brief.step === 'dialogue' ? {after: held.promise} : undefined,
	);
	const {run} = await createRunFixture({count: 12, parallel: 1, engine});
	const running = run.start();
	await settle(60);
	expect(run.progress.running).toBe(1);
	run.setParallel(4);
	await settle(60);
	expect(run.progress.running).toBe(4);
	run.setParallel(2);
	await settle(60);
	expect(run.progress.running).toBe(4);
	const workers = new Set<number>();
	run.subscribe(event => {
		if (event.type === 'slot-started') workers.add(event.worker);
	});
	held.resolve();
	expect(await running).toBe('complete');
	expect([...workers].sort()).toEqual([0, 1]);
});

test('fewer at once, set during a pause, holds after it', async () => {
	const {run, events} = await createRunFixture({count: 12, parallel: 4});
	run.pause();
	const running = run.start();
	await settle();
	run.setParallel(1);
	run.resume();
	await running;
	let now = 0;
	let most = 0;
	for (const {type} of events) {
		if (type === 'slot-started') most = Math.max(most, ++now);
		if (type === 'interaction-accepted') now--;
	}
	expect(most).toBe(1);
});

test('the four steps see what was made before them', async () => {
	const {run, engine} = await createRunFixture({count: 1});
	await run.start();
	const seen = engine.requests.map(({brief}) => [brief.step, Object.keys(brief.outputs)]);
	expect(seen).toEqual(modelSteps.map((step, index) => [step, modelSteps.slice(0, index)]));
});

test('a run that is over can be stopped without becoming another', async () => {
	const {run} = await createRunFixture({count: 1});
	await run.start();
	await run.stop();
	expect(run.progress.status).toEqual({status: 'ended', outcome: 'complete'});
});
