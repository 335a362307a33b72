import {readText} from './read-words.js';

/** The words of `splitWords`, each as a 32-bit hash, in order: for comparing texts without making strings of them. */
export function hashWords(text: string): Int32Array {
	return readText(text).hashes;
}
