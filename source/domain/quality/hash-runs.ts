/**
 * A hash of every run of `size` words, in order, each as often as it occurs; 32 spread bits, signed. `hashes`: the words, as
 * `hashWord` gives them.
 */
export function hashRuns(hashes: Int32Array, size: number): Int32Array {
	const runs = new Int32Array(Math.max(0, hashes.length - size + 1));
	for (let at = 0; at < runs.length; at++) runs[at] = hashRun(hashes, at, size);
	return runs;
}

/** Of the one that begins at `at`. */
export function hashRun(hashes: Int32Array, at: number, size: number): number {
	let hash = size;
	for (let next = at; next < at + size; next++) hash = Math.imul(hash, 31) + (hashes[next] as number);
	return spread(hash);
}

// The finaliser of MurmurHash3.
function spread(value: number): number {
	let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) | 0;
}
