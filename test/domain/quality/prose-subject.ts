import type {Draw} from '../../../source/domain/draw.js';
import type {ProseSubject, Rule, RuleFinding} from '../../../source/domain/quality/rule.js';
import type {Tension} from '../../../source/domain/step-outputs.js';

const exampleDraw: Draw = {
	planIndex: 0,
	cell: {complexity: 'baseline', authenticity: 'authentic', capacity: 'low'},
	name: 'Zoë',
	pronouns: 'she/her',
	ageBand: 'early forties',
	occupation: 'bus driver',
	venue: 'the laundromat on Pine Street',
	timeOfDay: 'evening',
	relationshipLevel: 3,
	relationshipName: 'Friend',
	trust: 0.5,
	interactionCount: 20,
	ocean: {openness: 3, conscientiousness: 3, extraversion: 3, agreeableness: 3, neuroticism: 3},
	baseCapacity: 6,
	effectiveCapacity: 3.5,
	canSupportUpTo: 5.5,
	factorImpacts: [-2.5],
	supportNeeded: 7,
	urgency: 'important',
	requestType: 'advice',
	hookType: 'mystery_hook',
	authenticityScore: 0.7,
	subject: 'a third rejection letter in a month',
	hookObject: 'an unopened letter from the council',
	drains: ['a double shift'],
	opening: 'with a smell',
	style: 'plainly',
	sense: 'the smell of floor polish',
	action: 'fold a receipt into smaller squares',
};

export const exampleTension: Tension = {
	hook_element: 'An unopened letter from the council sticks out of Zoë’s bag.',
	subtext: 'She has been thinking about leaving town before winter comes.',
	internal_conflict: 'She wants to help and has nothing left to help with.',
	relevant_memories: ['You once carried a wardrobe up four floors together.'],
	setting_context: 'The laundromat on Pine Street in the evening, floor polish in the air.',
	primary_action: 'Folds a receipt into smaller and smaller squares',
};

/** About 95 words that keep every rule, hard and soft; curly quotes, an accent and a dash included. */
export const goodProse =
	'The laundromat smelled of floor polish and warm lint. You told Zoë about the third rejection, and asked what you ought to write back. She folded a receipt into smaller and smaller squares before she answered. “I can’t do the whole letter with you tonight,” she said. “I’ve driven since five, and — no, I’d only make it worse. But bring it to the café on Thursday at six and I’ll read every line.” An unopened envelope from the council stuck out of her bag. She pushed it down without looking and made room for you on the bench.';

export function subjectOf(
	prose: string,
	changes: {draw?: Partial<Draw>; tension?: Partial<Tension>} = {},
): ProseSubject {
	return {
		prose,
		draw: {...exampleDraw, ...changes.draw},
		tension: {...exampleTension, ...changes.tension},
	};
}

/** What `rule` finds in `prose`, under the example draw. */
export function check(rule: Rule, prose: string, changes?: Parameters<typeof subjectOf>[1]): RuleFinding {
	return rule.check(subjectOf(prose, changes));
}
