import type {Draw} from '../../domain/draw.js';
import type {Pronouns} from '../../domain/situation.js';
import {pastOfAction, tellClausesInPast} from './past-of-action.js';

/** What the slots of the templates stand for, by slot name. */
export type TemplateValues = Readonly<Record<string, string>>;

const pronounSlots: Record<Pronouns, TemplateValues> = {
	'she/her': {they: 'she', them: 'her', their: 'her', theirs: 'hers', themselves: 'herself'},
	'he/him': {they: 'he', them: 'him', their: 'his', theirs: 'his', themselves: 'himself'},
	'they/them': {they: 'they', them: 'them', their: 'their', theirs: 'theirs', themselves: 'themselves'},
};

export function templateValues(draw: Draw): TemplateValues {
	return {
		...pronounSlots[draw.pronouns],
		name: draw.name,
		venue: draw.venue,
		time: draw.timeOfDay,
		sense: draw.sense,
		subject: addressPlayer(draw.subject),
		object: draw.hookObject,
		action: tellClausesInPast(draw.action),
		actionPast: pastOfAction(draw.action) ?? '',
		job: `${/^[aeiou]/iu.test(draw.occupation) ? 'an' : 'a'} ${draw.occupation}`,
	};
}

/** The lists speak of the player, the prose of "you". */
function addressPlayer(text: string): string {
	return text.replace(/\bthe player is\b/giu, 'you are').replace(/\bthe player\b/giu, 'you');
}

/** Fills `{slot}`, and `{Slot}` with a capital. A slot without a value is a mistake in the data and throws. */
export function fillTemplate(template: string, values: TemplateValues): string {
	return template.replace(/\{(\p{L}+)\}/gu, (_, slot: string) => {
		const value = values[slot] ?? values[slot.charAt(0).toLowerCase() + slot.slice(1)];
		if (value === undefined) throw new RangeError(`no value for the slot ${slot}`);
		return /^\p{Lu}/u.test(slot) ? capitalise(value) : value;
	});
}

export function capitalise(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
