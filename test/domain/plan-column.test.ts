import fc from 'fast-check';
import {expect, test} from 'vitest';
import {PlanColumn} from '../../source/domain/plan-column.js';

test('it holds what a map would hold, near and far', () => {
	const planIndexes = fc.oneof(fc.nat({max: 5000}), fc.constantFrom(2 ** 16, 2 ** 24, 2 ** 40, 2 ** 53 - 1));
	fc.assert(
		fc.property(fc.array(fc.tuple(planIndexes, fc.nat({max: 3}))), sets => {
			const column = new PlanColumn();
			const map = new Map<number, number>();
			for (const [planIndex, value] of sets) {
				column.set(planIndex, value);
				map.set(planIndex, value);
			}
			const expected = [...map].filter(([, value]) => value !== 0).sort(([left], [right]) => left - right);

			expect([...column.entries()]).toEqual(expected);
			expect(sets.map(([planIndex]) => column.get(planIndex))).toEqual(
				sets.map(([planIndex]) => map.get(planIndex)),
			);
			expect(column.get(7777)).toBe(map.get(7777) ?? 0);
		}),
		{numRuns: 60},
	);
});
