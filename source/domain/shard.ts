/** The `part`-th (from 1) of `of` parts of a plan. */
export type Shard = {part: number; of: number};

/**
 * The plan indexes of one shard of a plan of `total` scenes: `first` to `first + count - 1`.
 *
 * A stretch without gaps: the balanced order repeats itself after 128, so a stretch of any length holds every cell
 * equally often within 1, while every 8th index would meet one complexity type only. Sizes differ by at most 1, the
 * shards behind each other are the plan, and `count` is 0 for some where there are more shards than scenes.
 */
export function shardRange({part, of}: Shard, total: number): {first: number; count: number} {
	const startOf = (number: number) => Math.floor((total * (number - 1)) / of);
	const first = startOf(part);
	return {first, count: startOf(part + 1) - first};
}

/** A stretch of plan indexes: `first` to `first + count - 1`. */
export type Stretch = {first: number; count: number};

/** The plan index behind its last one. */
export function endOfStretch({first, count}: Stretch): number {
	return first + count;
}

/**
 * The plan indexes of one shard of a plan of `total` interactions, where each scene gets `variations` of them: cut between
 * scenes, so that no shard splits a family. Both ends of it never fall as `total` rises.
 */
export function shardStretch(
	shard: Shard,
	{total, variations}: {total: number; variations: number},
): Stretch {
	const scenes = shardRange(shard, Math.ceil(total / variations));
	const first = Math.min(total, scenes.first * variations);
	const end = Math.min(total, (scenes.first + scenes.count) * variations);
	return {first, count: end - first};
}
