import type {Draw} from '../draw.js';
import type {Pronouns} from '../situation.js';
import {splitWords, withoutContraction} from './extract-stems.js';
import {createRule} from './rule.js';
import {splitSpeech} from './split-speech.js';

export const pronounForms: Readonly<Record<Pronouns, readonly string[]>> = {
	'she/her': ['she', 'her', 'hers', 'herself'],
	'he/him': ['he', 'him', 'his', 'himself'],
	'they/them': ['they', 'them', 'their', 'theirs', 'themselves', 'themself'],
};

const firstPerson = new Set(['i', 'me', 'my', 'myself']);
const secondPerson = new Set(['you', 'your', 'yours', 'yourself']);

/** Third person with the player as "you": no "I" outside quotes, the NPC by name or pronoun, "you" somewhere. */
export const pointOfViewRule = createRule({
	name: 'point-of-view',
	hard: true,
	praise: 'It is told in the third person and the player is "you".',
	findFault({prose, draw}) {
		const narrated = splitWords(splitSpeech(prose).narration).map(withoutContraction);
		const own = narrated.find(word => firstPerson.has(word));
		if (own) return `Outside the quotes it says \`${own === 'i' ? 'I' : own}\`; narrate in the third person.`;
		if (!narrated.some(namesNpc(draw))) return `The narration does not name ${draw.name}.`;
		return splitWords(prose)
			.map(withoutContraction)
			.some(word => secondPerson.has(word))
			? undefined
			: 'The player does not occur; call the player "you".';
	},
});

function namesNpc(draw: Draw): (word: string) => boolean {
	const names = new Set([...pronounForms[draw.pronouns], ...splitWords(draw.name).map(withoutContraction)]);
	return word => names.has(word);
}
