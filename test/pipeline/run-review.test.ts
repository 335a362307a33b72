import {afterEach, expect, test} from 'vitest';
import type {Interaction} from '../../source/domain/interaction.js';
import {createNearCopyIndex} from '../../source/domain/quality/find-near-copy.js';
import {createReview} from '../../source/pipeline/review.js';
import {createRunState} from '../../source/pipeline/run-state.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createMemoryStore} from '../helpers/memory-store.js';
import {
	createRunFixture,
	createRunParts,
	settle,
	settleUntil,
	takeBrokenInvariants,
} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

/** A run of 3 that has accepted plan index 0 and holds everything after it; a refill of 0 is what `refill` says. */
async function startReviewed(refill: 'hang' | 'good' | 'bad' = 'hang') {
	let isRejected = false;
	const engine = createFakeEngine(({brief}) => {
		if (brief.draw.planIndex !== 0) return 'hang';
		if (!isRejected || refill === 'good') return undefined;
		return refill === 'hang' ? 'hang' : {text: 'no'};
	});
	const fixture = await createRunFixture({count: 3, parallel: 2, engine});
	const running = fixture.run.start();
	await settleUntil(() => fixture.run.progress.accepted === 1);
	await settle();
	const id = fixture.run.progress.summaries.at(0)?.id as string;
	return {
		...fixture,
		running,
		id,
		async reject() {
			isRejected = true;
			await fixture.run.reject(id);
			await settle();
		},
		statusOf: (wanted: string) => fixture.run.progress.summaries.find(each => each.id === wanted)?.status,
		async end() {
			await fixture.run.stop();
			await running;
		},
	};
}

test('rejecting fills the cell again, under another id and another seed, with the same draws', async () => {
	const {run, store, engine} = await createRunFixture({count: 2});
	await run.start();
	const id = store.interactions[0]?.training_metadata.id as string;
	await run.reject(id);
	expect(store.log.at(-1)).toBe(`decision reject ${id}`);
	await settleUntil(() => run.progress.status.status === 'ended');
	const refill = store.interactions[2];
	expect(run.progress).toMatchObject({accepted: 2, queued: 0});
	expect(refill?.training_metadata.id).not.toBe(id);
	expect(refill?.training_metadata.plan_index).toBe(0);
	expect(refill?.npc_profile.name).toBe(store.interactions[0]?.npc_profile.name);
	const seedsOf = (planIndex: number) =>
		engine.requests.filter(({brief}) => brief.draw.planIndex === planIndex).map(({seed}) => seed);
	expect(new Set(seedsOf(0)).size).toBe(8);
	expect(run.progress.summaries.map(({status}) => status)).toEqual(['rejected', 'accepted', 'accepted']);
});

test('a refill of a resumed run has an id and a seed of its own too', async () => {
	const first = await createRunFixture({count: 1});
	await first.run.start();
	const summary = first.run.progress.summaries.at(0);
	const store = createMemoryStore({summaries: summary ? [{...summary, status: 'rejected'}] : []});
	const second = await createRunFixture({count: 1, store});
	await second.run.start();
	expect(store.interactions[0]?.training_metadata.id).toBe(`${summary?.id}-r1`);
	expect(second.engine.requests[0]?.seed).not.toBe(first.engine.requests[0]?.seed);
});

test('rejecting while the last ones are being written keeps the run from ending short', async () => {
	const exporting = Promise.withResolvers<void>();
	let exportCount = 0;
	const exportBatch = async () => {
		exportCount++;
		if (exportCount === 1) await exporting.promise;
		return {path: 'batch.json', count: 1};
	};
	const {run, store, count} = await createRunFixture({count: 1, parts: {exportBatch}});
	const running = run.start();
	await settleUntil(() => exportCount === 1);
	await run.reject(store.interactions[0]?.training_metadata.id as string);
	exporting.resolve();
	expect(await running).toBe('complete');
	expect(store.interactions).toHaveLength(2);
	expect(exportCount).toBe(2);
	expect(count('run-ended')).toBe(1);
});

test('rejecting twice at once is one rejection', async () => {
	const {run, id, store, end} = await startReviewed();
	await Promise.all([run.reject(id), run.reject(id)]);
	expect(store.decisions).toHaveLength(1);
	await end();
	expect(run.progress).toMatchObject({accepted: 0, queued: 3});
});

test('what is not there, or not accepted, cannot be rejected or taken back', async () => {
	const {run, id, store, end} = await startReviewed();
	await run.reject('nobody');
	await run.takeBack('nobody');
	await run.takeBack(id);
	expect(store.decisions).toEqual([]);
	await end();
});

test('taking back while the refill is queued: it counts again and is not made again', async () => {
	const {run, id, engine, end, reject} = await startReviewed();
	run.setParallel(1);
	await settle();
	await reject();
	const calls = engine.requests.length;
	await run.takeBack(id);
	await settle();
	expect(engine.requests).toHaveLength(calls);
	expect(run.progress).toMatchObject({accepted: 1, running: 2, queued: 0});
	await end();
});

test('taking back while the refill is under way: it is dropped, and not begun again', async () => {
	const {run, id, end, reject, statusOf, events} = await startReviewed();
	run.setParallel(3);
	await reject();
	await settleUntil(() => run.progress.running === 3);
	await run.takeBack(id);
	await settle();
	expect(statusOf(id)).toBe('accepted');
	expect(run.progress).toMatchObject({accepted: 1, running: 2, queued: 0});
	const refills = events.filter(event => event.type === 'slot-started' && event.planIndex === 0);
	expect(refills).toHaveLength(2);
	await end();
});

test('taking back twice at once is taken back once', async () => {
	const {run, id, store, end, reject} = await startReviewed();
	run.setParallel(3);
	await reject();
	await Promise.all([run.takeBack(id), run.takeBack(id)]);
	expect(store.decisions.map(({decision}) => decision)).toEqual(['reject', 'take-back']);
	expect(run.progress.accepted).toBe(1);
	await end();
});

test('taking back after the refill: the refill becomes the spare', async () => {
	const {run, id, end, reject, statusOf} = await startReviewed('good');
	run.setParallel(3);
	await reject();
	await settleUntil(() => run.progress.accepted === 1);
	await run.takeBack(id);
	expect(statusOf(id)).toBe('accepted');
	expect(statusOf(`${id}-r1`)).toBe('spare');
	expect(run.progress.accepted).toBe(1);
	await run.reject(`${id}-r1`);
	expect(run.progress.accepted).toBe(1);
	await end();
});

test('taking back while the refill is being written: it is let in and becomes the spare', async () => {
	const {run, id, store, end, reject, statusOf, happened} = await startReviewed('good');
	run.setParallel(3);
	const written = Promise.withResolvers<void>();
	const dialogue = happened(
		'step-finished',
		(event: {step: string; planIndex: number}) => event.step === 'dialogue' && event.planIndex === 0,
	);
	void dialogue.then(() => store.hold(written.promise));
	await reject();
	await dialogue;
	const takingBack = run.takeBack(id);
	await settle();
	written.resolve();
	await takingBack;
	expect([statusOf(id), statusOf(`${id}-r1`)]).toEqual(['accepted', 'spare']);
	expect(store.log.slice(-2)).toEqual([`interaction ${id}-r1`, `decision take-back ${id}`]);
	await end();
});

test('taking back after the refill failed: it counts, and the failure does not', async () => {
	const {run, id, end, reject} = await startReviewed('bad');
	run.setParallel(3);
	await reject();
	await settleUntil(() => run.progress.failed === 1);
	await run.takeBack(id);
	expect(run.progress).toMatchObject({accepted: 1, failed: 0, running: 2, queued: 0});
	await end();
});

test.each(['pause', 'pauseNow'] as const)('taking back during a pause returns at once: %s', async mode => {
	const {run, id, end, reject, statusOf} = await startReviewed();
	run.setParallel(3);
	await reject();
	await settleUntil(() => run.progress.running === 3);
	run[mode]();
	await settle();
	await run.takeBack(id);
	expect(statusOf(id)).toBe('accepted');
	expect(run.progress).toMatchObject({accepted: 1, running: 2, queued: 0});
	await end();
});

test('taking back while the refill waits for the engine returns at once', async () => {
	const {run, id, engine, end, reject} = await startReviewed();
	run.setParallel(3);
	engine.isAway = true;
	await reject();
	await settleUntil(() => run.progress.status.status === 'waiting-for-engine');
	await run.takeBack(id);
	expect(run.progress).toMatchObject({accepted: 1, running: 2});
	await end();
});

test('taking back the last refill ends the run complete', async () => {
	let isRejected = false;
	const engine = createFakeEngine(() => (isRejected ? 'hang' : undefined));
	const {run, store} = await createRunFixture({count: 1, engine});
	await run.start();
	isRejected = true;
	const id = store.interactions[0]?.training_metadata.id as string;
	await run.reject(id);
	await settleUntil(() => run.progress.running === 1);
	await run.takeBack(id);
	await settleUntil(() => run.progress.status.status === 'ended');
	expect(run.progress.status).toEqual({status: 'ended', outcome: 'complete'});
});

test('a refill that breaks after the end of the run is said, and is no unhandled rejection', async () => {
	let isRejected = false;
	const engine = createFakeEngine(() => (isRejected ? {throws: new TypeError('a bug later')} : undefined));
	const {run, store} = await createRunFixture({count: 1, engine});
	await run.start();
	isRejected = true;
	await run.reject(store.interactions[0]?.training_metadata.id as string);
	await settleUntil(() => run.progress.notices.length > 0);
	expect(run.progress.notices.at(-1)?.message).toContain('a bug later');
	expect(run.progress.status.status).toBe('ended');
});

test('a decision that the disk refuses for good leaves everything as it was', async () => {
	const {run, id, store, reject, running, statusOf} = await startReviewed();
	run.setParallel(3);
	await reject();
	store.refuse(1_000_000);
	const takingBack = expect(run.takeBack(id)).rejects.toThrow('stopped while the disk refused');
	await settle();
	await run.stop();
	await takingBack;
	await running;
	expect(statusOf(id)).toBe('rejected');
	expect(run.progress).toMatchObject({accepted: 0, running: 0, queued: 3});
});

test('what was taken back is held against near copies again, and its spare is not', async () => {
	const first = await createRunFixture({count: 1});
	await first.run.start();
	const [record] = first.store.interactions;
	const id = record?.training_metadata.id as string;
	const prose = record?.npc_card_narrative.dialogue_prose as string;
	const [summary] = first.run.progress.summaries;
	const summaries = [
		{...(summary as NonNullable<typeof summary>), status: 'rejected' as const},
		{...(summary as NonNullable<typeof summary>), id: `${id}-r1`},
	];
	const store = createMemoryStore({summaries});
	store.interactions.push(...first.store.interactions);
	const nearCopies = createNearCopyIndex();
	nearCopies.add(
		`${id}-r1`,
		'You were somewhere else entirely, and nobody said a word about the weather or the bus.',
	);
	const state = createRunState(createRunParts({count: 1, store}), nearCopies);
	await createReview(state, () => {}).takeBack(id);
	expect(nearCopies.findNearCopy(prose)?.id).toBe(id);
	expect(nearCopies.size).toBe(1);
});

test('an edit that the hard rules refuse says why and leaves nothing on disk', async () => {
	const {run, store} = await createRunFixture({count: 2});
	await run.start();
	const {training_metadata: metadata, npc_card_narrative: card} = store.interactions[0] as Interaction;
	expect(await run.edit(metadata.id, 'Too short.')).toContain('It has 2 words');
	const other = store.interactions[1]?.npc_card_narrative.dialogue_prose as string;
	expect(typeof (await run.edit(metadata.id, other))).toBe('string');
	expect(await run.edit(metadata.id, `${card.dialogue_prose}\n`)).toBeUndefined();
	expect(store.decisions).toEqual([]);
});

test.each([20, 60, 80])(
	'an editor that wraps lines at %i columns breaks no rule, and none into the record',
	async columns => {
		const {run, store} = await createRunFixture({count: 1});
		await run.start();
		const {training_metadata: metadata, npc_card_narrative: card} = store.interactions[0] as Interaction;
		const wrap = (text: string) => text.replace(new RegExp(`(.{${columns - 10},${columns}}) `, 'gu'), '$1\n');
		expect(await run.edit(metadata.id, wrap(card.dialogue_prose))).toBeUndefined();
		expect(store.decisions).toEqual([]);
		const prose = card.dialogue_prose.replace(' the ', ' that ');
		expect(await run.edit(metadata.id, `${wrap(prose)}\n`)).toBeUndefined();
		expect(store.decisions).toMatchObject([{decision: 'edit', prose}]);
	},
);

test('edits, notes and what was kept are decisions, each announced once it is on disk', async () => {
	const {run, store} = await createRunFixture({count: 1});
	await run.start();
	const {training_metadata: metadata, npc_card_narrative: card} = store.interactions[0] as Interaction;
	const facts: string[] = [];
	run.subscribe(event => void facts.push(event.type));
	const prose = `Well, ${card.dialogue_prose.replace(' the ', ' that ')}`;
	expect(await run.edit(metadata.id, prose)).toBeUndefined();
	const shown = run.progress.summaries.at(0);
	expect(shown).toMatchObject({status: 'accepted', words: card.word_count + 1});
	expect(shown?.opening.startsWith('Well, ')).toBe(true);
	await run.note(metadata.id, ' look again ');
	await run.keep(metadata.id);
	expect(store.decisions).toMatchObject([
		{decision: 'edit', id: metadata.id, prose},
		{decision: 'note', note: 'look again'},
		{decision: 'keep'},
	]);
	expect(facts).toEqual(['interaction-edited', 'interaction-noted', 'interaction-kept']);
});
