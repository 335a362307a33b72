import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	authenticityTargets,
	capacityLevels,
	cellCount,
	cellNumber,
	complexityTypes,
} from '../../source/domain/parameter-space.js';
import {cellAt} from '../../source/domain/plan-order.js';
import {shardRange} from '../../source/domain/shard.js';

const plan = fc.record({total: fc.integer({min: 1, max: 3_000}), of: fc.integer({min: 1, max: 40})});

function shardsOf({total, of}: {total: number; of: number}): number[][] {
	return Array.from({length: of}, (_, index) => {
		const {first, count} = shardRange({part: index + 1, of}, total);
		return Array.from({length: count}, (__, place) => first + place);
	});
}

function spread(counts: number[]): number {
	return Math.max(...counts) - Math.min(...counts);
}

test('the shards of a plan, one behind the other, are the plan', () => {
	fc.assert(
		fc.property(plan, ({total, of}) => {
			const indexes = shardsOf({total, of}).flat();
			expect(indexes).toEqual(Array.from({length: total}, (_, index) => index));
		}),
	);
});

test('shards are equally long within 1', () => {
	fc.assert(
		fc.property(plan, each => {
			expect(spread(shardsOf(each).map(({length}) => length))).toBeLessThanOrEqual(1);
		}),
	);
});

test('each shard holds every cell equally often within 1, and every value of an axis within 2', () => {
	fc.assert(
		fc.property(plan, each => {
			for (const shard of shardsOf(each)) {
				const cells = shard.map(index => cellAt('balanced', index));
				const numbers = cells.map(cellNumber);
				const perCell = Array.from({length: cellCount}, () => 0);
				for (const number of numbers) perCell[number] = (perCell[number] ?? 0) + 1;
				expect(spread(perCell)).toBeLessThanOrEqual(1);
				const perValue = (values: readonly string[], key: 'complexity' | 'authenticity' | 'capacity') =>
					values.map(value => cells.filter(cell => cell[key] === value).length);
				expect(spread(perValue(complexityTypes, 'complexity'))).toBeLessThanOrEqual(1);
				expect(spread(perValue(authenticityTargets, 'authenticity'))).toBeLessThanOrEqual(2);
				expect(spread(perValue(capacityLevels, 'capacity'))).toBeLessThanOrEqual(2);
			}
		}),
		{numRuns: 30},
	);
});
