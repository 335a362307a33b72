import {splitWords} from './extract-stems.js';
import {stopWords} from './stop-words.js';

const phraseLength = 4;
/** Of its words, these many must carry meaning: "at the end of" is nobody's phrase. */
const fewestTelling = 2;

/** Words with the name of the NPC as NAME, in whatever case it stands, so that scenes of two people can be compared. */
export function withoutName(words: readonly string[], npcName: string): string[] {
	const own = new Set(splitWords(npcName));
	const isName = (word: string) => own.has(word) || (word.endsWith("'s") && own.has(word.slice(0, -2)));
	return words.map(word => (isName(word) ? 'NAME' : word));
}

/** Phrases of four words of which two or more carry meaning, each once, in order. */
export function listPhrases(prose: string, npcName: string): Set<string> {
	const words = withoutName(splitWords(prose), npcName);
	const tells = words.map(word => word !== 'NAME' && !stopWords.has(word));
	const phrases = new Set<string>();
	for (let at = 0; at + phraseLength <= words.length; at++) {
		let telling = 0;
		for (let next = at; next < at + phraseLength; next++) if (tells[next]) telling++;
		if (telling >= fewestTelling) phrases.add(words.slice(at, at + phraseLength).join(' '));
	}
	return phrases;
}
