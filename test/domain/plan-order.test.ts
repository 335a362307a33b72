import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	authenticityTargets,
	type Cell,
	capacityLevels,
	cellCount,
	cellFromNumber,
	cellNumber,
	complexityTypes,
} from '../../source/domain/parameter-space.js';
import {cellAt} from '../../source/domain/plan-order.js';

const balanced = (index: number) => cellAt('balanced', index);
const aligned = (size: number, block: number) =>
	Array.from({length: size}, (_, index) => balanced(block * size + index));

function countBy(cells: Cell[], key: (cell: Cell) => string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const cell of cells) {
		counts.set(key(cell), (counts.get(key(cell)) ?? 0) + 1);
	}
	return counts;
}

test('any prefix of the balanced order is within 1 on every axis', () => {
	const axes = [
		{key: (cell: Cell) => cell.complexity, values: complexityTypes},
		{key: (cell: Cell) => cell.authenticity, values: authenticityTargets},
		{key: (cell: Cell) => cell.capacity, values: capacityLevels},
	];
	for (const {key, values} of axes) {
		const counts = new Map<string, number>(values.map(value => [value, 0]));
		for (let index = 0; index < 1024; index++) {
			counts.set(key(balanced(index)), (counts.get(key(balanced(index))) as number) + 1);
			expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
		}
	}
});

test('every aligned 32 hold each pair with complexity once and each other pair twice', () => {
	fc.assert(
		fc.property(fc.nat(2000), block => {
			const cells = aligned(32, block);
			const authenticity = countBy(cells, cell => `${cell.complexity} ${cell.authenticity}`);
			const capacity = countBy(cells, cell => `${cell.complexity} ${cell.capacity}`);
			const others = countBy(cells, cell => `${cell.authenticity} ${cell.capacity}`);
			expect([authenticity.size, capacity.size, others.size]).toEqual([32, 32, 16]);
			expect(new Set(others.values())).toEqual(new Set([2]));
		}),
	);
});

test('every aligned 128 hold every cell once', () => {
	fc.assert(
		fc.property(fc.nat(500), block => {
			expect(new Set(aligned(128, block).map(cellNumber)).size).toBe(cellCount);
		}),
	);
});

test('round-robin walks as v2.2 did and reaches 8 cells', () => {
	const cells = Array.from({length: 800}, (_, index) => cellAt('round-robin', index));

	expect(cells[0]).toEqual({complexity: 'baseline', authenticity: 'failed', capacity: 'crisis'});
	expect(cells[5]).toEqual({complexity: 'over_commitment', authenticity: 'struggling', capacity: 'low'});
	expect(new Set(cells.map(cellNumber)).size).toBe(8);
});

test('the balanced order is the one of the guide at places worked out by hand', () => {
	// i = 41: r 5, b 1, B 1: complexity 1, authenticity 1^1, capacity 1^2^1.
	expect(balanced(41)).toEqual({
		complexity: 'people_pleasing',
		authenticity: 'failed',
		capacity: 'medium',
	});
	// i = 127: r 15, b 3, B 3: complexity 7, authenticity 3^3, capacity 3^1^3.
	expect(balanced(127)).toEqual({complexity: 'projection', authenticity: 'failed', capacity: 'low'});
});

test('a listed order has the cells it names, and none behind its end', () => {
	expect([0, 1, 2].map(index => cellNumber(cellAt([127, 0, 0], index)))).toEqual([127, 0, 0]);
	expect(() => cellAt([127, 0, 0], 3)).toThrow(RangeError);
});

test('cells and their numbers go both ways', () => {
	for (let number = 0; number < cellCount; number++) {
		expect(cellNumber(cellFromNumber(number))).toBe(number);
	}
});
