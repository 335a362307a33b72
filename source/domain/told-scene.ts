import type {Interaction} from './interaction.js';
import type {ToldScene} from './quality/variety-meter.js';

/** What the variety meter reads of a record. */
export function toldSceneOf(interaction: Interaction): ToldScene {
	const {training_metadata: metadata} = interaction;
	return {
		prose: interaction.npc_card_narrative.dialogue_prose,
		name: interaction.npc_profile.name,
		venue: interaction.interaction_context.location,
		family: metadata.variation_family ?? metadata.id,
	};
}
