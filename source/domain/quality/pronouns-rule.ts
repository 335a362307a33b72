import type {Pronouns} from '../situation.js';
import {splitWords, withoutContraction} from './extract-stems.js';
import {pronounForms} from './point-of-view-rule.js';
import {createRule} from './rule.js';
import {splitSpeech} from './split-speech.js';

const gendered: readonly Pronouns[] = ['she/her', 'he/him'];

/** The narrator keeps to the drawn pronouns; another person's may occur, but not twice where the NPC's never do. */
export const pronounsRule = createRule({
	name: 'pronouns',
	hard: false,
	praise: 'The pronouns are those that were drawn.',
	findFault({prose, draw}) {
		const words = splitWords(splitSpeech(prose).narration).map(withoutContraction);
		const count = (pronouns: Pronouns) => words.filter(word => pronounForms[pronouns].includes(word)).length;
		if (count(draw.pronouns) > 0) return undefined;
		const other = gendered.find(pronouns => pronouns !== draw.pronouns && count(pronouns) >= 2);
		return other && `${draw.name} is ${draw.pronouns}, not ${other}.`;
	},
});
