import {readWords, splitWords} from './read-words.js';
import type {Word} from './word.js';

/** Stems of the words that carry meaning: no stop words, none under three letters, not the name of the NPC. */
export function contentStems(text: string, npcName = ''): Set<string> {
	const stems = new Set<string>();
	for (const {stem} of contentWords(text, npcName)) stems.add(stem);
	return stems;
}

/** The words behind `contentStems`, in order, possessives taken off. */
export function contentWords(text: string, npcName = ''): Word[] {
	const names = splitWords(npcName);
	const words: Word[] = [];
	for (const word of readWords(text)) {
		const {owner} = word;
		if (word.isStop || owner.isStop || owner.text.length <= 2 || names.includes(owner.text)) continue;
		words.push(owner);
	}
	return words;
}

/** How many of the `wanted` stems `text` has. */
export function countSharedStems(wanted: ReadonlySet<string>, text: string): number {
	let missing: Set<string> | undefined;
	for (const {stem} of readWords(text)) {
		if (!wanted.has(stem)) continue;
		missing ??= new Set(wanted);
		if (missing.delete(stem) && missing.size === 0) break;
	}
	return missing ? wanted.size - missing.size : 0;
}

/** Whether `text` has any of the `wanted` stems. */
export function sharesStem(wanted: ReadonlySet<string>, text: string): boolean {
	return readWords(text).some(({stem}) => wanted.has(stem));
}
