import {splitWords} from './read-words.js';
import {splitSentences} from './split-sentences.js';

const pronouns = new Set(['he', 'she', 'they', 'his', 'her', 'their']);
const reader = new Set(['you', 'your']);
const articles = new Set(['the', 'a', 'an']);
const beginnings = new Set(
	'in at on by when while as after before behind outside inside beside under over near with without from through that this it there here then now'.split(
		' ',
	),
);

/** Without what follows an apostrophe: "she's" begins with a pronoun. */
const firstWord = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/u;

/** Sentences that make the shape of a scene. */
const shapedSentences = 4;
/** They end within this, and the rest need not be split. */
const shapedCharacters = 480;

/** How a sentence begins: `speech`, `name`, `pronoun`, `you`, `thing`, `place-or-time`, `other`. */
export function sentenceShape(sentence: string, npcName: string): string {
	if (/^["“‘']/u.test(sentence)) return 'speech';
	const word = firstWord.exec(sentence)?.[0].toLowerCase() ?? '';
	if (splitWords(npcName).includes(word)) return 'name';
	if (pronouns.has(word)) return 'pronoun';
	if (reader.has(word)) return 'you';
	if (articles.has(word)) return 'thing';
	return beginnings.has(word) ? 'place-or-time' : 'other';
}

/** The beginnings of the first four sentences: scenes of one shape read alike, whatever their words. */
export function sceneShape(prose: string, npcName: string): string {
	return splitSentences(prose.slice(0, shapedCharacters))
		.slice(0, shapedSentences)
		.map(sentence => sentenceShape(sentence, npcName))
		.join(' · ');
}
