/** Share of different ones among the hashes of the latest entries. */
export type DistinctShare = {
	add(hashes: Int32Array): void;
	/** 0-1; 1 where there are none. */
	read(): number;
};

/** Counted when it is asked for: that comes once in many entries. `window`: entries that are looked back on. */
export function createDistinctShare(window: number): DistinctShare {
	const entries: Int32Array[] = [];
	return {
		add(hashes) {
			entries.push(hashes);
			if (entries.length > window) entries.shift();
		},
		read() {
			const total = entries.reduce((sum, {length}) => sum + length, 0);
			return total === 0 ? 1 : countDistinct(entries, total) / total;
		},
	};
}

function countDistinct(entries: readonly Int32Array[], total: number): number {
	const all = new Int32Array(total);
	let filled = 0;
	for (const entry of entries) {
		all.set(entry, filled);
		filled += entry.length;
	}
	all.sort();
	let distinct = 0;
	for (let at = 0; at < total; at++) if (at === 0 || all[at] !== all[at - 1]) distinct++;
	return distinct;
}
