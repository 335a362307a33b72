/**
 * For each of `sizes`, a hash of every run of so many words, in order, each as often as it occurs; 32 spread bits, signed.
 * `hashes`: the words, as `hashWords` gives them.
 */
export function hashRuns(hashes: ArrayLike<number>, sizes: readonly number[]): number[][] {
	return sizes.map(size => {
		const runs: number[] = [];
		for (let at = 0; at + size <= hashes.length; at++) {
			let hash = size;
			for (let next = 0; next < size; next++) hash = Math.imul(hash, 31) + (hashes[at + next] as number);
			runs.push(spread(hash));
		}
		return runs;
	});
}

// The finaliser of MurmurHash3.
function spread(value: number): number {
	let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) | 0;
}
