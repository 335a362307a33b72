import {z} from 'zod';
import {authenticityTargets, capacityLevels, complexityTypes} from './parameter-space.js';
import {
	hookTypes,
	misjudgmentDirections,
	pronounSets,
	requestTypes,
	timesOfDay,
	urgencyLevels,
} from './situation.js';

const text = z.string().min(1);
const oneToFive = z.number().min(1).max(5);
const zeroToTen = z.number().min(0).max(10);
const zeroToOne = z.number().min(0).max(1);
const count = z.int().min(0);

export const capacityTiers = ['CRISIS', 'LOW', 'MEDIUM', 'HIGH'] as const;
export const impactTiers = ['VERY_MINOR', 'MINOR', 'MODERATE', 'MAJOR'] as const;

const npcProfileSchema = z.object({
	name: text,
	relationship_level: z.int().min(1).max(5),
	trust: zeroToOne,
	interaction_count: count,
	relationship_name: text,
	pronouns: z.enum(pronounSets),
	age_band: text,
	occupation: text,
	background: text,
	speaking_voice: text,
	daily_life: text,
});

const npcEmotionalStateSchema = z.object({
	base_capacity: zeroToTen,
	capacity_factors: z
		.array(z.object({factor: text, impact: z.number().negative(), description: text}))
		.min(1)
		.max(3),
	effective_capacity: zeroToTen,
	can_support_up_to: zeroToTen,
	capacity_tier: z.enum(capacityTiers),
});

const npcOceanPersonalitySchema = z.object({
	openness: oneToFive,
	conscientiousness: oneToFive,
	extraversion: oneToFive,
	agreeableness: oneToFive,
	neuroticism: oneToFive,
});

const interactionContextSchema = z.object({
	player_request_type: z.enum(requestTypes),
	support_needed: zeroToTen,
	urgency_level: z.enum(urgencyLevels),
	urgency_multiplier: z.number().min(1).max(5),
	situation_description: text,
	location: text,
	time_context: z.enum(timesOfDay),
});

const tensionMemorySchema = z.object({
	tension_hook: z.object({type: z.enum(hookTypes), element: text}),
	relevant_memories: z.array(text).min(1).max(3),
	subtext: text,
	internal_conflict: text,
});

const npcCardNarrativeSchema = z.object({
	setting_context: text,
	dialogue_prose: text,
	primary_action: text,
	word_count: count,
});

/** What step 5 computes; rule set v2.2 unless the metadata names another. */
export const gameOutcomesSchema = z.object({
	relationship_trust_change: z.number(),
	trust_calculation: z.object({
		base_action_impact: z.number(),
		ocean_personality_modifier: text,
		urgency_multiplier: z.number(),
		trust_relationship_modifier: z.number(),
		honesty_authenticity_bonus: z.number(),
		full_formula: text,
		impact_tier: z.enum(impactTiers),
	}),
	player_emotional_impact: z.number(),
	npc_capacity_cost: z.number(),
	unlocks_card_evolution: z.boolean(),
});
export type GameOutcomes = z.infer<typeof gameOutcomesSchema>;

/** Milliseconds and tokens that one step took, over all its attempts. */
const stepReportSchema = z.object({
	step: text,
	attempts: count,
	duration_ms: z.number().min(0),
	prompt_tokens: count,
	/** Of them from the engine's cache; absent where it does not say. */
	cached_prompt_tokens: count.optional(),
	output_tokens: count,
	/** Which of several hosts wrote it; absent where the engine has one. */
	host: text.optional(),
});
export type StepReport = z.infer<typeof stepReportSchema>;

const ruleFindingSchema = z.object({rule: text, passed: z.boolean(), detail: z.string()});

export const qualityReportSchema = z.object({
	/** The hard rules, all passed in an accepted record. */
	hard: z.array(ruleFindingSchema),
	/** The soft rules: scored and reported, never a reason to refuse. */
	soft: z.array(ruleFindingSchema),
	/** Share of soft rules that passed, 0-1, two decimals. */
	score: zeroToOne,
	/** True when the reply ran on and was cut at its last fitting sentence. */
	trimmed: z.boolean(),
});
export type QualityReport = z.infer<typeof qualityReportSchema>;

const samplingSchema = z.object({
	temperature: z.number(),
	top_p: z.number(),
	top_k: z.number(),
	repeat_penalty: z.number(),
	/** The seed of the dialogue call that was accepted. */
	seed: z.int(),
});

const trainingMetadataSchema = z.object({
	complexity_type: z.enum(complexityTypes),
	authenticity_score: zeroToOne,
	generation_method: text,
	id: text,
	authenticity_target: z.enum(authenticityTargets),
	capacity_level: z.enum(capacityLevels),
	misjudgment_direction: z.enum(misjudgmentDirections).optional(),
	run_id: text,
	run_seed: z.int(),
	plan_index: count,
	variation_family: text,
	engine: text,
	model: text,
	model_digest: text,
	sampling: samplingSchema,
	prompt_fingerprint: text,
	outcome_rules: text,
	app_version: text,
	created_at: z.iso.datetime(),
	/** Tries this slot took, 1-3. */
	tries: z.int().min(1),
	steps: z.array(stepReportSchema).min(1),
	quality: qualityReportSchema,
	/** The prose was changed by hand, and held to the hard rules again. */
	edited: z.literal(true).optional(),
	/** A person has looked at it and found it good. */
	reviewed: z.literal(true).optional(),
	/** What a person noted about it. */
	note: text.optional(),
});

/**
 * One complete interaction: an element of the batch array and a line of `interactions.jsonl`.
 *
 * Every group and field of v2.2 keeps its name and type; what is new stands beside it. Source: domain guide, section 4.
 */
export const interactionSchema = z.object({
	npc_profile: npcProfileSchema,
	npc_emotional_state: npcEmotionalStateSchema,
	npc_ocean_personality: npcOceanPersonalitySchema,
	interaction_context: interactionContextSchema,
	tension_memory: tensionMemorySchema,
	npc_card_narrative: npcCardNarrativeSchema,
	game_outcomes: gameOutcomesSchema,
	training_metadata: trainingMetadataSchema,
});
export type Interaction = z.infer<typeof interactionSchema>;
