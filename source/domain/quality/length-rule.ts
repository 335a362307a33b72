import {countWords} from '../count-words.js';
import {createRule} from './rule.js';
import {proseLimits} from './trim-prose.js';

export const lengthRule = createRule({
	name: 'length',
	hard: true,
	praise: `It has ${proseLimits.minWords} to ${proseLimits.maxWords} words.`,
	findFault({prose}) {
		const words = countWords(prose);
		const fits = words >= proseLimits.minWords && words <= proseLimits.maxWords;
		return fits
			? undefined
			: `It has ${words} words; ${proseLimits.minWords} to ${proseLimits.maxWords} are allowed.`;
	},
});
