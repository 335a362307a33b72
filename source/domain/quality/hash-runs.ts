import {spreadBits} from '../spread-bits.js';

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
	return spreadBits(hash);
}
