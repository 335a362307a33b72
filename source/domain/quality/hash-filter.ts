/** A power of two: a bit for each, in 8 kB that stay in the cache. */
const bitCount = 2 ** 16;

/** Which 32-bit hashes may be among `hashes`: nearly all others are turned away without a look at a set. */
export function createHashFilter(hashes: Iterable<number>): (hash: number) => boolean {
	const bits = new Uint32Array(bitCount / 32);
	for (const hash of hashes) bits[placeOf(hash)] = (bits[placeOf(hash)] as number) | (1 << (hash & 31));
	return hash => (((bits[placeOf(hash)] as number) >>> (hash & 31)) & 1) === 1;
}

function placeOf(hash: number): number {
	return (hash & (bitCount - 1)) >>> 5;
}
