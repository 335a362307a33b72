import {afterEach, expect, test} from 'vitest';
import type {Interaction} from '../../source/domain/interaction.js';
import {summarizeInteraction} from '../../source/domain/interaction-summary.js';
import {AbortedError} from '../../source/pipeline/errors.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createMemoryStore} from '../helpers/memory-store.js';
import {createRunFixture, createRunParts, settleUntil, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

async function startFinished(options: {variations?: number} = {}) {
	const {plan} = createRunParts({count: 4});
	const fixture = await createRunFixture({count: 4, parts: {plan: {...plan, ...options}}});
	await fixture.run.start();
	const made = fixture.engine.requests.length;
	const id = fixture.store.interactions[1]?.training_metadata.id as string;
	const redoneSteps = () => fixture.engine.requests.slice(made).map(({brief}) => brief.step);
	return {...fixture, id, redoneSteps};
}

test('a redo from a step keeps what stands before it and makes the rest again with other seeds', async () => {
	const {run, store, engine, id, redoneSteps} = await startFinished();
	const result = await run.redo({id, from: 'tension'});
	expect(result.status).toBe('accepted');
	expect(redoneSteps()).toEqual(['tension', 'dialogue']);
	const [old, fresh] = [store.interactions[1], store.interactions[4]] as [Interaction, Interaction];
	expect(fresh.npc_profile).toEqual(old.npc_profile);
	expect(fresh.interaction_context).toEqual(old.interaction_context);
	expect(fresh.npc_card_narrative.dialogue_prose).not.toBe(old.npc_card_narrative.dialogue_prose);
	expect(fresh.training_metadata).toMatchObject({plan_index: 1, id: `${id}-r1`});
	const seeds = engine.requests
		.filter(({brief}) => brief.draw.planIndex === 1 && brief.step === 'tension')
		.map(({seed}) => seed);
	expect(new Set(seeds).size).toBe(2);
});

test('the new record is on disk before the decision, and the old one stays, rejected', async () => {
	const {run, store, id} = await startFinished();
	await run.redo({id, from: 'dialogue'});
	expect(store.log.slice(-2)).toEqual([`interaction ${id}-r1`, `decision replace ${id}`]);
	expect(store.decisions.at(-1)).toMatchObject({id, decision: 'replace', by: `${id}-r1`});
	const statusOf = (wanted: string) => run.progress.summaries.find(each => each.id === wanted)?.status;
	expect([statusOf(id), statusOf(`${id}-r1`)]).toEqual(['rejected', 'accepted']);
	expect(run.progress.accepted).toBe(4);
});

test('one redone can be redone again, and taken back', async () => {
	const {run, id} = await startFinished();
	await run.redo({id, from: 'dialogue'});
	const again = await run.redo({id: `${id}-r1`, from: 'dialogue'});
	expect(again.status === 'accepted' && again.summary.id).toBe(`${id}-r2`);
	await expect(run.redo({id, from: 'dialogue'})).rejects.toThrow('does not count');
	await run.takeBack(id);
	const statuses = run.progress.summaries.filter(({planIndex}) => planIndex === 1).map(({status}) => status);
	expect(statuses).toEqual(['accepted', 'rejected', 'spare']);
});

test('a redo that fails in every try changes nothing', async () => {
	const {run, store, engine, id} = await startFinished();
	engine.script = () => ({text: 'no'});
	const result = await run.redo({id, from: 'dialogue'});
	expect(result).toMatchObject({status: 'failed', step: 'dialogue'});
	expect(store.interactions.length).toBe(4);
	expect(store.decisions).toEqual([]);
	expect(run.progress.summaries.find(each => each.id === id)?.status).toBe('accepted');
	expect(store.attempts.length).toBeGreaterThan(0);
});

test('a redo that would only say the same again is refused and asked for again', async () => {
	const {run, store, engine, id} = await startFinished();
	const prose = store.interactions[1]?.npc_card_narrative.dialogue_prose as string;
	let calls = 0;
	engine.script = () => (calls++ === 0 ? {text: prose} : undefined);
	await run.redo({id, from: 'dialogue'});
	expect(store.attempts.map(({failure}) => failure)).toEqual(['rule-broken']);
	expect(store.interactions[4]?.npc_card_narrative.dialogue_prose).not.toBe(prose);
});

test('a stop during a redo leaves the old record', async () => {
	const {store: made, id} = await startFinished();
	const summaries = made.interactions.map(each => summarizeInteraction(each, 'accepted'));
	const store = createMemoryStore({summaries});
	store.interactions.push(...made.interactions);
	const {run, engine} = await createRunFixture({count: 4, store, engine: createFakeEngine(() => 'hang')});
	const redoing = run.redo({id, from: 'dialogue'});
	await settleUntil(() => engine.requests.length === 1);
	await run.stop();
	await expect(redoing).rejects.toThrow(AbortedError);
	expect(store.log).toEqual([]);
	expect(run.progress.accepted).toBe(4);
});

test('what does not count or is not there is the mistake of the user', async () => {
	const {run, id} = await startFinished();
	await expect(run.redo({id: 'nobody', from: 'dialogue'})).rejects.toThrow('`nobody` is not in this run');
	await run.reject(id);
	await settleUntil(() => run.progress.accepted === 4);
	await expect(run.redo({id, from: 'dialogue'})).rejects.toThrow('is rejected');
});

test('steps that a family shares are not redone for one of it', async () => {
	const {run, id, redoneSteps} = await startFinished({variations: 2});
	await expect(run.redo({id, from: 'context'})).rejects.toThrow('shared with the other dialogues');
	await run.redo({id, from: 'tension'});
	expect(redoneSteps()).toEqual(['tension', 'dialogue']);
});

test('a redo finds the engine away and waits for it', async () => {
	const engine = createFakeEngine();
	const fixture = await createRunFixture({count: 1, engine});
	await fixture.run.start();
	engine.isAway = true;
	const redoing = fixture.run.redo({
		id: fixture.store.interactions[0]?.training_metadata.id as string,
		from: 'dialogue',
	});
	await settleUntil(() => fixture.count('engine-lost') === 1);
	engine.isAway = false;
	await fixture.clock.advance(60_000);
	expect((await redoing).status).toBe('accepted');
});
