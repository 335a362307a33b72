import {cellOfReadable, type ReadableInteraction} from '../domain/legacy-interaction.js';
import {describeTemperament} from '../domain/temperament.js';
import type {ChatTemplates} from './chat-sample.js';
import type {TemplateValues} from './fill-lines.js';

/** What the templates may name; they are checked against it before anything is written. */
export const templateNames: ReadonlySet<string> = new Set([
	...['name', 'pronouns', 'age_band', 'occupation', 'background', 'daily_life', 'speaking_voice'],
	...['relationship_level', 'relationship', 'interaction_count', 'trust'],
	...['openness', 'conscientiousness', 'extraversion', 'agreeableness', 'neuroticism', 'temperament'],
	...['effective_capacity', 'base_capacity', 'can_support_up_to', 'capacity_factors', 'capacity_meaning'],
	...['time_context', 'location', 'situation_description', 'request', 'support_needed'],
	...['urgency_level', 'urgency', 'hook_type', 'hook_element', 'relevant_memories'],
	...['subtext', 'internal_conflict', 'setting_context', 'primary_action'],
	...['complexity', 'authenticity', 'capacity', 'misjudgment'],
]);

/** Everything a template may name; undefined where the record does not say. */
export function createTemplateValues(record: ReadableInteraction, chat: ChatTemplates): TemplateValues {
	return {
		...personValues(record, chat),
		...stateValues(record, chat),
		...sceneValues(record, chat),
		...labelValues(record),
	};
}

function personValues(
	{npc_profile: profile, npc_ocean_personality: ocean}: ReadableInteraction,
	chat: ChatTemplates,
) {
	return {
		name: profile.name,
		pronouns: profile.pronouns,
		occupation: profile.occupation,
		age_band: asText(profile.age_band),
		background: asText(profile.background),
		daily_life: asText(profile.daily_life),
		speaking_voice: asText(profile.speaking_voice),
		relationship_level: String(profile.relationship_level),
		interaction_count: String(profile.interaction_count),
		trust: String(profile.trust),
		// Old files have half levels; the words are those of the level that is reached.
		relationship: word(chat, 'relationship', String(Math.floor(profile.relationship_level))),
		openness: String(ocean.openness),
		conscientiousness: String(ocean.conscientiousness),
		extraversion: String(ocean.extraversion),
		agreeableness: String(ocean.agreeableness),
		neuroticism: String(ocean.neuroticism),
		temperament: describeTemperament(ocean, (heading, value) => word(chat, heading, value)),
	};
}

function stateValues(record: ReadableInteraction, chat: ChatTemplates) {
	const {npc_emotional_state: state, npc_profile: profile} = record;
	const capacity = cellOfReadable(record)?.capacity;
	const factors = state.capacity_factors.map(({factor, description}) =>
		[factor, description].filter(Boolean).join(': '),
	);
	return {
		effective_capacity: String(state.effective_capacity),
		base_capacity: String(state.base_capacity),
		can_support_up_to: String(state.can_support_up_to),
		capacity_factors: factors.join(' '),
		capacity_meaning: capacity && chat.labels.capacity[capacity].replaceAll('{{name}}', () => profile.name),
	};
}

function sceneValues(
	{interaction_context: context, tension_memory: tension, npc_card_narrative: narrative}: ReadableInteraction,
	chat: ChatTemplates,
) {
	return {
		time_context: context.time_context ?? undefined,
		location: context.location ?? undefined,
		situation_description: context.situation_description ?? undefined,
		request: word(chat, 'request', context.player_request_type) || context.player_request_type,
		support_needed: String(context.support_needed),
		urgency_level: context.urgency_level,
		urgency: word(chat, 'urgency', context.urgency_level),
		hook_type: tension.tension_hook.type,
		hook_element: tension.tension_hook.element ?? undefined,
		relevant_memories: tension.relevant_memories.join(' '),
		subtext: tension.subtext ?? undefined,
		internal_conflict: tension.internal_conflict ?? undefined,
		setting_context: narrative.setting_context ?? undefined,
		primary_action: narrative.primary_action ?? undefined,
	};
}

function labelValues(record: ReadableInteraction) {
	const cell = cellOfReadable(record);
	return {
		complexity: record.training_metadata.complexity_type,
		authenticity: cell?.authenticity,
		capacity: cell?.capacity,
		misjudgment: record.training_metadata.misjudgment_direction,
	};
}

function asText(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function word({wording}: ChatTemplates, heading: string, value: string): string {
	return wording.get(heading)?.get(value) ?? '';
}
