import type {Pronouns} from '../situation.js';
import {isPronoun} from './point-of-view-rule.js';
import {readWords} from './read-words.js';
import {createRule} from './rule.js';
import {splitSpeech} from './split-speech.js';

const gendered: readonly Pronouns[] = ['she/her', 'he/him'];

/** The narrator keeps to the drawn pronouns; another person's may occur, but not twice where the NPC's never do. */
export const pronounsRule = createRule({
	name: 'pronouns',
	hard: false,
	praise: 'The pronouns are those that were drawn.',
	findFault({prose, draw}) {
		const words = readWords(splitSpeech(prose).narration);
		if (words.some(isPronoun[draw.pronouns])) return undefined;
		const count = (pronouns: Pronouns) => words.filter(isPronoun[pronouns]).length;
		const other = gendered.find(pronouns => pronouns !== draw.pronouns && count(pronouns) >= 2);
		return other && `${draw.name} is ${draw.pronouns}, not ${other}.`;
	},
});
