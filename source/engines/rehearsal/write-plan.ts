import type {Draw, Ocean} from '../../domain/draw.js';
import type {Random} from '../../domain/random.js';
import type {Context, Primitives, Tension} from '../../domain/step-outputs.js';
import {chooseHook} from './choose-hook.js';
import profiles from './profiles.json' with {type: 'json'};
import {capitalise, fillTemplate, templateValues} from './template-values.js';

type PlanSubject = {draw: Draw; random: Random};

/** A level up to which the two are strangers or nearly so. */
const acquaintanceLevel = 2;

export function writePrimitives({draw, random}: PlanSubject): Primitives {
	const values = {
		...templateValues(draw),
		home: random.pick(profiles.homes),
		view: random.pick(profiles.views),
		shop: random.pick(profiles.shops),
		trait: profiles.traits[strongestTrait(draw.ocean)],
		habit: random.pick(profiles.habits),
		pastime: random.pick(profiles.pastimes),
		chore: random.pick(profiles.chores),
	};
	return {
		background: clipText(fillTemplate(random.pick(profiles.backgrounds), values), 240),
		speaking_voice: clipText(fillTemplate(random.pick(profiles.voices), values), 160),
		daily_life: clipText(fillTemplate(random.pick(profiles.days), values), 200),
	};
}

const noticeableTrait = 3.5;

function strongestTrait(ocean: Ocean): keyof typeof profiles.traits {
	const traits = Object.entries(ocean) as Array<[keyof Ocean, number]>;
	const [trait, strength] = traits.reduce((best, next) => (next[1] > best[1] ? next : best));
	return strength >= noticeableTrait ? trait : 'even';
}

export function writeContext({draw, random}: PlanSubject): Context {
	const values = {
		...templateValues(draw),
		request: profiles.requests[draw.requestType],
		urgency: profiles.urgencies[draw.urgency],
	};
	const texts = random.shuffle(profiles.factorTexts);
	return {
		situation_description: clipText(fillTemplate(random.pick(profiles.situations), values), 280),
		capacity_factors: draw.factorImpacts.map((_, index) => ({
			factor: clipText(capitalise(draw.drains[index] ?? 'a long week'), 60),
			description: clipText(fillTemplate(texts[index % texts.length] as string, values), 180),
		})),
	};
}

export function writeTension({draw, random}: PlanSubject): Tension {
	const values = templateValues(draw);
	const fill = (list: readonly string[]) => fillTemplate(random.pick(list), values);
	const memories =
		draw.relationshipLevel <= acquaintanceLevel ? profiles.memories.stranger : profiles.memories.known;
	return {
		hook_element: clipText(fillTemplate(chooseHook(draw, random).element, values), 180),
		subtext: clipText(fill(profiles.subtexts), 180),
		internal_conflict: clipText(fillTemplate(profiles.conflicts[draw.cell.complexity], values), 200),
		relevant_memories: random
			.shuffle(memories)
			.slice(0, random.integer(1, 2))
			.map(memory => clipText(fillTemplate(memory, values), 180)),
		setting_context: clipText(fill(profiles.settings), 200),
		primary_action: clipText(capitalise(`${draw.action}.`), 100),
	};
}

/** Users bring their own lists, so an entry may be longer than its field: cut behind a whole word. */
function clipText(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	return text
		.slice(0, maxLength + 1)
		.replace(/\s+\S*$/u, '')
		.slice(0, maxLength);
}
