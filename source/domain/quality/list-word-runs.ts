import {splitWords} from './read-words.js';

/** Words in a run that counts as copied. */
export const copiedRunLength = 6;

/** Every run of six words of a text, lower-case, in order. */
export function listWordRuns(text: string): string[] {
	const words = splitWords(text);
	const starts = words.slice(copiedRunLength - 1).keys();
	return Array.from(starts, start => words.slice(start, start + copiedRunLength).join(' '));
}
