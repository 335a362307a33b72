import type {Draw} from '../draw.js';
import type {Pronouns} from '../situation.js';
import {readWords} from './read-words.js';
import {createRule} from './rule.js';
import {splitSpeech} from './split-speech.js';
import type {Word} from './word.js';
import {createWordFact} from './word-fact.js';

const pronounForms: Readonly<Record<Pronouns, readonly string[]>> = {
	'she/her': ['she', 'her', 'hers', 'herself'],
	'he/him': ['he', 'him', 'his', 'himself'],
	'they/them': ['they', 'them', 'their', 'theirs', 'themselves', 'themself'],
};

const isFirstPerson = createWordFact(({bare}) =>
	['i', 'me', 'my', 'myself', 'we', 'ourselves'].includes(bare),
);
const isSecondPerson = createWordFact(({bare}) => ['you', 'your', 'yours', 'yourself'].includes(bare));

/** Whether a word is one of the forms of these pronouns. */
export const isPronoun: Readonly<Record<Pronouns, (word: Word) => boolean>> = {
	'she/her': createWordFact(({bare}) => pronounForms['she/her'].includes(bare)),
	'he/him': createWordFact(({bare}) => pronounForms['he/him'].includes(bare)),
	'they/them': createWordFact(({bare}) => pronounForms['they/them'].includes(bare)),
};

/** Third person with the player as "you": no "I" outside quotes, the NPC by name or pronoun, "you" somewhere. */
export const pointOfViewRule = createRule({
	name: 'point-of-view',
	hard: true,
	praise: 'It is told in the third person and the player is "you".',
	findFault({prose, draw}) {
		const {narration} = splitSpeech(prose);
		const narrated = readWords(narration);
		const own = narrated.find(isFirstPerson)?.bare;
		if (own) return `Outside the quotes it says \`${own === 'i' ? 'I' : own}\`; narrate in the third person.`;
		if (castsPlayer(narration, draw.name))
			return `It makes the player ${draw.name}; call the player "you" alone.`;
		if (!narrated.some(namesNpc(draw))) return `The narration does not name ${draw.name}.`;
		return readWords(prose).some(isSecondPerson)
			? undefined
			: 'The player does not occur; call the player "you".';
	},
});

/** "You were Zoë", "As Zoë, you": the player is another person than the NPC. */
function castsPlayer(narration: string, name: string): boolean {
	return [`ou were ${name}`, `ou are ${name}`, `You, ${name}`, `As ${name}, you`].some(words => {
		const at = narration.indexOf(words);
		return at >= 0 && !/[\p{L}’'-]/u.test(narration[at + words.length] ?? '');
	});
}

function namesNpc(draw: Draw): (word: Word) => boolean {
	const names = readWords(draw.name).map(({bare}) => bare);
	const isOwn = isPronoun[draw.pronouns];
	return word => isOwn(word) || names.includes(word.bare);
}
