import fc from 'fast-check';
import {expect, test} from 'vitest';
import {assembleInteraction, type Provenance} from '../../source/domain/assemble-interaction.js';
import {createDrawer} from '../../source/domain/create-draw.js';
import type {Draw} from '../../source/domain/draw.js';
import {interactionSchema} from '../../source/domain/interaction.js';
import {cellOfReadable, readableInteractionSchema} from '../../source/domain/legacy-interaction.js';
import {computeOutcomes} from '../../source/domain/outcomes.js';
import {urgencyMultipliers} from '../../source/domain/situation.js';
import type {StepOutputs} from '../../source/domain/step-outputs.js';
import {readRealWorld} from './read-real-world.js';

const world = readRealWorld();
const prose = 'Amara folded the receipt. “I’ll come at six—not before,” she said, and meant it.';

function outputsFor(draw: Draw): Required<StepOutputs> {
	return {
		primitives: {
			background: 'Grew up above a shop.',
			speaking_voice: 'Low, quick.',
			daily_life: 'Early shifts.',
		},
		context: {
			situation_description: 'You ask for an hour on Thursday.',
			capacity_factors: draw.drains.map(drain => ({
				factor: `About ${drain}`,
				description: `It was ${drain}.`,
			})),
		},
		tension: {
			hook_element: 'The spare key nobody asks about.',
			subtext: 'Wants to be asked.',
			internal_conflict: 'Rest or loyalty.',
			relevant_memories: ['The night on the pier.'],
			setting_context: 'Late light on the counter.',
			primary_action: 'folds the receipt',
		},
		dialogue: {prose, trimmed: false},
	};
}

const provenance: Provenance = {
	id: 'q7-00012',
	runId: '20261122-184510-q7',
	runSeed: 7,
	variationFamily: 'q7-12',
	engine: 'rehearsal',
	model: 'rehearsal',
	modelDigest: 'none',
	sampling: {temperature: 0.92, top_p: 0.98, top_k: 80, repeat_penalty: 1.1, seed: 99},
	promptFingerprint: 'abc123',
	appVersion: '0.1.0',
	createdAt: '2026-11-22T18:45:10.000Z',
	tries: 2,
	steps: [{step: 'dialogue', attempts: 1, duration_ms: 12, prompt_tokens: 400, output_tokens: 120}],
	quality: {
		hard: [{rule: 'length', passed: true, detail: ''}],
		soft: [],
		score: 1,
		trimmed: false,
	},
};

function assemble(seed: number, planIndex: number) {
	const draw = createDrawer({seed, order: 'balanced', world})(planIndex);
	const outcomes = computeOutcomes(draw);
	return {draw, record: assembleInteraction({draw, outputs: outputsFor(draw), outcomes, provenance})};
}

test('every draw makes a record that is valid, loses nothing to the schema and has nothing empty', () => {
	fc.assert(
		fc.property(fc.integer(), fc.nat(5000), (seed, planIndex) => {
			const {record} = assemble(seed, planIndex);
			expect(interactionSchema.parse(record)).toEqual(record);
			expect(JSON.parse(JSON.stringify(record))).toEqual(record);
		}),
	);
});

test('the numbers of a record are those of its draw', () => {
	fc.assert(
		fc.property(fc.integer(), fc.nat(5000), (seed, planIndex) => {
			const {draw, record} = assemble(seed, planIndex);
			const factors = record.npc_emotional_state.capacity_factors;
			expect(factors.map(factor => factor.impact)).toEqual(draw.factorImpacts);
			expect(record.npc_emotional_state.capacity_tier).toBe(draw.cell.capacity.toUpperCase());
			expect(record.interaction_context.location).toBe(draw.venue);
			expect(record.interaction_context.urgency_multiplier).toBe(urgencyMultipliers[draw.urgency]);
			expect(record.npc_profile.name).toBe(draw.name);
			expect(record.training_metadata.plan_index).toBe(planIndex);
			expect(record.training_metadata.authenticity_score).toBe(draw.authenticityScore);
			expect('misjudgment_direction' in record.training_metadata).toBe(
				draw.cell.complexity === 'misjudgment',
			);
		}),
	);
});

test('words are counted by us and the provenance is written down', () => {
	const {record} = assemble(1, 12);

	expect(record.npc_card_narrative.dialogue_prose).toBe(prose);
	expect(record.npc_card_narrative.word_count).toBe(15);
	expect(record.training_metadata).toMatchObject({
		generation_method: 'multi_step_pipeline',
		outcome_rules: 'v2.2',
		id: 'q7-00012',
		run_id: '20261122-184510-q7',
		run_seed: 7,
		variation_family: 'q7-12',
		model_digest: 'none',
		prompt_fingerprint: 'abc123',
		created_at: '2026-11-22T18:45:10.000Z',
		tries: 2,
	});
});

test('groups and fields come in the order of v2.2', () => {
	const {record} = assemble(1, 0);

	expect(Object.keys(record)).toEqual([
		'npc_profile',
		'npc_emotional_state',
		'npc_ocean_personality',
		'interaction_context',
		'tension_memory',
		'npc_card_narrative',
		'game_outcomes',
		'training_metadata',
	]);
	expect(Object.keys(record.npc_emotional_state.capacity_factors[0] as object)).toEqual([
		'factor',
		'impact',
		'description',
	]);
});

test('a context with too few factor texts is a bug and is said so', () => {
	const draw = createDrawer({seed: 1, order: 'balanced', world})(0);
	const outputs = outputsFor(draw);
	outputs.context.capacity_factors = [];

	expect(() => assembleInteraction({draw, outputs, outcomes: computeOutcomes(draw), provenance})).toThrow(
		'capacity factor 1',
	);
});

test('our own records read through the lenient schema unchanged', () => {
	const {draw, record} = assemble(3, 40);

	const read = readableInteractionSchema.parse(record);

	expect(read).toEqual(record);
	expect(cellOfReadable(read)).toEqual(draw.cell);
});
