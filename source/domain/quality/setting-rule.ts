import {createHashFilter} from './hash-filter.js';
import {readWords} from './read-words.js';
import {createRule} from './rule.js';
import {hashWord, type ScannedWords, scanWords} from './scan-words.js';
import {foreignPhrases, foreignWords, ordinaryUses} from './setting-words.js';

const foreignWord = new RegExp(`(?<![\\p{L}\\p{N}])(?:${foreignWords.join('|')})s?(?![\\p{L}\\p{N}])`, 'iu');
const everyForeignWord = new RegExp(foreignWord.source, 'giu');

/** With their plurals. */
const tellingWords = new Set(
	[
		...foreignWords.map(word => word.split(' ')[0] as string),
		...foreignPhrases.flatMap(({words}) => words),
	].flatMap(word => [word, `${word}s`]),
);

const mayBeTelling = createHashFilter([...tellingWords].map(hashWord));

/** Whether a closer look is worth its time: nearly no text holds any of these words, in whatever use. */
function mayBeForeign(text: string): boolean {
	const scanned = scanWords(text);
	if (scanned && !hasAny(scanned, mayBeTelling)) return false;
	return readWords(text).some(({bare}) => tellingWords.has(bare));
}

function hasAny({count, bareHashes}: ScannedWords, isWanted: (hash: number) => boolean): boolean {
	for (let at = 0; at < count; at++) if (isWanted(bareHashes[at] as number)) return true;
	return false;
}

/** The first word or phrase of `text` that does not belong to ordinary contemporary life. */
export function findForeignWord(text: string): string | undefined {
	if (!mayBeForeign(text)) return undefined;
	const rest = ordinaryUses.reduce((left, use) => left.replace(use, ' '), text);
	const word = foreignWord.exec(rest)?.[0];
	if (word) return word;
	for (const {pattern} of foreignPhrases) {
		const match = pattern.exec(rest)?.[0];
		if (match) return match;
	}
	return undefined;
}

/** Every such word and phrase of `text`, each as often as it stands there; for reports. */
export function listForeignWords(text: string): string[] {
	const rest = ordinaryUses.reduce((left, use) => left.replace(use, ' '), text);
	const phrases = foreignPhrases.flatMap(({pattern}) => pattern.exec(rest)?.[0] ?? []);
	return [...(rest.match(everyForeignWord) ?? []), ...phrases];
}

export const settingRule = createRule({
	name: 'setting',
	hard: true,
	praise: 'It stays in ordinary contemporary life.',
	findFault({prose}) {
		const word = findForeignWord(prose);
		return word && `\`${word}\` does not belong to ordinary contemporary life.`;
	},
});
