import {createRule} from './rule.js';
import {foreignPhrases, foreignWords, ordinaryUses} from './setting-words.js';

const foreignWord = new RegExp(`(?<![\\p{L}\\p{N}])(?:${foreignWords.join('|')})s?(?![\\p{L}\\p{N}])`, 'iu');

/** The first word or phrase of `text` that does not belong to ordinary contemporary life. */
export function findForeignWord(text: string): string | undefined {
	const rest = ordinaryUses.reduce((left, use) => left.replace(use, ' '), text);
	const word = foreignWord.exec(rest)?.[0];
	if (word) return word;
	for (const phrase of foreignPhrases) {
		const match = phrase.exec(rest)?.[0];
		if (match) return match;
	}
	return undefined;
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
