import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	authenticityTargets,
	capacityLevels,
	cellFromNumber,
	complexityTypes,
} from '../../source/domain/parameter-space.js';
import {balancedCells} from '../../source/domain/plan-order.js';
import {createSplitPlanner, type SplitCandidate} from '../../source/domain/split-planner.js';

const axes = {complexity: complexityTypes, authenticity: authenticityTargets, capacity: capacityLevels};
const words = Array.from({length: 400}, (_, index) => `word${index}`);

/** Prose that is like no other but that of the same `kin`. */
function createProse(kin: number, member: number): string {
	const start = (kin * 37) % 340;
	return [...words.slice(start, start + 50), `own${kin}`, `last${member}`].join(` k${kin} `);
}

const sets = fc.array(
	fc.record({
		family: fc.option(fc.integer({min: 0, max: 8})),
		kin: fc.nat({max: 30}),
		cell: fc.nat({max: 5}),
	}),
	{minLength: 1, maxLength: 60},
);

function candidatesOf(set: Array<{family: number | null; kin: number; cell: number}>): SplitCandidate[] {
	return set.map(({family, kin, cell}, index) => ({
		id: `r${index}`,
		prose: createProse(kin, index),
		family: family === null ? undefined : `f${family}`,
		cell,
	}));
}

function assign(candidates: SplitCandidate[], shares: number[], seed = 1): number[] {
	const planner = createSplitPlanner(seed);
	for (const candidate of candidates) planner.add(candidate);
	return [...planner.assign(shares)];
}

test('no family and no near copies are parted, and a split without a share gets nothing', () => {
	fc.assert(
		fc.property(sets, fc.integer(), (set, seed) => {
			const splits = assign(candidatesOf(set), [0.6, 0.4, 0], seed);
			for (const of of ['family', 'kin'] as const) {
				for (const group of Map.groupBy(set.keys(), index => set[index]?.[of]).entries()) {
					if (group[0] !== null) expect(new Set(group[1].map(index => splits[index])).size).toBe(1);
				}
			}
			expect(splits).not.toContain(2);
		}),
	);
});

test('where a record goes depends on the seed and the set, not on the order', () => {
	fc.assert(
		fc.property(sets, set => {
			const candidates = candidatesOf(set).map(candidate => ({...candidate, family: undefined}));
			const single = candidates.map((candidate, index) => ({
				...candidate,
				prose: createProse(index * 1000, index),
			}));
			const forth = assign(single, [0.8, 0.2]);
			const back = assign(single.toReversed(), [0.8, 0.2]).toReversed();
			expect(back).toEqual(forth);
		}),
	);
});

test('every cell is split by the shares, as far as whole records allow', () => {
	const set = Array.from({length: 128 * 10}, (_, index) => ({
		id: `r${index}`,
		prose: `one${index} two${index} three${index} four${index}`,
		family: undefined,
		cell: index % 128,
	}));
	const splits = assign(set, [0.8, 0.1, 0.1]);
	for (let cell = 0; cell < 128; cell++) {
		const own = splits.filter((_, index) => index % 128 === cell);
		expect([0, 1, 2].map(split => own.filter(other => other === split).length)).toEqual([8, 1, 1]);
	}
	expect(assign(set, [0.8, 0.1, 0.1], 2)).not.toEqual(splits);
});

test.each([
	[128, [0.8, 0.1, 0.1]],
	[384, [0.8, 0.1, 0.1]],
	[640, [0.8, 0.1, 0.1]],
	[640, [0.9, 0.1]],
	[1000, [0.7, 0.15, 0.15]],
])('every split of %i records has its share of every value on all axes, within a record', (count, shares) => {
	const cells = Array.from({length: count}, (_, index) => balancedCells[index % 128] as number);
	const set = cells.map((cell, index) => ({
		id: `r${index}`,
		prose: `one${index} two${index} three${index} four${index}`,
		family: undefined,
		cell,
	}));
	for (const seed of [0, 1, 2, 3]) {
		const splits = assign(set, shares, seed);
		for (const [split, share] of shares.entries()) {
			const own = cells.filter((_, index) => splits[index] === split).map(cellFromNumber);
			expect(Math.abs(own.length - share * count)).toBeLessThan(1);
			for (const [axis, values] of Object.entries(axes)) {
				for (const value of values) {
					const held = own.filter(cell => Object.values(cell).includes(value)).length;
					const wanted = (share * count) / values.length;
					expect(Math.abs(held - wanted), `${axis} ${value} of ${count}`).toBeLessThan(1);
				}
			}
		}
	}
});

test('a split of few records is not left empty for the sake of the axes', () => {
	const set = candidatesOf(Array.from({length: 10}, (_, kin) => ({family: null, kin: kin * 3, cell: kin})));
	expect(assign(set, [0.9, 0.1], 3).filter(split => split === 1)).toHaveLength(1);
});

test('where each record goes stays what it was: files of an earlier export go on fitting together', () => {
	const set = Array.from({length: 20}, (_, index) => ({
		id: `r${index}`,
		prose: `one${index} two${index} three${index} four${index}`,
		family: undefined,
		cell: index * 6,
	}));
	expect(assign(set, [0.8, 0.1, 0.1], 7).join('')).toBe('00001000002200000100');
});
