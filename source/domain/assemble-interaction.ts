import {countWords} from './count-words.js';
import type {Draw} from './draw.js';
import {
	capacityTiers,
	type GameOutcomes,
	type Interaction,
	type QualityReport,
	type StepReport,
} from './interaction.js';
import {outcomeRulesV22} from './outcome-rules.js';
import {capacityLevels} from './parameter-space.js';
import {urgencyMultipliers} from './situation.js';
import type {Context, StepOutputs} from './step-outputs.js';

/** Where a record comes from: everything in it that neither draw nor model decided. */
export type Provenance = {
	id: string;
	runId: string;
	runSeed: number;
	variationFamily: string;
	engine: string;
	model: string;
	modelDigest: string;
	/** `seed` is that of the dialogue call that was accepted. */
	sampling: {temperature: number; top_p: number; top_k: number; repeat_penalty: number; seed: number};
	promptFingerprint: string;
	appVersion: string;
	/** ISO 8601, UTC. */
	createdAt: string;
	/** Tries this slot took, from 1. */
	tries: number;
	steps: StepReport[];
	quality: QualityReport;
	/** Name of the rule set behind `outcomes`; v2.2 unless said otherwise. */
	outcomeRules?: string;
};

export type InteractionParts = {
	draw: Draw;
	outputs: Required<StepOutputs>;
	outcomes: GameOutcomes;
	provenance: Provenance;
};

/** The complete record: numbers from the draw, words from the model, outcomes as computed. No field is left empty. */
export function assembleInteraction(parts: InteractionParts): Interaction {
	const {draw, outputs, outcomes} = parts;
	return {
		npc_profile: npcProfile(draw, outputs),
		npc_emotional_state: emotionalState(draw, outputs.context),
		npc_ocean_personality: {...draw.ocean},
		interaction_context: interactionContext(draw, outputs.context),
		tension_memory: tensionMemory(draw, outputs),
		npc_card_narrative: {
			setting_context: outputs.tension.setting_context,
			dialogue_prose: outputs.dialogue.prose,
			primary_action: outputs.tension.primary_action,
			word_count: countWords(outputs.dialogue.prose),
		},
		game_outcomes: outcomes,
		training_metadata: trainingMetadata(parts),
	};
}

function npcProfile(draw: Draw, {primitives}: Required<StepOutputs>): Interaction['npc_profile'] {
	return {
		name: draw.name,
		relationship_level: draw.relationshipLevel,
		trust: draw.trust,
		interaction_count: draw.interactionCount,
		relationship_name: draw.relationshipName,
		pronouns: draw.pronouns,
		age_band: draw.ageBand,
		occupation: draw.occupation,
		background: primitives.background,
		speaking_voice: primitives.speaking_voice,
		daily_life: primitives.daily_life,
	};
}

function emotionalState(draw: Draw, context: Context): Interaction['npc_emotional_state'] {
	return {
		base_capacity: draw.baseCapacity,
		capacity_factors: draw.factorImpacts.map((impact, index) => {
			const {factor, description} = factorText(context, index);
			return {factor, impact, description};
		}),
		effective_capacity: draw.effectiveCapacity,
		can_support_up_to: draw.canSupportUpTo,
		capacity_tier: capacityTiers[
			capacityLevels.indexOf(draw.cell.capacity)
		] as (typeof capacityTiers)[number],
	};
}

function factorText(context: Context, index: number): Context['capacity_factors'][number] {
	const text = context.capacity_factors[index];
	if (text === undefined) {
		throw new RangeError(`the context step wrote no text for capacity factor ${index + 1}`);
	}
	return text;
}

function interactionContext(draw: Draw, context: Context): Interaction['interaction_context'] {
	return {
		player_request_type: draw.requestType,
		support_needed: draw.supportNeeded,
		urgency_level: draw.urgency,
		urgency_multiplier: urgencyMultipliers[draw.urgency],
		situation_description: context.situation_description,
		location: draw.venue,
		time_context: draw.timeOfDay,
	};
}

function tensionMemory(draw: Draw, {tension}: Required<StepOutputs>): Interaction['tension_memory'] {
	return {
		tension_hook: {type: draw.hookType, element: tension.hook_element},
		relevant_memories: [...tension.relevant_memories],
		subtext: tension.subtext,
		internal_conflict: tension.internal_conflict,
	};
}

function trainingMetadata({draw, provenance}: InteractionParts): Interaction['training_metadata'] {
	const direction = draw.misjudgmentDirection;
	return {
		complexity_type: draw.cell.complexity,
		authenticity_score: draw.authenticityScore,
		generation_method: 'multi_step_pipeline',
		id: provenance.id,
		authenticity_target: draw.cell.authenticity,
		capacity_level: draw.cell.capacity,
		...(direction === undefined ? {} : {misjudgment_direction: direction}),
		run_id: provenance.runId,
		run_seed: provenance.runSeed,
		plan_index: draw.planIndex,
		variation_family: provenance.variationFamily,
		engine: provenance.engine,
		model: provenance.model,
		model_digest: provenance.modelDigest,
		sampling: {...provenance.sampling},
		prompt_fingerprint: provenance.promptFingerprint,
		outcome_rules: provenance.outcomeRules ?? outcomeRulesV22.name,
		app_version: provenance.appVersion,
		created_at: provenance.createdAt,
		tries: provenance.tries,
		steps: [...provenance.steps],
		quality: provenance.quality,
	};
}
