import {splitWords} from './extract-stems.js';
import {rememberText} from './remember-text.js';

const offsetBasis = 0x811c9dc5 | 0;
const prime = 0x01000193;
const apostrophe = 39;

const kinds = {unknown: 0, other: 1, letter: 2, number: 3, mark: 4, apostrophe: 5, intricate: 6} as const;
/** By UTF-16 code unit: its kind, learned when it first occurs, and its lower case. */
const kindOf = new Uint8Array(65_536);
const lowerOf = new Uint16Array(65_536);

/**
 * The words of `splitWords`, each as a 32-bit hash, in order: for comparing texts without making strings of them. Signed,
 * because V8 keeps only small integers out of the heap.
 */
export const hashWords: (text: string) => Int32Array = rememberText(
	text => hashSimpleWords(text) ?? Int32Array.from(splitWords(text), hashWord),
	8,
);

// FNV-1a
export function hashWord(word: string): number {
	let hash = offsetBasis;
	for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), prime);
	return hash;
}

/** Undefined for a text with characters that need more than one code unit or more than a table to be put in lower case. */
function hashSimpleWords(text: string): Int32Array | undefined {
	const hashes = new Int32Array((text.length >> 1) + 1);
	let count = 0;
	for (let at = 0; at < text.length; at++) {
		const kind = kindAt(text, at);
		if (kind === kinds.intricate) return undefined;
		if (kind !== kinds.letter && kind !== kinds.number) continue;
		let hash = offsetBasis;
		let isAfterApostrophe = false;
		for (; at < text.length; at++) {
			const next = kindAt(text, at);
			if (next === kinds.intricate) return undefined;
			const joins = isAfterApostrophe
				? next === kinds.letter
				: next === kinds.letter || next === kinds.number || next === kinds.mark;
			const links = next === kinds.apostrophe && kindAt(text, at + 1) === kinds.letter;
			if (!joins && !links) break;
			isAfterApostrophe ||= links;
			hash = Math.imul(hash ^ (links ? apostrophe : (lowerOf[text.charCodeAt(at)] as number)), prime);
		}
		hashes[count++] = hash;
		at--;
	}
	return hashes.slice(0, count);
}

function kindAt(text: string, at: number): number {
	if (at >= text.length) return kinds.other;
	const code = text.charCodeAt(at);
	return kindOf[code] || learnKind(code);
}

function learnKind(code: number): number {
	const character = String.fromCharCode(code);
	const lower = character.toLowerCase();
	lowerOf[code] = lower.charCodeAt(0);
	kindOf[code] = judgeKind(character, lower);
	return kindOf[code] as number;
}

function judgeKind(character: string, lower: string): number {
	// A sigma is put in lower case by its place in the word.
	if (lower.length !== 1 || /[\p{Cs}Σ]/u.test(character)) return kinds.intricate;
	if (/['’]/u.test(character)) return kinds.apostrophe;
	if (/\p{L}/u.test(lower)) return kinds.letter;
	if (/\p{N}/u.test(lower)) return kinds.number;
	return /\p{M}/u.test(lower) ? kinds.mark : kinds.other;
}
