const bitCount = 2 ** 24;

/** Counts different values in 2 MB however many there are: exact to about 1 in 1,000 up to ten million. */
export function createDistinctCounter() {
	const bits = new Uint8Array(bitCount / 8);
	let set = 0;
	return {
		/** `hash`: 32 evenly spread bits, signed or not. */
		add(hash: number) {
			const place = hash & (bitCount - 1);
			const byte = place >>> 3;
			const mask = 1 << (place & 7);
			const before = bits[byte] as number;
			if ((before & mask) !== 0) return;
			bits[byte] = before | mask;
			set++;
		},
		/** Linear counting: how many values it takes to set so many bits. */
		get estimate(): number {
			return Math.round(-bitCount * Math.log1p(-set / bitCount));
		},
	};
}
