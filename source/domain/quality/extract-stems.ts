import {readWords, splitWords} from './read-words.js';
import {rememberText} from './remember-text.js';
import type {Word} from './word.js';

/** Stems of the words that carry meaning: no stop words, none under three letters, not the name of the NPC. */
export function contentStems(text: string, npcName = ''): Set<string> {
	return new Set(contentWords(text, npcName).map(word => word.stem));
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

const stemsOf = rememberText((text): ReadonlySet<string> => new Set(readWords(text).map(word => word.stem)));

/** Stems that `text` shares with `wanted`. */
export function sharedStems(wanted: ReadonlySet<string>, text: string): string[] {
	const present = stemsOf(text);
	return [...wanted].filter(stem => present.has(stem));
}
