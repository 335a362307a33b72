import {findPattern, type HintedPatterns, mayMatch, type NamedPattern} from './find-pattern.js';
import {digitInWords, gameNumberPatterns, spelledGameNumbers} from './game-numbers.js';
import {createRule} from './rule.js';

const patterns: readonly NamedPattern[] = [
	...gameNumberPatterns,
	...spelledGameNumbers,
	{pattern: /\b[a-z]+(?:_[a-z]+)+\b/i, meaning: 'a field name', needs: '_'},
	{
		pattern:
			/(?<!\b(?:voluntary|official|professional|advisory|seating|lung|storage) )\bcapacit(?:y|ies)\b(?! as\b)/i,
		meaning: 'a game word',
	},
	{
		pattern:
			/\b(?:trust|authenticity|support|urgency|relationship) (?:scores?|levels?|points?|meters?|stats?)\b/i,
		meaning: 'a game word',
	},
	{pattern: /\bmultipliers?\b/i, meaning: 'a game word'},
	{pattern: /\bsupport needed\b/i, meaning: 'a game word'},
	{
		pattern: /\bthe player(?:['’]s)?\b(?!-| of the (?:month|match|year|season))|(?<=, )player(?=[.,!?])/i,
		meaning: 'a game word',
	},
	{pattern: /\bNPCs?\b/i, meaning: 'a game word'},
	{pattern: /\bOCEAN\b/u, meaning: 'a game word'},
	{pattern: /\b(?:neuroticism|agreeableness|conscientiousness|extraversion)\b/i, meaning: 'a game word'},
	{
		pattern: /\b(?:people[- ]pleasing|defensive[- ]lashing|emotional[- ]shutdown|over-?[- ]?commitment)\b/i,
		meaning: 'a label name',
	},
];

/** A digit, an underscore, or the beginning of a word that one of them is made of. */
export const numbersInMouth: HintedPatterns = {
	patterns,
	hint: new RegExp(
		`[\\d_]|\\bout of ten|\\b(?:${digitInWords} (?:(?:points?|units?) of )?(?:trust|energy|support|XP|capacity|stress)|points? of|(?:energy|affection) points?|(?:trust|stress|health) bar|level(?:l?ed)? up|unlocked (?:a|the)|card evolved)\\b|\\b(?:capacit|(?:trust|authenticity|support|urgency|relationship) |multiplier|player|NPC|OCEAN|neurotic|agreeable|conscientious|extraver|people[- ]p|defensive[- ]l|emotional[- ]s|over-?[- ]?c)`,
		'i',
	),
};

/** No game numbers, field names or label names, neither spoken nor narrated. */
export const numbersInMouthRule = createRule({
	name: 'numbers-in-mouth',
	hard: true,
	praise: 'No game number or field name is said.',
	findFault({prose}) {
		const found = mayMatch(prose, numbersInMouth) && findPattern(prose, patterns);
		return found
			? `It holds ${found.meaning} (\`${found.match}\`), which nobody says in ordinary life.`
			: undefined;
	},
});
