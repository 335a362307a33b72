/** The finaliser of MurmurHash3: hashes that are alike become unlike. Both 32-bit; signed. */
export function spreadBits(value: number): number {
	let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return bits ^ (bits >>> 16);
}
