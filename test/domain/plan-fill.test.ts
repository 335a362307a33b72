import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cellCount, cellFromNumber} from '../../source/domain/parameter-space.js';
import {countLacking, planFill} from '../../source/domain/plan-fill.js';
import {cellAt} from '../../source/domain/plan-order.js';

const sets = fc.array(fc.nat({max: 6}), {minLength: cellCount, maxLength: cellCount});
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
const squares = (counts: readonly number[]) => sum(counts.map(count => count * count));

function addTo(held: readonly number[], cells: readonly number[]): number[] {
	const counts = [...held];
	for (const cell of cells) counts[cell] = (counts[cell] as number) + 1;
	return counts;
}

test('without a number every cell ends with as many as the fullest had', () => {
	fc.assert(
		fc.property(sets, held => {
			const filled = planFill(held);
			expect(filled.length).toBe(countLacking(held));
			expect(new Set(addTo(held, filled))).toEqual(new Set([Math.max(...held)]));
		}),
	);
});

test('any number is met exactly, and every prefix is as even as it could be', () => {
	fc.assert(
		fc.property(sets, fc.integer({min: 0, max: 700}), (held, count) => {
			const filled = planFill(held, count);
			expect(filled.length).toBe(count);
			const counts = [...held];
			for (const cell of filled) {
				expect(counts[cell]).toBe(Math.min(...counts));
				counts[cell] = (counts[cell] as number) + 1;
			}
		}),
		{numRuns: 50},
	);
});

test('no other way to spread as many is more even', () => {
	fc.assert(
		fc.property(
			sets,
			fc.array(fc.nat({max: cellCount - 1}), {minLength: 1, maxLength: 300}),
			(held, others) => {
				const ours = addTo(held, planFill(held, others.length));
				expect(squares(ours)).toBeLessThanOrEqual(squares(addTo(held, others)));
			},
		),
	);
});

test('an empty set is filled as a new run would be', () => {
	const cells = planFill(new Array<number>(cellCount).fill(0), 300);
	expect(cells.map(cellFromNumber)).toEqual(cells.map((_, index) => cellAt('balanced', index)));
});
