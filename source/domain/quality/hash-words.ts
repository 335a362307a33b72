import {readText} from './read-words.js';
import {hashWord, matchWords, scanWords} from './scan-words.js';

/** The words of `splitWords`, each as a 32-bit hash, in order: for comparing texts without making strings of them. */
export function hashWords(text: string): Int32Array {
	return readText(text).hashes;
}

/** The same of a long text that is asked for once: nothing of it is remembered. */
export function hashWordsOnce(text: string): Int32Array {
	const scanned = scanWords(text);
	return scanned?.hashes.slice(0, scanned.count) ?? Int32Array.from(matchWords(text), hashWord);
}
