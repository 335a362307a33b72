import {mkdtemp, open, stat, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {cellAt} from '../../dist/domain/plan-order.js';
import {createRandom} from '../../dist/domain/random.js';
import {createRun} from '../../dist/store/run-folder.js';

/** About what a record of a real model has, in bytes of text. */
const noteLength = 1_300;
const vocabulary = Array.from({length: 3_000}, (_, index) => `w${index.toString(36)}`);

/** Makes a run with this many finished records in a folder of its own, written straight to disk; `onFolder` is told of it. */
export async function makeLongRun(count, spare, onFolder) {
	const outputFolder = await mkdtemp(join(tmpdir(), 'unwritten-bench-store-'));
	onFolder(outputFolder);
	const run = await createRun({outputFolder, start: describeStart(count + spare), now: Date.now()});
	await run.close();
	const file = await open(join(run.folder, 'interactions.jsonl'), 'w');
	for (let first = 0; first < count; first += 1_000) {
		const lines = [];
		for (let index = first; index < Math.min(count, first + 1_000); index++) {
			lines.push(JSON.stringify(createRecord(run.runId, index)));
		}
		await file.write(`${lines.join('\n')}\n`);
	}
	await file.close();
	return {outputFolder, runId: run.runId};
}

function describeStart(requested) {
	return {
		app_version: 'bench',
		plan: {requested, order: 'balanced', seed: 7, shard: {part: 1, of: 1}, variations: 1},
		settings: {
			engine: 'rehearsal',
			model: 'rehearsal',
			model_digest: 'none',
			hosts: [],
			parallel: 1,
			sampling: {},
		},
		prompts: {fingerprint: '0123456789abcdef', texts: {'dialogue.md': 'Write.\n'}},
	};
}

/** A record of the form and size of a real one; its words follow a distribution like that of prose. */
export function createRecord(runId, planIndex) {
	const random = createRandom('bench', planIndex);
	const write = words =>
		Array.from({length: words}, () => vocabulary[Math.floor(random.float01() ** 3 * 3_000)]).join(' ');
	const cell = cellAt('balanced', planIndex);
	const steps = ['primitives', 'context', 'tension', 'dialogue', 'outcomes'];
	return {
		npc_profile: {
			name: `Name${planIndex % 300}`,
			relationship_level: 3,
			trust: 0.5,
			interaction_count: 20,
			relationship_name: 'Friend',
			pronouns: 'he/him',
			age_band: 'thirties',
			occupation: 'baker',
			background: write(30),
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
			openness: 3.1,
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
			situation_description: write(25),
			location: 'bakery',
			time_context: 'evening',
		},
		tension_memory: {
			tension_hook: {type: 'mystery_hook', element: 'a receipt from a pawn shop'},
			relevant_memories: [write(12), write(12)],
			subtext: write(12),
			internal_conflict: write(12),
		},
		npc_card_narrative: {
			setting_context: 'The bakery after closing.',
			dialogue_prose: `“${write(85)}.”`,
			primary_action: 'fold a receipt',
			word_count: 85,
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
			id: `${runId}-${String(planIndex).padStart(5, '0')}`,
			authenticity_target: cell.authenticity,
			capacity_level: cell.capacity,
			run_id: runId,
			run_seed: 7,
			plan_index: planIndex,
			variation_family: `${runId}-f${planIndex}`,
			engine: 'rehearsal',
			model: 'rehearsal',
			model_digest: 'none',
			sampling: {temperature: 0.92, top_p: 0.98, top_k: 80, repeat_penalty: 1.1, seed: planIndex},
			prompt_fingerprint: '0123456789abcdef',
			outcome_rules: 'v2.2',
			app_version: 'bench',
			created_at: new Date(1_700_000_000_000 + planIndex * 1_000).toISOString(),
			tries: 1,
			steps: steps.map(step => ({
				step,
				attempts: 1,
				duration_ms: 512.25,
				prompt_tokens: 812,
				output_tokens: 164,
			})),
			quality: {hard: [], soft: [], score: 1, trimmed: false, note: 'x'.repeat(noteLength)},
		},
	};
}

/** Remembers how long a run is; what it gives makes the run as long again. */
export async function keepLength({outputFolder, runId}) {
	const paths = ['jsonl', 'index'].map(end => join(outputFolder, 'runs', runId, `interactions.${end}`));
	const sizes = await Promise.all(paths.map(async path => (await stat(path)).size));
	return () => Promise.all(paths.map((path, place) => truncate(path, sizes[place])));
}

/** Forgets the index of a run, as after an older version or a broken disk. */
export async function breakIndex({outputFolder, runId}) {
	await writeFile(join(outputFolder, 'runs', runId, 'interactions.index'), 'no index');
}
