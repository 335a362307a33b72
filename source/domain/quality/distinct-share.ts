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

/** By a table at most half full, as the hashes are spread already; 0 stands for a free place and is counted apart. */
function countDistinct(entries: readonly Int32Array[], total: number): number {
	const mask = 2 ** Math.ceil(Math.log2(total * 2)) - 1;
	const seen = new Int32Array(mask + 1);
	let distinct = 0;
	for (const entry of entries) {
		for (let at = 0; at < entry.length; at++) {
			const hash = entry[at] as number;
			let place = hash & mask;
			while (seen[place] !== 0 && seen[place] !== hash) place = (place + 1) & mask;
			if (seen[place] === hash) continue;
			seen[place] = hash;
			distinct++;
		}
	}
	return distinct + (entries.some(entry => entry.includes(0)) ? 1 : 0);
}
