import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createMergePlanner} from '../../source/domain/merge-planner.js';
import {
	authenticityTargets,
	capacityLevels,
	cellFromNumber,
	complexityTypes,
} from '../../source/domain/parameter-space.js';
import {pickEvenly} from '../../source/domain/pick-evenly.js';
import {goodProse} from './quality/prose-subject.js';

test('of the same id, the same prose and near copies the first is kept, and the others say which', () => {
	const planner = createMergePlanner();
	const add = (id: string | undefined, prose: string, name = id ?? 'nameless') =>
		planner.add({id, prose, name});
	expect(add('a', goodProse)).toBeUndefined();
	expect(add('a', 'Something else altogether was told here.')).toMatchObject({
		reason: 'same-id',
		keptInstead: 'a',
	});
	expect(add('b', `  ${goodProse.toUpperCase().replaceAll(' ', '\u00A0')}`)).toMatchObject({
		reason: 'same-prose',
		keptInstead: 'a',
	});
	expect(add(undefined, `${goodProse} And so it went.`)).toEqual({
		name: 'nameless',
		reason: 'near-copy',
		keptInstead: 'a',
	});
	expect(add('c', 'Nothing of that was in what came after, on another day.')).toBeUndefined();
});

const sets = fc.array(fc.record({cell: fc.nat({max: 127}), rank: fc.nat()}), {minLength: 1, maxLength: 200});

function countPicked(records: Array<{cell: number}>, isPicked: boolean[]): number[] {
	const counts = new Array<number>(128).fill(0);
	for (const [index, {cell}] of records.entries())
		if (isPicked[index]) counts[cell] = (counts[cell] ?? 0) + 1;
	return counts;
}

test('the picked part is as large as asked and no record moved to another cell would make it more even', () => {
	fc.assert(
		fc.property(sets, fc.integer({min: 1, max: 250}), (records, target) => {
			const counts = countPicked(records, pickEvenly(records, target));
			const held = countPicked(
				records,
				records.map(() => true),
			);
			expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Math.min(target, records.length));
			const most = Math.max(...counts);
			for (const [cell, count] of counts.entries()) if (count < most - 1) expect(count).toBe(held[cell]);
		}),
	);
});

test('of an even set any number is within 1 on every axis', () => {
	const records = Array.from({length: 1024}, (_, rank) => ({cell: rank % 128, rank}));
	for (const target of [3, 8, 64, 100, 128 * 3 + 20, 1000]) {
		const isPicked = pickEvenly(records, target);
		const cells = records.filter((_, index) => isPicked[index]).map(({cell}) => cellFromNumber(cell));
		for (const [axis, values] of [
			['complexity', complexityTypes],
			['authenticity', authenticityTargets],
			['capacity', capacityLevels],
		] as const) {
			const counts = values.map(value => cells.filter(cell => cell[axis] === value).length);
			expect(Math.max(...counts) - Math.min(...counts), `${axis} of ${target}`).toBeLessThanOrEqual(1);
		}
	}
});

test('without a number every cell that holds any gives as many as the poorest of them', () => {
	fc.assert(
		fc.property(sets, records => {
			const held = countPicked(
				records,
				records.map(() => true),
			).filter(count => count > 0);
			const counts = countPicked(records, pickEvenly(records, 'most')).filter(count => count > 0);
			expect(counts).toEqual(held.map(() => Math.min(...held)));
		}),
	);
});
