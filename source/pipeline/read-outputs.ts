import type {Interaction} from '../domain/interaction.js';
import type {StepOutputs} from '../domain/step-outputs.js';

/** What the model wrote, step by step, taken back out of a record: the opposite of assembling it. */
export function readOutputs(interaction: Interaction): Required<StepOutputs> {
	const {npc_profile: profile, npc_emotional_state: state, interaction_context: context} = interaction;
	const {tension_memory: tension, npc_card_narrative: narrative} = interaction;
	return {
		primitives: {
			background: profile.background,
			speaking_voice: profile.speaking_voice,
			daily_life: profile.daily_life,
		},
		context: {
			situation_description: context.situation_description,
			capacity_factors: state.capacity_factors.map(({factor, description}) => ({factor, description})),
		},
		tension: {
			hook_element: tension.tension_hook.element,
			subtext: tension.subtext,
			internal_conflict: tension.internal_conflict,
			relevant_memories: [...tension.relevant_memories],
			setting_context: narrative.setting_context,
			primary_action: narrative.primary_action,
		},
		dialogue: {
			prose: narrative.dialogue_prose,
			trimmed: interaction.training_metadata.quality.trimmed,
		},
	};
}
