import {spreadBits} from '../spread-bits.js';

/**
 * A hash of every run of `size` words, in order, each as often as it occurs; 32 spread bits, signed. `hashes`: the words, as
 * `hashWord` gives them.
 */
export function hashRuns(hashes: Int32Array, size: number): Int32Array {
	const runs = new Int32Array(Math.max(0, hashes.length - size + 1));
	visitRuns({hashes, count: hashes.length}, size, (hash, at) => {
		runs[at] = hash;
		return false;
	});
	return runs;
}

/** The same without an array, of the first `count` words, until `visit` says true; whether it did. */
export function visitRuns(
	{hashes, count}: {hashes: Int32Array; count: number},
	size: number,
	visit: (hash: number, at: number) => boolean,
): boolean {
	// What a run begins with is taken off again when the next is hashed: two multiplications instead of `size`.
	let first = 1;
	for (let times = 1; times < size; times++) first = Math.imul(first, 31);
	const seed = Math.imul(Math.imul(first, 31), size);
	let sum = 0;
	for (let end = 0; end < count; end++) {
		const at = end - size + 1;
		if (at > 0) sum = (sum - Math.imul(hashes[at - 1] as number, first)) | 0;
		sum = (Math.imul(sum, 31) + (hashes[end] as number)) | 0;
		if (at >= 0 && visit(spreadBits((sum + seed) | 0), at)) return true;
	}
	return false;
}
