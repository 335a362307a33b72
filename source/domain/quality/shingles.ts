import {spreadBits} from '../spread-bits.js';
import {hashWords} from './hash-words.js';
import {rememberText} from './remember-text.js';

/** Two dialogues are near copies from this Jaccard similarity of their 3-word shingles on. */
export const nearCopySimilarity = 0.5;

const shingleLength = 3;

/** The 3-word shingles of a text, hashed to 32 bits. A text under three words has none. */
export function shingles(text: string): Set<number> {
	return new Set(sortedShingles(text));
}

/** The same, ascending, each once. */
export const sortedShingles: (text: string) => Uint32Array = rememberText(text => {
	const words = hashWords(text);
	const found = new Uint32Array(Math.max(0, words.length - shingleLength + 1));
	for (let at = 0; at < found.length; at++) {
		found[at] = combine(words[at] as number, words[at + 1] as number, words[at + 2] as number);
	}
	return dropRepeats(found.sort());
});

function dropRepeats(sorted: Uint32Array): Uint32Array {
	let kept = 0;
	for (let at = 0; at < sorted.length; at++) {
		if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at] as number;
	}
	return sorted.slice(0, kept);
}

// Spread evenly: a sketch relies on the smallest being a fair sample.
function combine(first: number, second: number, third: number): number {
	return spreadBits(Math.imul(Math.imul(first, 31) + second, 31) + third) >>> 0;
}

/** Share of all shingles that both have, 0-1; two empty sets have nothing in common. */
export function jaccard(first: ReadonlySet<number>, second: ReadonlySet<number>): number {
	let shared = 0;
	for (const shingle of first) if (second.has(shingle)) shared++;
	const all = first.size + second.size - shared;
	return all === 0 ? 0 : shared / all;
}
