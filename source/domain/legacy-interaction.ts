import {z} from 'zod';
import {capacityTiers, impactTiers} from './interaction.js';
import {
	type AuthenticityTarget,
	authenticityTargets,
	type CapacityLevel,
	type Cell,
	capacityLevels,
	complexityTypes,
} from './parameter-space.js';
import {type HookType, hookTypes, misjudgmentDirections} from './situation.js';

const legacyHookTypes: Record<string, HookType> = {
	mystery: 'mystery_hook',
	mystery_question: 'mystery_hook',
	stakes_hint: 'stakes_escalation',
};

/** The hook type under its present name; absent when it is none that v2.2 or we ever wrote. */
export function normaliseHookType(type: string): HookType | undefined {
	const present = hookTypes.find(hookType => hookType === type);
	return present ?? (Object.hasOwn(legacyHookTypes, type) ? legacyHookTypes[type] : undefined);
}

const hookTypeSchema = z.string().transform((type, context) => {
	const hookType = normaliseHookType(type);
	if (hookType === undefined) {
		context.addIssue({code: 'custom', message: `unknown hook type \`${type}\``});
		return z.NEVER;
	}
	return hookType;
});

const words = z.string().nullish();
const number = z.number();

const profileSchema = z.looseObject({
	name: z.string().min(1),
	relationship_level: number.min(1).max(5),
	trust: number.min(0).max(1),
	interaction_count: number.min(0),
	pronouns: z.string().optional(),
	occupation: z.string().optional(),
});

const emotionalStateSchema = z.looseObject({
	base_capacity: number,
	capacity_factors: z
		.array(z.looseObject({factor: words, impact: number, description: words}))
		.nullish()
		.transform(factors => factors ?? []),
	effective_capacity: number,
	can_support_up_to: number,
	capacity_tier: z.enum(capacityTiers),
});

const contextSchema = z.looseObject({
	player_request_type: z.string(),
	support_needed: number,
	urgency_level: z.string(),
	urgency_multiplier: number,
	situation_description: words,
	location: words,
	time_context: words,
});

const tensionSchema = z.looseObject({
	tension_hook: z.looseObject({type: hookTypeSchema, element: words}),
	relevant_memories: z
		.array(z.string())
		.nullish()
		.transform(memories => memories ?? []),
	subtext: words,
	internal_conflict: words,
});

const outcomesSchema = z.looseObject({
	relationship_trust_change: number,
	trust_calculation: z.looseObject({
		base_action_impact: number,
		ocean_personality_modifier: z.string(),
		urgency_multiplier: number,
		trust_relationship_modifier: number,
		honesty_authenticity_bonus: number,
		full_formula: z.string(),
		impact_tier: z.enum(impactTiers),
	}),
	player_emotional_impact: number,
	npc_capacity_cost: number,
	unlocks_card_evolution: z.boolean(),
});

const metadataSchema = z.looseObject({
	complexity_type: z.enum(complexityTypes),
	authenticity_score: number.min(0).max(1),
	generation_method: z.string(),
	id: z.string().optional(),
	authenticity_target: z.enum(authenticityTargets).optional(),
	capacity_level: z.enum(capacityLevels).optional(),
	misjudgment_direction: z.enum(misjudgmentDirections).optional(),
	run_id: z.string().optional(),
	plan_index: number.optional(),
	variation_family: z.string().optional(),
	engine: z.string().optional(),
	model: z.string().optional(),
});

/**
 * Reads the records of v2.2 as well as ours: half relationship levels, support beyond 10, nulls, empty lists, the old
 * names of hook types (which come out under the present ones). Fields it does not know are kept as they are.
 */
export const readableInteractionSchema = z.looseObject({
	npc_profile: profileSchema,
	npc_emotional_state: emotionalStateSchema,
	npc_ocean_personality: z.looseObject({
		openness: number,
		conscientiousness: number,
		extraversion: number,
		agreeableness: number,
		neuroticism: number,
	}),
	interaction_context: contextSchema,
	tension_memory: tensionSchema,
	npc_card_narrative: z.looseObject({
		setting_context: words,
		dialogue_prose: z.string(),
		primary_action: words,
		word_count: number,
	}),
	game_outcomes: outcomesSchema,
	training_metadata: metadataSchema,
});
export type ReadableInteraction = z.infer<typeof readableInteractionSchema>;

/** v2.2 wrote one fixed score per target and no label. */
const legacyScores = new Map<number, AuthenticityTarget>([
	[0.25, 'failed'],
	[0.55, 'struggling'],
	[0.85, 'authentic'],
	[0.95, 'excellent'],
]);

/** The cell a record was made for: its labels, or what v2.2's fixed scores stand for. Never a band of the score. */
export function cellOfReadable(record: ReadableInteraction): Cell | undefined {
	const metadata = record.training_metadata;
	const authenticity = metadata.authenticity_target ?? legacyScores.get(metadata.authenticity_score);
	const capacity = metadata.capacity_level ?? capacityOfTier(record.npc_emotional_state.capacity_tier);
	return authenticity && {complexity: metadata.complexity_type, authenticity, capacity};
}

function capacityOfTier(tier: (typeof capacityTiers)[number]): CapacityLevel {
	return capacityLevels[capacityTiers.indexOf(tier)] as CapacityLevel;
}
