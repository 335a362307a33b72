import {z} from 'zod';
import type {Interaction} from '../domain/interaction.js';
import {authenticityTargets, capacityLevels, complexityTypes} from '../domain/parameter-space.js';

const group = z.record(z.string(), z.unknown());

/**
 * What a line of `interactions.jsonl` must have to be a record we can list, count and export.
 *
 * Looser than `interactionSchema` on purpose: a record that was accepted once stays one when a later version asks for more.
 */
const recordShapeSchema = z.object({
	npc_profile: z.object({name: z.string()}),
	npc_emotional_state: group,
	npc_ocean_personality: group,
	interaction_context: group,
	tension_memory: group,
	npc_card_narrative: z.object({dialogue_prose: z.string(), word_count: z.number()}),
	game_outcomes: group,
	training_metadata: z.object({
		id: z
			.string()
			.min(1)
			.refine(id => id.isWellFormed()),
		plan_index: z.int().min(0),
		complexity_type: z.enum(complexityTypes),
		authenticity_target: z.enum(authenticityTargets),
		capacity_level: z.enum(capacityLevels),
		created_at: z.string(),
	}),
});

export function isInteractionRecord(value: unknown): value is Interaction {
	return recordShapeSchema.safeParse(value).success;
}
