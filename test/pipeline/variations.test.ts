import {afterEach, expect, test} from 'vitest';
import {summarizeInteraction} from '../../source/domain/interaction-summary.js';
import {jaccard, shingles} from '../../source/domain/quality/shingles.js';
import {familyOf} from '../../source/domain/variation-family.js';
import type {Checkpoint} from '../../source/pipeline/ports.js';
import {siblingSimilarity} from '../../source/pipeline/scene-families.js';
import {createFakeEngine, type FakeEngine} from '../helpers/fake-engine.js';
import {createMemoryStore, type MemoryStore} from '../helpers/memory-store.js';
import {
	createRunFixture,
	createRunParts,
	type RunFixtureOptions,
	settleUntil,
	takeBrokenInvariants,
} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

const variations = 4;

function startVaried(options: RunFixtureOptions) {
	const {plan} = createRunParts(options);
	return createRunFixture({...options, parts: {plan: {...plan, variations}}});
}

function countSteps(engine: FakeEngine): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const {brief} of engine.requests) counts[brief.step] = (counts[brief.step] ?? 0) + 1;
	return counts;
}

/** What a later session finds of this one on disk. */
function reopen(store: MemoryStore): MemoryStore {
	const accepted = new Set(store.interactions.map(each => each.training_metadata.plan_index));
	const checkpoints = new Map<number, Checkpoint>();
	for (const checkpoint of store.checkpoints) {
		if (!accepted.has(checkpoint.planIndex)) checkpoints.set(checkpoint.planIndex, checkpoint);
	}
	const summaries = store.interactions.map(each => summarizeInteraction(each, 'accepted'));
	const reopened = createMemoryStore({summaries, checkpoints});
	reopened.interactions.push(...store.interactions);
	return reopened;
}

test.each([1, 3, 8])('ten dialogues in fours make three scenes, with %i at once', async parallel => {
	const {run, engine, store} = await startVaried({count: 10, parallel});
	expect(await run.start()).toBe('complete');
	expect(countSteps(engine)).toEqual({primitives: 3, context: 3, tension: 10, dialogue: 10});
	const families = Map.groupBy(store.interactions, each => each.training_metadata.variation_family);
	expect([...families.values()].map(each => each.length).sort()).toEqual([2, 4, 4]);
	for (const family of families.values()) {
		const shared = family.map(each => JSON.stringify([each.npc_profile, each.interaction_context]));
		expect(new Set(shared).size).toBe(1);
		const cells = family.map(({training_metadata: meta}) => [
			meta.complexity_type,
			meta.authenticity_target,
			meta.capacity_level,
		]);
		expect(new Set(cells.map(String)).size).toBe(1);
		expect(new Set(family.map(each => each.tension_memory.tension_hook.element)).size).toBe(family.length);
	}
});

test('four dialogues a scene cost 2.5 requests each, one a scene costs 4', async () => {
	const single = await createRunFixture({count: 28, parallel: 2});
	await single.run.start();
	const varied = await startVaried({count: 28, parallel: 2});
	await varied.run.start();
	expect(single.engine.requests.length / single.store.interactions.length).toBe(4);
	expect(varied.engine.requests.length / varied.store.interactions.length).toBe(2.5);
});

test('siblings are told what the others of their scene made, and differ from it', async () => {
	const {run, engine, store} = await startVaried({count: 4});
	await run.start();
	const asked = (step: string, planIndex: number) =>
		engine.requests.find(({brief}) => brief.step === step && brief.draw.planIndex === planIndex)?.messages[1]
			?.content;
	expect(asked('tension', 0)).not.toContain('told before');
	expect(asked('dialogue', 0)).not.toContain('Other tellings');
	const hook = store.interactions[0]?.tension_memory.tension_hook.element.split(' ').slice(0, 5).join(' ');
	const opening = store.interactions[2]?.npc_card_narrative.dialogue_prose.split(' ').slice(0, 5).join(' ');
	expect(asked('tension', 3)).toContain(hook);
	expect(asked('dialogue', 3)).toContain(opening);
	const proses = store.interactions.map(each => shingles(each.npc_card_narrative.dialogue_prose));
	for (const first of proses) {
		const others = proses.filter(each => each !== first);
		expect(others.every(other => jaccard(first, other) < siblingSimilarity)).toBe(true);
	}
});

test('a dialogue too much like its sibling is asked for again', async () => {
	let first = '';
	const engine = createFakeEngine(({brief}, index) => {
		if (brief.step !== 'dialogue' || brief.draw.planIndex !== 1) return undefined;
		first ||= String(index);
		const sibling = fixture.store.interactions[0]?.npc_card_narrative.dialogue_prose as string;
		return first === String(index) ? {text: sibling} : undefined;
	});
	const fixture = await startVaried({count: 2, engine});
	expect(await fixture.run.start()).toBe('complete');
	expect(fixture.store.attempts.map(({step, plan_index}) => [step, plan_index])).toEqual([['dialogue', 1]]);
});

test('a dialogue that fails does not cost its scene again, neither in its tries nor for its siblings', async () => {
	const engine = createFakeEngine(({brief}) =>
		brief.step === 'dialogue' && brief.draw.planIndex === 0 ? {text: 'no'} : undefined,
	);
	const {run} = await startVaried({count: 4, parallel: 2, engine});
	expect(await run.start()).toBe('short');
	expect(run.progress).toMatchObject({accepted: 3, failed: 1});
	expect(countSteps(engine)).toMatchObject({primitives: 1, context: 1});
});

test('a sibling makes the scene that another could not make', async () => {
	const engine = createFakeEngine(({brief}) =>
		brief.step === 'context' && brief.draw.planIndex === 0 ? {text: 'no'} : undefined,
	);
	const {run} = await startVaried({count: 4, parallel: 3, engine});
	expect(await run.start()).toBe('short');
	expect(run.progress).toMatchObject({accepted: 3, failed: 1});
	const made = engine.requests.filter(({brief}) => brief.step === 'context' && brief.draw.planIndex > 0);
	expect(made.length).toBe(1);
});

test('after a stop the scenes that are made are not made again, wherever they are kept', async () => {
	const engine = createFakeEngine(({brief}) =>
		brief.draw.planIndex % variations > 1 && brief.step === 'dialogue' ? 'hang' : undefined,
	);
	const first = await startVaried({count: 12, parallel: 5, engine});
	const running = first.run.start();
	await settleUntil(() => first.run.progress.accepted === 6);
	await first.run.stop();
	await running;
	const made = countSteps(engine);
	engine.script = () => undefined;
	const second = await startVaried({count: 12, parallel: 5, engine, store: reopen(first.store)});
	expect(await second.run.start()).toBe('complete');
	expect(countSteps(engine).context).toBe(3);
	expect(made.context).toBeLessThanOrEqual(3);
	const profiles = Map.groupBy(
		second.store.interactions,
		({training_metadata: meta}) => familyOf(meta.plan_index, variations)[0],
	);
	for (const family of profiles.values()) {
		expect(new Set(family.map(each => JSON.stringify(each.npc_profile))).size).toBe(1);
	}
});

test('a dialogue that a resumed run goes on with is told what its siblings made', async () => {
	const engine = createFakeEngine(({brief}) =>
		brief.draw.planIndex === 1 && brief.step === 'dialogue' ? 'hang' : undefined,
	);
	const first = await startVaried({count: 2, parallel: 2, engine});
	const running = first.run.start();
	await settleUntil(() => first.run.progress.accepted === 1);
	await first.run.stop();
	await running;
	engine.script = () => undefined;
	const second = await startVaried({count: 2, engine, store: reopen(first.store)});
	expect(await second.run.start()).toBe('complete');
	const opening = first.store.interactions[0]?.npc_card_narrative.dialogue_prose.split(' ').slice(0, 5);
	expect(engine.requests.at(-1)?.messages[1]?.content).toContain(opening?.join(' '));
});

test('a refill of a rejected dialogue stays in its scene', async () => {
	const {run, engine, store} = await startVaried({count: 4});
	await run.start();
	await run.reject(store.interactions[1]?.training_metadata.id as string);
	await settleUntil(() => run.progress.status.status === 'ended');
	expect(run.progress.accepted).toBe(4);
	expect(countSteps(engine)).toMatchObject({primitives: 1, context: 1});
	expect(store.interactions[4]?.npc_profile).toEqual(store.interactions[0]?.npc_profile);
});

test('a pause is reached while a worker waits for the scene of another', async () => {
	const engine = createFakeEngine(({brief}) => (brief.step === 'context' ? 'hang' : undefined));
	const {run} = await startVaried({count: 4, parallel: 2, engine});
	const running = run.start();
	await settleUntil(() => engine.requests.some(({brief}) => brief.step === 'context'));
	run.pauseNow();
	await settleUntil(() => run.progress.status.status === 'paused');
	engine.script = () => undefined;
	run.resume();
	expect(await running).toBe('complete');
});
