import type {Draw} from '../draw.js';
import {cellOfReadable, type ReadableInteraction} from '../legacy-interaction.js';
import type {ProseSubject} from '../quality/rule.js';
import {
	hookTypes,
	type Pronouns,
	pronounSets,
	requestTypes,
	timesOfDay,
	urgencyLevels,
} from '../situation.js';

/**
 * A finished record as the rules of good prose see it. What a record does not hold (the drawn object, the drawn sense)
 * is empty; a rule that asks for it looks at the plan instead, or at what the record says that was found.
 */
export function proseSubjectOf(record: ReadableInteraction): ProseSubject {
	const {tension_memory: tension, npc_card_narrative: narrative} = record;
	return {
		prose: narrative.dialogue_prose,
		draw: drawOf(record),
		tension: {
			hook_element: tension.tension_hook.element ?? '',
			subtext: tension.subtext ?? '',
			internal_conflict: tension.internal_conflict ?? '',
			relevant_memories: tension.relevant_memories,
			setting_context: narrative.setting_context ?? '',
			primary_action: narrative.primary_action ?? '',
		},
	};
}

/** What v2.2 wrote none of stands for "they": the rules then look for the name alone. */
export function pronounsOf(record: ReadableInteraction): Pronouns | undefined {
	return pronounSets.find(known => known === record.npc_profile.pronouns);
}

function drawOf(record: ReadableInteraction): Draw {
	const {npc_profile: profile, npc_emotional_state: state, interaction_context: context} = record;
	const {openness, conscientiousness, extraversion, agreeableness, neuroticism} =
		record.npc_ocean_personality;
	return {
		planIndex: record.training_metadata.plan_index ?? 0,
		cell: cellOfReadable(record) ?? {complexity: 'baseline', authenticity: 'failed', capacity: 'low'},
		name: profile.name,
		pronouns: pronounsOf(record) ?? 'they/them',
		ageBand: '',
		occupation: profile.occupation ?? '',
		venue: context.location ?? '',
		timeOfDay: timesOfDay.find(known => known === context.time_context) ?? 'morning',
		relationshipLevel: profile.relationship_level,
		relationshipName: '',
		trust: profile.trust,
		interactionCount: profile.interaction_count,
		ocean: {openness, conscientiousness, extraversion, agreeableness, neuroticism},
		baseCapacity: state.base_capacity,
		effectiveCapacity: state.effective_capacity,
		canSupportUpTo: state.can_support_up_to,
		factorImpacts: state.capacity_factors.map(({impact}) => impact),
		supportNeeded: context.support_needed,
		urgency: urgencyLevels.find(known => known === context.urgency_level) ?? 'routine',
		requestType: requestTypes.find(known => known === context.player_request_type) ?? 'advice',
		hookType: hookTypes.find(known => known === record.tension_memory.tension_hook.type) ?? 'mystery_hook',
		authenticityScore: record.training_metadata.authenticity_score,
		subject: '',
		hookObject: record.tension_memory.tension_hook.element ?? '',
		drains: [],
		opening: '',
		style: '',
		sense: '',
		action: record.npc_card_narrative.primary_action ?? '',
	};
}
