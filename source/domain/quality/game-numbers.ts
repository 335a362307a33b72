import type {NamedPattern} from './find-pattern.js';

const unit =
	'(?:%|percent|per cent|k?m|kilometres?|kilometers?|miles?|metres?|meters?|litres?|liters?|hours?|minutes?|degrees?|million|stars?|inch(?:es)?|kg|kilos?|pounds?|euros?|dollars?|quid)';

/** Numbers as the game writes them; prices, measures and times of day are ordinary and stay. */
export const gameNumberPatterns: readonly NamedPattern[] = [
	{pattern: /\d+(?:\.\d+)?\s*\/\s*10(?!\d)/u, meaning: 'a game number'},
	{pattern: /\d+(?:\.\d+)? out of (?:10|ten)\b/iu, meaning: 'a game number'},
	{
		pattern: new RegExp(
			`(?<![\\d.$£€]|\\bsize )[+\\-−]?(?:0\\.\\d{1,3}|\\d\\.\\d)(?![\\d.])(?![\\s-]?${unit}(?![\\p{L}]))`,
			'iu',
		),
		meaning: 'a game number',
	},
];
