import {afterEach, expect, test} from 'vitest';
import type {Interaction} from '../../source/domain/interaction.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createRunFixture, settle, settleUntil, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

async function openEndedRun() {
	const fixture = await createRunFixture({count: 2});
	expect(await fixture.run.start()).toBe('complete');
	const {training_metadata: metadata, npc_card_narrative: card} = fixture.store
		.interactions[0] as Interaction;
	return {...fixture, id: metadata.id, prose: card.dialogue_prose};
}

type Ended = Awaited<ReturnType<typeof openEndedRun>>;

test.each<[string, (ended: Ended) => Promise<unknown>]>([
	['an edit', ({run, id, prose}) => run.edit(id, `Well, ${prose.replace(' the ', ' that ')}`)],
	['a note', ({run, id}) => run.note(id, 'look again')],
	['what was kept', ({run, id}) => run.keep(id)],
])('%s after the end is in a new batch once the run is left, and only once', async (_, decide) => {
	const ended = await openEndedRun();
	await decide(ended);
	expect(ended.exports).toHaveLength(1);
	await ended.run.renewBatch();
	await ended.run.renewBatch();
	expect(ended.exports).toEqual([{partial: false}, {partial: false}]);
});

test('a decision that is still being written is waited for', async () => {
	const {run, store, id, exports} = await openEndedRun();
	const written = Promise.withResolvers<void>();
	store.hold(written.promise);
	const noting = run.note(id, 'look again');
	const renewing = run.renewBatch();
	await settle();
	expect(exports).toHaveLength(1);
	written.resolve();
	await Promise.all([noting, renewing]);
	expect(exports).toHaveLength(2);
});

test('nothing decided, no new batch; a run that goes on has none to renew', async () => {
	const {run, exports} = await openEndedRun();
	await run.renewBatch();
	expect(exports).toHaveLength(1);
	const {run: going, exports: none} = await createRunFixture({
		count: 1,
		engine: createFakeEngine(() => 'hang'),
	});
	const running = going.start();
	await settleUntil(() => going.progress.running === 1);
	await going.renewBatch();
	expect(none).toEqual([]);
	await going.stop();
	await running;
});

test('what is noted in a stopped run goes into another partial batch', async () => {
	const engine = createFakeEngine(({brief}) => (brief.draw.planIndex === 0 ? undefined : 'hang'));
	const {run, store, exports} = await createRunFixture({count: 2, engine});
	const running = run.start();
	await settleUntil(() => run.progress.accepted === 1);
	await run.stop();
	await running;
	await run.note(store.interactions[0]?.training_metadata.id as string, 'look again');
	await run.renewBatch();
	expect(exports).toEqual([{partial: true}, {partial: true}]);
});
