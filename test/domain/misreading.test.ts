import {expect, test} from 'vitest';
import {type Judgement, keepLatest, type Reading} from '../../source/domain/judgement.js';
import {countRoles, describeMisreading, tellsRolesApart} from '../../source/domain/misreading.js';
import {listDoubts} from '../../source/pipeline/list-doubts.js';
import {createInteraction} from '../helpers/interaction-fixture.js';

const wanted = {complexity: 'baseline', authenticity: 'failed', capacity: 'crisis'} as const;
const asMeant: Reading = {complexity: 'baseline', authenticity: 'failed', roles: 'kept'};
const swapped: Reading = {...asMeant, roles: 'swapped'};

test.each([
	[7, 0, false],
	[8, 0, true],
	[8, 3, true],
	[8, 4, false],
	[40, 19, true],
	[40, 20, false],
])('of %i readings %i swapped: that it tells roles apart is %s', (read, count, expected) => {
	const readings = Array.from({length: read}, (_, at) => ({named: at < count ? swapped : asMeant}));
	expect(tellsRolesApart(countRoles([...readings, {named: null}]))).toBe(expected);
});

test('a misreading is told in the labels and roles that were named', () => {
	const told = (named: Reading | null, tellsRoles: boolean) =>
		describeMisreading({wanted, named}, {tellsRoles});
	expect(told(asMeant, true)).toBeUndefined();
	expect(told(null, true)).toBeUndefined();
	expect(told(swapped, false)).toBeUndefined();
	expect(told(swapped, true)).toContain('roles swapped');
	const other: Reading = {...swapped, complexity: 'avoidance'};
	expect(told(other, false)).toBe('made as baseline and failed, read as avoidance and failed');
	expect(told(other, true)).toMatch(/read as avoidance and failed, with the roles swapped$/);
});

function judgementOf(planIndex: number, named: Reading, judge = 'j'): Judgement {
	const facts = {at: '2026-11-25T00:00:00.000Z', engine: 'fake', model: 'fake:1b', gated: false};
	return {...facts, id: `interaction-${planIndex}`, plan_index: planIndex, judge, wanted, named};
}

async function listReasons(judgements: Judgement[]) {
	const records = Array.from({length: 10}, (_, planIndex) => createInteraction({planIndex}));
	const store = {
		async *countedInteractions() {
			yield* records;
		},
	};
	const doubts = await listDoubts(store, judgements);
	return doubts.map(({id, reasons}) => [id, reasons.filter(reason => reason.startsWith('judge: '))]);
}

test('swapped roles are doubtful where the judge tells them apart, and only the last word of it counts', async () => {
	const judgements = Array.from({length: 10}, (_, at) => judgementOf(at, at === 3 ? swapped : asMeant));
	const [[id, reasons] = []] = await listReasons(judgements);
	expect(id).toBe('interaction-3');
	expect(reasons).toEqual(['judge: read with the roles swapped: it is "you" who is asked for support']);
	const readAgain = [...judgements, judgementOf(3, asMeant)];
	expect(keepLatest(readAgain)).toHaveLength(10);
	expect((await listReasons(readAgain)).flatMap(([, said]) => said)).toEqual([]);
	const sayingSoOfAll = judgements.map(({plan_index: at}) => judgementOf(at, swapped));
	expect((await listReasons(sayingSoOfAll)).flatMap(([, said]) => said)).toEqual([]);
});
