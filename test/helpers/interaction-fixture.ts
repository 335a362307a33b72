import {type Interaction, interactionSchema} from '../../source/domain/interaction.js';
import {cellAt} from '../../source/domain/plan-order.js';

export type InteractionFixture = {id?: string; planIndex?: number; prose?: string; name?: string};

/** The smallest record that the schema takes, with real characters in it. */
export function createInteraction(fixture: InteractionFixture = {}): Interaction {
	const {planIndex = 0, id = `interaction-${planIndex}`, name = 'José'} = fixture;
	const {prose = 'You set the box down. “I can’t,” José said—and folded the receipt.'} = fixture;
	const cell = cellAt('balanced', planIndex);
	const interaction: Interaction = {
		npc_profile: {
			name,
			relationship_level: 3,
			trust: 0.5,
			interaction_count: 20,
			relationship_name: 'Friend',
			pronouns: 'he/him',
			age_band: 'thirties',
			occupation: 'baker',
			background: 'Grew up over the shop.',
			speaking_voice: 'Short and dry.',
			daily_life: 'Up at four, asleep by nine.',
		},
		npc_emotional_state: {
			base_capacity: 6.5,
			capacity_factors: [{factor: 'bad sleep', impact: -2.5, description: 'Two nights awake.'}],
			effective_capacity: 4,
			can_support_up_to: 6,
			capacity_tier: 'LOW',
		},
		npc_ocean_personality: {
			openness: 3,
			conscientiousness: 3,
			extraversion: 3,
			agreeableness: 3,
			neuroticism: 3,
		},
		interaction_context: {
			player_request_type: 'practical_help',
			support_needed: 5.5,
			urgency_level: 'important',
			urgency_multiplier: 2,
			situation_description: 'The player wants help with a move.',
			location: 'bakery',
			time_context: 'evening',
		},
		tension_memory: {
			tension_hook: {type: 'mystery_hook', element: 'a receipt from a pawn shop'},
			relevant_memories: ['They carried a sofa once.'],
			subtext: 'Money is short.',
			internal_conflict: 'Help, or rest.',
		},
		npc_card_narrative: {
			setting_context: 'The bakery after closing.',
			dialogue_prose: prose,
			primary_action: 'fold a receipt',
			word_count: prose.split(' ').length,
		},
		game_outcomes: {
			relationship_trust_change: 0.32,
			trust_calculation: {
				base_action_impact: 0.1,
				ocean_personality_modifier: '1.0 (baseline)',
				urgency_multiplier: 2,
				trust_relationship_modifier: 1,
				honesty_authenticity_bonus: 0.12,
				full_formula: '0.1 * 1.0 * 2 * 1 + 0.12',
				impact_tier: 'MODERATE',
			},
			player_emotional_impact: 0.6,
			npc_capacity_cost: -1.1,
			unlocks_card_evolution: false,
		},
		training_metadata: {
			complexity_type: cell.complexity,
			authenticity_score: 0.7,
			generation_method: 'unwritten',
			id,
			authenticity_target: cell.authenticity,
			capacity_level: cell.capacity,
			run_id: '20261122-184510-q7',
			run_seed: 7,
			plan_index: planIndex,
			variation_family: `family-${planIndex}`,
			engine: 'rehearsal',
			model: 'rehearsal',
			model_digest: 'none',
			sampling: {temperature: 0.9, top_p: 0.98, top_k: 80, repeat_penalty: 1.1, seed: 1},
			prompt_fingerprint: '0123456789abcdef',
			outcome_rules: 'v2.2',
			app_version: '0.1.0',
			created_at: '2026-11-22T18:45:10.000Z',
			tries: 1,
			steps: [{step: 'dialogue', attempts: 1, duration_ms: 5, prompt_tokens: 10, output_tokens: 20}],
			quality: {hard: [], soft: [], score: 1, trimmed: false},
		},
	};
	return interactionSchema.parse(interaction);
}

export async function* streamOf<Value>(values: Iterable<Value>): AsyncGenerator<Value> {
	for (const value of values) yield value;
}
