import {splitWords} from './extract-stems.js';
import {rememberText} from './remember-text.js';

const offsetBasis = 0x811c9dc5 | 0;
const prime = 0x01000193;
const apostrophe = 39;

const kinds = {other: 1, letter: 2, number: 3, mark: 4, apostrophe: 5, intricate: 6} as const;
/** By UTF-16 code unit, learned when it first occurs: its kind, shifted by 16, and its lower case; 0 while it is unknown. */
const learned = new Uint32Array(65_536);

/**
 * The words of `splitWords`, each as a 32-bit hash, in order: for comparing texts without making strings of them. Signed,
 * because V8 keeps only small integers out of the heap.
 */
export const hashWords: (text: string) => Int32Array = rememberText(
	text => hashSimpleWords(text) ?? Int32Array.from(splitWords(text), hashWord),
	32,
);

// FNV-1a
export function hashWord(word: string): number {
	let hash = offsetBasis;
	for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), prime);
	return hash;
}

const outside = 0;
const inside = 1;
const insideAfterApostrophe = 2;

/**
 * Undefined for a text with characters that need more than one code unit or more than a table to be put in lower case.
 * Every prompt comes through here, letter by letter: hence one loop, and no calls in it.
 */
function hashSimpleWords(text: string): Int32Array | undefined {
	const hashes = new Int32Array((text.length >> 1) + 1);
	let count = 0;
	let place = outside;
	let hash = offsetBasis;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		const entry = (learned[code] as number) || learnUnit(code);
		const kind = entry >>> 16;
		if (kind === kinds.intricate) return undefined;
		const joins =
			kind === kinds.letter || (place === inside && (kind === kinds.number || kind === kinds.mark));
		if (joins && place !== outside) {
			hash = Math.imul(hash ^ (entry & 0xffff), prime);
		} else if (kind === kinds.apostrophe && place !== outside && isLetter(text, at + 1)) {
			hash = Math.imul(hash ^ apostrophe, prime);
			place = insideAfterApostrophe;
		} else {
			if (place !== outside) hashes[count++] = hash;
			const begins = kind === kinds.letter || kind === kinds.number;
			place = begins ? inside : outside;
			hash = begins ? Math.imul(offsetBasis ^ (entry & 0xffff), prime) : offsetBasis;
		}
	}
	if (place !== outside) hashes[count++] = hash;
	return hashes.slice(0, count);
}

function isLetter(text: string, at: number): boolean {
	if (at >= text.length) return false;
	const code = text.charCodeAt(at);
	return ((learned[code] as number) || learnUnit(code)) >>> 16 === kinds.letter;
}

function learnUnit(code: number): number {
	const character = String.fromCharCode(code);
	const lower = character.toLowerCase();
	learned[code] = (judgeKind(character, lower) << 16) | lower.charCodeAt(0);
	return learned[code] as number;
}

function judgeKind(character: string, lower: string): number {
	// A sigma is put in lower case by its place in the word.
	if (lower.length !== 1 || /[\p{Cs}Σ]/u.test(character)) return kinds.intricate;
	if (/['’]/u.test(character)) return kinds.apostrophe;
	if (/\p{L}/u.test(lower)) return kinds.letter;
	if (/\p{N}/u.test(lower)) return kinds.number;
	return /\p{M}/u.test(lower) ? kinds.mark : kinds.other;
}
