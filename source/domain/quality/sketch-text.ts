import {spreadBits} from '../spread-bits.js';
import {rememberText} from './remember-text.js';
import {sortedShingles} from './shingles.js';

/**
 * Two texts of similarity s share a band with s². At similarity 0.5 they share none of 28 in 0.03 % of the cases, in fewer
 * above.
 */
export const bandsPerSketch = 28;
/** Values of a band: 16 bits. */
export const bandValues = 2 ** 16;

const bandWords = bandsPerSketch / 2;
/** Two bits of each of 128 minimum hashes. */
export const pairWords = 8;
const hashCount = pairWords * 16;
/**
 * Two texts of similarity s share s + (1 - s) / 4 of the pairs of bits: at 0.5 fewer than 61 of 128 in 0.02 % of the cases. At
 * 0.15 it is more in 0.5 %.
 */
const mostDifferentPairs = hashCount - 61;

/** 32-bit words of a sketch. */
export const wordsPerSketch = bandWords + pairWords;

/**
 * What tells whether two texts may be near copies, in 88 bytes: minimum hashes of its shingles, two by two in bands of 16
 * bits, by which it is found, then two bits of each, by which it is compared. Of a text without shingles: empty.
 */
export const sketchText: (text: string) => Uint32Array = rememberText(text =>
	sketchShingles(sortedShingles(text)),
);

/** The band's value, 0 to `bandValues` - 1. */
export function bandOf(sketch: Uint32Array, band: number): number {
	const word = sketch[band >> 1] as number;
	return band % 2 === 0 ? word & 0xffff : word >>> 16;
}

/** The part by which sketches are compared. */
export function pairsOf(sketch: Uint32Array): Uint32Array {
	return sketch.subarray(bandWords);
}

/** Whether texts with these pairs may have half of their shingles in common; `at`: where the first of both begin. */
export function mayBeNearCopies(pages: Uint32Array, at: number, wanted: Uint32Array): boolean {
	let different = 0;
	for (let word = 0; word < pairWords; word += 2) {
		const even = (pages[at + word] as number) ^ (wanted[word] as number);
		const odd = (pages[at + word + 1] as number) ^ (wanted[word + 1] as number);
		// A bit for each pair that differs: those of one word between those of the other, to be counted together.
		different += countBits(((even | (even >>> 1)) & 0x55555555) | ((odd | (odd << 1)) & 0xaaaaaaaa));
		if (different > mostDifferentPairs) return false;
	}
	return true;
}

function countBits(bits: number): number {
	const twos = bits - ((bits >>> 1) & 0x55555555);
	const fours = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333);
	return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Of each of as many functions, which are fixed: a sketch is kept on disk. */
const multipliers = Int32Array.from({length: hashCount}, (_, place) => spreadBits(2 * place + 1) | 1);
const offsets = Int32Array.from({length: hashCount}, (_, place) => spreadBits(2 * place + 2));
const minima = new Int32Array(hashCount);
const largest = 0x7fffffff;

function sketchShingles(shingles: Uint32Array): Uint32Array {
	if (shingles.length === 0) return new Uint32Array();
	for (let place = 0; place < hashCount; place += 2) findMinima(shingles, place);
	const sketch = new Uint32Array(wordsPerSketch);
	for (let band = 0; band < bandsPerSketch; band++) {
		const value =
			spreadBits(Math.imul(minima[2 * band] as number, 31) + (minima[2 * band + 1] as number)) >>> 16;
		sketch[band >> 1] = (sketch[band >> 1] as number) | (value << (band % 2 === 0 ? 0 : 16));
	}
	for (let place = 0; place < hashCount; place++) {
		const word = bandWords + (place >> 4);
		sketch[word] =
			(sketch[word] as number) | ((spreadBits(minima[place] as number) >>> 30) << (2 * (place % 16)));
	}
	return sketch;
}

/**
 * The smallest of the shingles in the order of each function: two texts of similarity s have the same with a chance of s.
 * Two functions at a time: a processor does them side by side.
 */
function findMinima(shingles: Uint32Array, place: number): void {
	const [multiplier, offset] = [multipliers[place] as number, offsets[place] as number];
	const [otherMultiplier, otherOffset] = [multipliers[place + 1] as number, offsets[place + 1] as number];
	let least = largest;
	let otherLeast = largest;
	for (let at = 0; at < shingles.length; at++) {
		const shingle = shingles[at] as number;
		const hash = Math.imul(shingle ^ offset, multiplier);
		const otherHash = Math.imul(shingle ^ otherOffset, otherMultiplier);
		if (hash < least) least = hash;
		if (otherHash < otherLeast) otherLeast = otherHash;
	}
	minima[place] = least;
	minima[place + 1] = otherLeast;
}
