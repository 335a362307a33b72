import type {RollingCounts} from './rolling-counts.js';

type Key = string | number;

/** Which keys stand in as many entries as they may: in 2, or in `share` of all since the beginning where that is more. */
export type ShareCap = {
	/** The keys of the next entry, once `counts` has them. */
	note(keys: readonly Key[]): void;
	/** The first of `keys` that one entry more would take beyond its cap. */
	findFull(keys: readonly Key[]): Key | undefined;
};

const leastCap = 2;

/** Nothing is full in the first `fewest` entries: two of ten say little. */
type CapParts = {share: number; window: number; fewest: number};

/**
 * Only keys that were frequent in the window of `counts` are counted to the end: what never is stays under the share
 * of the whole too, or nearly.
 */
export function createShareCap(counts: RollingCounts, parts: CapParts): ShareCap {
	const totals = new Map<Key, number>();
	let entries = 0;

	const capOf = (size: number) => Math.max(leastCap, Math.floor(parts.share * size));

	return {
		note(keys) {
			entries++;
			const frequent = capOf(Math.min(entries, parts.window));
			for (const key of keys) {
				const total = totals.get(key);
				const latest = counts.countOf(key);
				if (total !== undefined) totals.set(key, total + 1);
				else if (latest >= frequent) totals.set(key, latest);
			}
		},
		findFull(keys) {
			if (entries < parts.fewest) return undefined;
			const cap = capOf(entries + 1);
			return keys.find(key => (totals.get(key) ?? 0) >= cap);
		},
	};
}
