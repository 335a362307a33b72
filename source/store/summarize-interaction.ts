import type {Interaction} from '../domain/interaction.js';
import {cellNumber} from '../domain/parameter-space.js';
import type {InteractionSummary} from '../pipeline/ports.js';

const openingWords = 12;

/** What a list shows of a record. */
export function summarizeInteraction(
	interaction: Interaction,
	status: InteractionSummary['status'],
): InteractionSummary {
	const {npc_profile: profile, npc_card_narrative: narrative, training_metadata: metadata} = interaction;
	return {
		id: metadata.id,
		planIndex: metadata.plan_index,
		name: profile.name,
		cell: cellNumber({
			complexity: metadata.complexity_type,
			authenticity: metadata.authenticity_target,
			capacity: metadata.capacity_level,
		}),
		words: narrative.word_count,
		// Joined anew on purpose: a slice would keep the whole prose in memory.
		opening: narrative.dialogue_prose.trim().split(/\s+/u, openingWords).join(' '),
		at: metadata.created_at,
		status,
	};
}
