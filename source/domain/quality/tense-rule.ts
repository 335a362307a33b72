import {pastVerbs, presentPluralVerbs, presentVerbs} from './narration-verbs.js';
import {readWords} from './read-words.js';
import {createRule} from './rule.js';
import {splitSpeech} from './split-speech.js';
import type {Word} from './word.js';
import {createWordFact} from './word-fact.js';

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

const isPast = createWordFact(({text}) => pastVerbs.has(text));
const isPresentVerb = createWordFact(({text}) => presentVerbs.has(text));
const isPresentPlural = createWordFact(({text}) => presentPluralVerbs.has(text));
const isDeterminer = createWordFact(({text}) => determiners.has(text));
const isWill = createWordFact(({text}) => text === 'will');
const isSubject = createWordFact(({text}) => ['you', 'she', 'he', 'they'].includes(text));
const takesPlural = createWordFact(({text}) => text === 'they' || text === 'you');

/** Past and present verb forms in narration; nouns that look like a present form are left out by what stands before. */
function countTenses(narration: string): {past: number; present: number} {
	let past = 0;
	let present = 0;
	let before: Word | undefined;
	for (const word of readWords(narration)) {
		if (isPast(word)) past++;
		if (isPresent(word, before)) present++;
		before = word;
	}
	return {past, present};
}

function isPresent(word: Word, before: Word | undefined): boolean {
	if (isWill(word)) return before !== undefined && isSubject(before);
	if (before && takesPlural(before)) return isPresentPlural(word);
	return isPresentVerb(word) && !(before && isDeterminer(before));
}

/** Fails only where the present, or what will be, clearly dominates: two forms or more, and more than past ones. */
export const tenseRule = createRule({
	name: 'tense',
	hard: true,
	praise: 'It is narrated in the past tense.',
	findFault({prose}) {
		const {past, present} = countTenses(splitSpeech(prose).narration);
		return present >= 2 && present > past ? 'It is not narrated in the past; use the past tense.' : undefined;
	},
});
