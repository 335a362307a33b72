import type {NamedPattern} from './find-pattern.js';

const unit =
	'(?:%|percent|per cent|k?m|kilometres?|kilometers?|miles?|metres?|meters?|litres?|liters?|hours?|minutes?|degrees?|million|stars?|inch(?:es)?|kg|kilos?|pounds?|euros?|dollars?|quid)';

/** Marks at school and shares of people are ordinary. */
const outOfTen =
	'out of (?:10|ten)\\b(?! (?:times|people|days|nights|kids)\\b| (?:in|on) (?:the|a|my|his|her|your|their) (?:quiz|test|exam)\\b)';
export const digitInWords = '(?:zero|one|two|three|four|five|six|seven|eight|nine)';

/** How somebody says the numbers of the game without a digit: a state, or a change of trust. */
export const spelledGameNumbers: readonly NamedPattern[] = [
	{
		pattern: new RegExp(
			`(?:\\b(?:at|about|maybe|only|a|an)|['’](?:m|re)) ${digitInWords}(?: and a half)? ${outOfTen}`,
			'iu',
		),
		meaning: 'a game number',
		needs: 'out of',
	},
	{
		pattern: new RegExp(
			`\\btrust (?:\\p{L}+ ){0,3}(?:increased|decreased|rose|fell|dropped|went (?:up|down)) by (?:\\d|${digitInWords}\\b)`,
			'iu',
		),
		meaning: 'a stat change',
		needs: 'rust ',
	},
	{
		pattern: new RegExp(
			`\\b(?:gain(?:ed)?|lost|lose|costs?(?: (?:me|you|her|him))?) (?:\\d+|${digitInWords}) (?:(?:points?|units?) of )?(?:trust|energy|support|XP|capacity|stress)\\b`,
			'iu',
		),
		meaning: 'a stat change',
	},
	{
		pattern:
			/\bpoints? of (?:energy|trust|support|stress|affection)\b|\b(?:energy|affection) points?\b|\b(?:trust|stress|health) bar\b/iu,
		meaning: 'a game word',
	},
	{
		pattern:
			/\b(?:you (?:have )?level(?:l?ed)? up|unlocked (?:a|the) (?:new )?(?:card|achievement|ending)|the card evolved)\b/iu,
		meaning: 'a game word',
	},
];

/** Numbers as the game writes them; prices, measures and times of day are ordinary and stay. */
export const gameNumberPatterns: readonly NamedPattern[] = [
	{pattern: /\d+(?:\.\d+)?\s*\/\s*10(?!\d)/u, meaning: 'a game number'},
	{pattern: new RegExp(`\\d+(?:\\.\\d+)? ${outOfTen}`, 'iu'), meaning: 'a game number'},
	{
		pattern: new RegExp(
			`(?<![\\d.$£€]|\\b(?:size|version|windows) )[+\\-−]?(?:0\\.\\d{1,3}|\\d\\.\\d)(?!\\d|\\.\\d)(?![\\s-]?${unit}(?![\\p{L}]))`,
			'iu',
		),
		meaning: 'a game number',
	},
];
