import {afterEach, expect, test} from 'vitest';
import {mostRefills} from '../../source/pipeline/judge-gate.js';
import {createJudging, readAsMeant, wrongReading} from '../helpers/fake-judge.js';
import {createMemoryStore, type MemoryStore} from '../helpers/memory-store.js';
import {createRunFixture, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

function rejectedIds({decisions}: MemoryStore): string[] {
	return decisions.filter(({decision}) => decision === 'reject').map(({id}) => id);
}

test('a judge that tells roles apart has swapped ones made again, those that it read first too', async () => {
	const store = createMemoryStore();
	const swapped: string[] = [];
	const {judging, judgements} = createJudging(id => {
		const isSwapped = judgements.length === 0 || judgements.length === 9;
		if (isSwapped) swapped.push(id);
		return {...readAsMeant(store, id), roles: isSwapped ? 'swapped' : 'kept'};
	});
	const {run} = await createRunFixture({count: 12, store, parts: {judging}});
	expect(await run.start()).toBe('complete');
	expect(rejectedIds(store)).toEqual(swapped);
	expect(store.interactions.length).toBe(14);
	expect(store.attempts.map(({reason}) => reason)).toEqual(
		Array(2).fill('read with the roles swapped: it is "you" who is asked for support'),
	);
});

test('a judge that calls the roles of everything swapped rejects nothing by it', async () => {
	const store = createMemoryStore();
	const {judging} = createJudging(id => ({...readAsMeant(store, id), roles: 'swapped'}));
	const {run} = await createRunFixture({count: 12, store, parts: {judging}});
	expect(await run.start()).toBe('complete');
	expect(rejectedIds(store)).toEqual([]);
	expect(run.progress.judged).toEqual({agreed: 12, misread: 0, unanswered: 0});
});

/** A run that was judged without the gate and is gone on with; its records as they were then. */
async function createJudgedRun(count: number) {
	const first = createJudging(() => wrongReading, false);
	const {run, store} = await createRunFixture({count, parts: {judging: first.judging}});
	await run.start();
	for (const summary of run.progress.summaries) store.history.summaries.push(summary);
	return {store, judgements: first.judgements};
}

test('the gate acts on what the same judge said before, and makes nothing again a third time', async () => {
	const {store, judgements} = await createJudgedRun(3);
	const second = createJudging(() => wrongReading);
	second.judgements.push(...judgements);
	const {run} = await createRunFixture({count: 3, store, parts: {judging: second.judging}});
	expect(await run.start()).toBe('complete');
	expect(store.interactions.length).toBe(3 * (1 + mostRefills));
	expect(second.asked.filter(id => judgements.some(judgement => judgement.id === id))).toEqual([]);
	expect(second.judgements.filter(({gated}) => gated).length).toBe(3 * mostRefills);
	expect(run.progress).toMatchObject({requested: 3, accepted: 3});
});

test('that a judge guesses is said before the gate acts on what it said in earlier sessions', async () => {
	const {store, judgements} = await createJudgedRun(24);
	const second = createJudging(id => readAsMeant(store, id));
	second.judgements.push(...judgements);
	const {run, events} = await createRunFixture({count: 24, store, parts: {judging: second.judging}});
	expect(await run.start()).toBe('complete');
	const types = events.map(({type}) => type);
	expect(run.progress.notices.filter(({message}) => message.includes('one that guesses')).length).toBe(1);
	expect(types.indexOf('notice-given')).toBeLessThan(types.indexOf('interaction-rejected'));
});

test('what another judge said is read again and not acted on', async () => {
	const {store, judgements} = await createJudgedRun(2);
	const second = createJudging(id => readAsMeant(store, id));
	second.judgements.push(...judgements.map(judgement => ({...judgement, judge: 'judge-2'})));
	const {run} = await createRunFixture({count: 2, store, parts: {judging: second.judging}});
	expect(await run.start()).toBe('complete');
	expect(second.asked.length).toBe(2);
	expect(rejectedIds(store)).toEqual([]);
});

test('what a person found good, changed, or let in after the gate stays', async () => {
	const {store, judgements} = await createJudgedRun(3);
	const [kept, edited] = store.interactions;
	Object.assign(kept?.training_metadata ?? {}, {reviewed: true});
	Object.assign(edited?.training_metadata ?? {}, {edited: true});
	const second = createJudging(() => wrongReading);
	second.judgements.push(...judgements.map((judgement, at) => ({...judgement, gated: at === 2})));
	const {run} = await createRunFixture({count: 3, store, parts: {judging: second.judging}});
	expect(await run.start()).toBe('complete');
	expect(rejectedIds(store)).toEqual([]);
});
