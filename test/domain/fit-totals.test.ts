import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fitTotals} from '../../source/domain/fit-totals.js';
import {shardStretch} from '../../source/domain/shard.js';

const plans = fc
	.record({
		total: fc.integer({min: 1, max: 3_000}),
		of: fc.integer({min: 1, max: 40}),
		variations: fc.integer({min: 1, max: 6}),
		part: fc.nat(),
		ends: fc.tuple(fc.nat(), fc.nat()),
	})
	.map(({total, of, variations, part, ends}) => {
		const shard = {part: 1 + (part % of), of};
		const stretch = shardStretch(shard, {total, variations});
		const seen = ends
			.map(end => stretch.first + (end % Math.max(1, stretch.count)))
			.sort((left, right) => left - right);
		return {total, shard, variations, stretch, lowest: seen[0] as number, highest: seen[1] as number};
	})
	.filter(({stretch}) => stretch.count > 0);

test('the true total is among those that fit, and what is certain holds what was seen and nothing of another shard', () => {
	fc.assert(
		fc.property(plans, ({total, shard, stretch, ...seen}) => {
			const {totals, certain} = fitTotals(shard, seen) as NonNullable<ReturnType<typeof fitTotals>>;

			expect(totals.least).toBeLessThanOrEqual(total);
			expect(totals.most ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(total);
			expect(certain.first).toBeLessThanOrEqual(seen.lowest);
			expect(certain.first + certain.count).toBeGreaterThan(seen.highest);
			expect(certain.first).toBeGreaterThanOrEqual(stretch.first);
			expect(certain.first + certain.count).toBeLessThanOrEqual(stretch.first + stretch.count);
		}),
	);
});

test('each total that fits would have given the shard what was seen, and those beside them would not', () => {
	fc.assert(
		fc.property(plans, ({shard, total: _, stretch: __, ...seen}) => {
			const {totals} = fitTotals(shard, seen) as NonNullable<ReturnType<typeof fitTotals>>;
			const holds = (total: number) => {
				const {first, count} = shardStretch(shard, {total, variations: seen.variations});
				return first <= seen.lowest && seen.highest < first + count;
			};

			expect(holds(totals.least)).toBe(true);
			expect(totals.least === 1 || !holds(totals.least - 1)).toBe(true);
			expect(totals.most === undefined).toBe(shard.part === 1);
			if (totals.most !== undefined)
				expect([holds(totals.most), holds(totals.most + 1)]).toEqual([true, false]);
		}),
	);
});

test('records of two shards fit no total', () => {
	expect(fitTotals({part: 2, of: 4}, {lowest: 3, highest: 400, variations: 1})).toBeUndefined();
});
