import {pastVerbs, presentPluralVerbs, presentVerbs} from './narration-verbs.js';
import {readWords} from './read-words.js';
import {createRule} from './rule.js';
import {splitSpeech} from './split-speech.js';

/** Before these, "hands" and "looks" are nouns. */
const determiners = new Set([
	...[
		'the',
		'a',
		'an',
		'his',
		'her',
		'their',
		'its',
		'your',
		'two',
		'of',
		'with',
		'both',
		'in',
		'no',
		'some',
	],
]);

/** Past and present verb forms in narration; nouns that look like a present form are left out by what stands before. */
function countTenses(narration: string): {past: number; present: number} {
	let past = 0;
	let present = 0;
	let before = '';
	for (const {text} of readWords(narration)) {
		if (pastVerbs.has(text)) past++;
		if (isPresent(text, before)) present++;
		before = text;
	}
	return {past, present};
}

function isPresent(word: string, before: string): boolean {
	if (before === 'they' || before === 'you') return presentPluralVerbs.has(word);
	return presentVerbs.has(word) && !determiners.has(before);
}

/** Fails only where the present clearly dominates: two forms or more, and more than past ones. */
export const tenseRule = createRule({
	name: 'tense',
	hard: true,
	praise: 'It is narrated in the past tense.',
	findFault({prose}) {
		const {past, present} = countTenses(splitSpeech(prose).narration);
		return present >= 2 && present > past ? 'It is narrated in the present; use the past tense.' : undefined;
	},
});
