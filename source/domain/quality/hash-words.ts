import {splitWords} from './extract-stems.js';
import {rememberText} from './remember-text.js';

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;
const apostrophe = 39;

/** Letters outside ASCII, and whatever else may join one: then words are cut out first and hashed after. */
const needsCutting = /[^\0-\x7F‘’“”—–…]/u;

/** For each ASCII code: its lower-case code where it is a letter or digit, else 0. */
const lowerCode = Uint8Array.from({length: 128}, (_, code) => {
	const character = String.fromCharCode(code).toLowerCase();
	return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0;
});

/**
 * The words of `splitWords`, each as a 32-bit hash, in order: for comparing texts without making strings of them. Signed,
 * because V8 keeps only small integers out of the heap.
 */
export const hashWords: (text: string) => Int32Array = rememberText(text => {
	if (needsCutting.test(text)) return Int32Array.from(splitWords(text), hashWord);
	const hashes = new Int32Array(Math.ceil(text.length / 2));
	let count = 0;
	for (let at = 0; at < text.length; ) {
		const end = endOfWord(text, at);
		if (end > at) hashes[count++] = hashStretch(text, at, end);
		at = end > at ? end : at + 1;
	}
	return hashes.slice(0, count);
}, 8);

// FNV-1a
export function hashWord(word: string): number {
	let hash = offsetBasis;
	for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), prime);
	return hash | 0;
}

function hashStretch(text: string, start: number, end: number): number {
	let hash = offsetBasis;
	for (let at = start; at < end; at++) {
		hash = Math.imul(hash ^ (codeAt(text, at) || apostrophe), prime);
	}
	return hash | 0;
}

/** `start` itself where no word begins there. An apostrophe belongs to a word where a letter follows it. */
function endOfWord(text: string, start: number): number {
	let at = start;
	let isAfterApostrophe = false;
	for (;;) {
		const code = codeAt(text, at);
		if (code !== 0 && !(isAfterApostrophe && isDigit(code))) at++;
		else if (at > start && isApostrophe(text, at) && isLetter(codeAt(text, at + 1))) {
			isAfterApostrophe = true;
			at++;
		} else return at;
	}
}

function codeAt(text: string, at: number): number {
	const code = text.charCodeAt(at);
	return code < 128 ? (lowerCode[code] as number) : 0;
}

function isApostrophe(text: string, at: number): boolean {
	const character = text[at];
	return character === "'" || character === '’';
}

function isLetter(code: number): boolean {
	return code >= 97;
}

function isDigit(code: number): boolean {
	return code !== 0 && code < 97;
}
