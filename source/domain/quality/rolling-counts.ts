/**
 * How often each key stood in the last `window` entries. Keys may be hashes: `nameOf` then gives the words of one, and is
 * only asked when a key has come three times.
 */
export type RollingCounts = {
	add(keys: Keys, nameOf?: (key: number) => string): void;
	/** Entries that hold this key. */
	countOf(key: string | number): number;
	/** Keys that stand in at least `least` entries. */
	listFrom(least: number): Array<{what: string; count: number}>;
};

type Keys = ReadonlyArray<string | number>;

const namedFrom = 3;

export function createRollingCounts(window: number): RollingCounts {
	const counts = new Map<string | number, number>();
	const names = new Map<string | number, string>();
	const entries: Keys[] = [];

	function drop(keys: Keys): void {
		for (const key of keys) {
			const count = (counts.get(key) as number) - 1;
			if (count > 0) counts.set(key, count);
			else counts.delete(key);
			if (count === namedFrom - 1) names.delete(key);
		}
	}

	return {
		add(keys, nameOf) {
			entries.push(keys);
			for (const key of keys) {
				const count = (counts.get(key) ?? 0) + 1;
				counts.set(key, count);
				if (count === namedFrom) names.set(key, typeof key === 'number' ? (nameOf?.(key) ?? '') : key);
			}
			if (entries.length > window) drop(entries.shift() as Keys);
		},
		countOf: key => counts.get(key) ?? 0,
		listFrom: least =>
			[...names]
				.map(([key, what]) => ({what, count: counts.get(key) as number}))
				.filter(({count}) => count >= Math.max(namedFrom, least)),
	};
}
