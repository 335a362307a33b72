import {readWords} from './read-words.js';
import {Word} from './word.js';

const phraseLength = 4;
/** Of its words, these many must carry meaning: "at the end of" is nobody's phrase. */
const fewestTelling = 2;

/** What stands for the name of the NPC: no word of a text, which are in lower case. */
const nameWord = new Word('NAME');

/** Words with the name of the NPC as NAME, in whatever case it stands, so that scenes of two people can be compared. */
export function readNameless(text: string, npcName: string): Word[] {
	const own = readWords(npcName);
	const isOwn = (word: Word) => own.some(({hash, text: name}) => hash === word.hash && name === word.text);
	return readWords(text).map(word => (isOwn(word) || isOwn(word.owner) ? nameWord : word));
}

/** Whether a word counts for what a phrase says. */
export function isTelling(word: Word): boolean {
	return word !== nameWord && !word.isStop;
}

/** Phrases of four words of which two or more carry meaning, each once, in order. */
export function listPhrases(prose: string, npcName: string): Set<string> {
	const words = readNameless(prose, npcName);
	const tells = words.map(isTelling);
	const phrases = new Set<string>();
	for (let at = 0; at + phraseLength <= words.length; at++) {
		let telling = 0;
		for (let next = at; next < at + phraseLength; next++) if (tells[next]) telling++;
		if (telling >= fewestTelling) phrases.add(spellPhrase(words.slice(at, at + phraseLength)));
	}
	return phrases;
}

export function spellPhrase(words: readonly Word[]): string {
	return words.map(({text}) => text).join(' ');
}
