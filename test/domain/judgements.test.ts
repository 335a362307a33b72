import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	fingerprintJudge,
	fingerprintProse,
	firstReadingsOf,
	isOfProse,
	type Judgement,
	judgementSchema,
	type Reading,
	shuffleOptions,
} from '../../source/domain/judgement.js';
import {
	authenticityTargets,
	type Cell,
	cellFromNumber,
	complexityTypes,
} from '../../source/domain/parameter-space.js';
import {tallyJudgements} from '../../source/domain/tally-judgements.js';
import {wilsonInterval} from '../../source/domain/wilson-interval.js';
import {formatJudgements} from '../../source/plain/format-judgements.js';

// Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
test.each([
	[81, 263, 0.2553, 0.3662],
	[15, 148, 0.0624, 0.1605],
	[0, 20, 0, 0.1611],
	[1, 29, 0.0061, 0.1718],
])('the interval of %i of %i is that of the literature', (hits, total, low, high) => {
	const interval = wilsonInterval(hits, total);
	expect(interval.low).toBeCloseTo(low, 4);
	expect(interval.high).toBeCloseTo(high, 4);
});

test('an interval holds its share, lies within 0 and 1 and narrows with more', () => {
	fc.assert(
		fc.property(fc.nat({max: 500}), fc.nat({max: 500}), (hits, misses) => {
			const total = hits + misses;
			const {low, high} = wilsonInterval(hits, total);
			const share = total === 0 ? 0.5 : hits / total;
			expect(low).toBeGreaterThanOrEqual(0);
			expect(high).toBeLessThanOrEqual(1);
			expect(low <= share + 1e-12 && share <= high + 1e-12).toBe(true);
			const wider = wilsonInterval(hits * 4, total * 4);
			expect(wider.high - wider.low).toBeLessThanOrEqual(high - low + 1e-12);
		}),
	);
});

function judgementOf(wanted: Cell, named: Reading | null): Judgement {
	return {
		at: '2026-11-22T19:00:00.000Z',
		id: 'x',
		plan_index: 0,
		judge: 'j',
		engine: 'fake',
		model: 'fake:1b',
		wanted,
		named,
		gated: false,
	};
}

const readings = fc.array(
	fc.record({
		wanted: fc.nat({max: 127}).map(cellFromNumber),
		named: fc.option(
			fc.record({
				complexity: fc.constantFrom(...complexityTypes),
				authenticity: fc.constantFrom(...authenticityTargets),
				roles: fc.constantFrom('kept' as const, 'swapped' as const),
			}),
		),
	}),
	{maxLength: 60},
);

test('every answer is counted once in each table, and what was no answer in none', () => {
	fc.assert(
		fc.property(readings, all => {
			const tally = tallyJudgements(all.map(({wanted, named}) => judgementOf(wanted, named)));
			const answered = all.filter(({named}) => named !== null).length;
			const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
			expect(tally.judged).toBe(all.length);
			expect(tally.unanswered).toBe(all.length - answered);
			for (const axis of ['complexity', 'authenticity'] as const) {
				expect(sum(tally.confusion[axis].flat())).toBe(answered);
				expect(sum(tally.named[axis])).toBe(answered);
				const diagonal = tally.confusion[axis].map((row, index) => row[index] as number);
				expect(tally[axis].hits).toBe(sum(diagonal));
				expect(sum(tally.cells.map(cell => cell[axis]))).toBe(tally[axis].hits);
			}
			expect(tally.both.hits).toBeLessThanOrEqual(Math.min(tally.complexity.hits, tally.authenticity.hits));
		}),
	);
});

test('a reader that always says the same is not told apart from chance, and is seen to do so', () => {
	const same: Reading = {complexity: 'baseline', authenticity: 'failed', roles: 'kept'};
	const tally = tallyJudgements(
		Array.from({length: 128}, (_, cell) => judgementOf(cellFromNumber(cell), same)),
	);
	expect(tally.complexity).toMatchObject({hits: 16, total: 128, chance: 1 / 8, fromChance: 'not told apart'});
	expect(tally.authenticity).toMatchObject({hits: 32, chance: 1 / 4, fromChance: 'not told apart'});
	expect(tally.constants).toEqual(['complexity baseline', 'authenticity failed']);
	expect(tally.named.complexity).toEqual([128, 0, 0, 0, 0, 0, 0, 0]);
	const text = formatJudgements({...tally, gone: 0}, {fingerprint: 'f', engine: 'e', model: 'm'});
	expect(text).toContain(
		'complexity      16 of 128, 12.5 % (95 %: 7.8 % to 19.3 %), chance 12.5 %: NOT told apart from chance',
	);
	expect(text).toContain('WARNING         the reader says complexity baseline of nearly every text');
	expect(text).toContain(
		'confusion       complexity avoidance named as meant 0 of 16, 0.0 % (95 %: 0.0 % to 19.4 %); else baseline 16',
	);
});

test.each([
	[60, 100, false],
	[49, 100, true],
	[1, 7, false],
	[0, 7, false],
])('of %i texts of %i called swapped, whether the reader tells roles apart: %s', (swapped, total, tells) => {
	const tally = tallyJudgements(
		Array.from({length: total}, (_, at) => {
			const wanted = cellFromNumber(at % 128);
			return judgementOf(wanted, {...wanted, roles: at < swapped ? 'swapped' : 'kept'});
		}),
	);
	expect(tally.tellsRoles).toBe(tells);
	const text = formatJudgements({...tally, gone: 0}, {fingerprint: 'f', engine: 'e', model: 'm'});
	expect(text.includes('what the reader says of roles does not count')).toBe(!tells);
});

test('the first reading of every text of one judge is kept, also of those refused or edited since', () => {
	const cell = cellFromNumber(0);
	const read = {...judgementOf(cell, null), prose_fingerprint: '1'};
	const readings = [
		read,
		{...read, gated: true},
		{...read, prose_fingerprint: '2'},
		{...read, id: 'y'},
		{...read, judge: 'k'},
	];
	expect(firstReadingsOf('j', readings)).toEqual([readings[0], readings[2], readings[3]]);
});

test('a reader that is right is above chance, one that never is below', () => {
	const right = Array.from({length: 32}, (_, number) => {
		const wanted = cellFromNumber(number * 4);
		return judgementOf(wanted, {...wanted, roles: 'kept'});
	});
	expect(tallyJudgements(right).both.fromChance).toBe('above');
	const wrong = right.map(({wanted}) =>
		judgementOf(wanted, {
			complexity: wanted.complexity === 'baseline' ? 'avoidance' : 'baseline',
			authenticity: wanted.authenticity,
			roles: 'swapped',
		}),
	);
	expect(tallyJudgements(wrong).complexity.fromChance).toBe('below');
	expect(tallyJudgements(wrong).rolesSwapped.hits).toBe(32);
	expect(tallyJudgements([]).both.fromChance).toBe('not told apart');
});

test('every label stands first about equally often, and the order holds for a record', () => {
	const firsts = new Map<string, number>();
	for (let record = 0; record < 800; record++) {
		const {complexities, authenticities} = shuffleOptions(`run-${record}`);
		expect([...complexities].sort()).toEqual([...complexityTypes].sort());
		expect(shuffleOptions(`run-${record}`).authenticities).toEqual(authenticities);
		const first = complexities[0] as string;
		firsts.set(first, (firsts.get(first) ?? 0) + 1);
	}
	expect(firsts.size).toBe(8);
	for (const count of firsts.values()) expect(count > 60 && count < 145).toBe(true);
});

test('another prompt, meaning or model is another judge', () => {
	const labels = {complexity: {baseline: 'a'}, authenticity: {failed: 'b'}} as never;
	const parts = {prompt: 'p', labels, model: ['ollama', 'm', 'd']};
	const prints = [
		parts,
		{...parts, prompt: 'q'},
		{...parts, model: ['ollama', 'm', 'e']},
		{...parts, labels: {complexity: {baseline: 'c'}, authenticity: {failed: 'b'}} as never},
	].map(fingerprintJudge);
	expect(new Set(prints).size).toBe(4);
	expect(fingerprintJudge(parts)).toMatch(/^[0-9a-f]{16}$/);
});

test('a judgement is of the prose that was read, and of any where it does not say which', () => {
	const cell = cellFromNumber(0);
	const older = judgementOf(cell, null);
	const newer = {...older, prose_fingerprint: fingerprintProse('You asked.')};
	expect(isOfProse(newer, fingerprintProse('You asked.'))).toBe(true);
	expect(isOfProse(newer, fingerprintProse('You asked!'))).toBe(false);
	expect(isOfProse(older, fingerprintProse('You asked!'))).toBe(true);
	expect(judgementSchema.parse(older)).toEqual(older);
});
