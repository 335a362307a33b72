import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createSplitPlanner, type SplitCandidate} from '../../source/domain/split-planner.js';

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
