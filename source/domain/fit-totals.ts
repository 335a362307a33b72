import {endOfStretch, type Shard, type Stretch, shardStretch} from './shard.js';

/** `most` is absent where nothing bounds it, as for the first shard. */
export type Totals = {least: number; most?: number};

/**
 * What is known of a shard whose total is lost, from the lowest and the highest plan index that were seen of it.
 *
 * `totals`: every target of the whole plan, in interactions, that would have given the shard both. `certain`: the plan
 * indexes that are in the shard whichever of these it was; what was seen is in it, and none of another shard ever is.
 * Undefined where no total fits.
 */
export function fitTotals(
	shard: Shard,
	seen: {lowest: number; highest: number; variations: number},
): {totals: Totals; certain: Stretch} | undefined {
	const {lowest, highest, variations} = seen;
	const stretchAt = (total: number) => shardStretch(shard, {total, variations});
	const isLongEnough = (total: number) => endOfStretch(stretchAt(total)) > highest;
	const isTooLong = (total: number) => stretchAt(total).first > lowest;
	// A total of this size puts the end of every shard behind `highest` and the beginning of all but the first too.
	const limit = (highest + 2 * variations) * shard.of * 2;
	const least = findLowest(isLongEnough, limit);
	const most = shard.part === 1 ? undefined : findLowest(isTooLong, limit) - 1;
	if (most !== undefined && most < least) return undefined;
	const first = most === undefined ? 0 : stretchAt(most).first;
	return {
		totals: {least, ...(most !== undefined && {most})},
		certain: {first, count: endOfStretch(stretchAt(least)) - first},
	};
}

/** The lowest from 1 to `limit` that `holds`, which holds for all above it. */
function findLowest(holds: (value: number) => boolean, limit: number): number {
	let [low, high] = [1, limit];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (holds(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
}
