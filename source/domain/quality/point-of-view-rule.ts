import type {Draw} from '../draw.js';
import type {Pronouns} from '../situation.js';
import {readWords} from './read-words.js';
import {createRule} from './rule.js';
import {splitSpeech} from './split-speech.js';
import type {Word} from './word.js';

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
		const narrated = readWords(splitSpeech(prose).narration);
		const own = narrated.find(({bare}) => firstPerson.has(bare))?.bare;
		if (own) return `Outside the quotes it says \`${own === 'i' ? 'I' : own}\`; narrate in the third person.`;
		if (!narrated.some(namesNpc(draw))) return `The narration does not name ${draw.name}.`;
		return readWords(prose).some(({bare}) => secondPerson.has(bare))
			? undefined
			: 'The player does not occur; call the player "you".';
	},
});

function namesNpc(draw: Draw): (word: Word) => boolean {
	const names = [...pronounForms[draw.pronouns], ...readWords(draw.name).map(({bare}) => bare)];
	return ({bare}) => names.includes(bare);
}
