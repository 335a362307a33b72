import type {Interaction, QualityReport} from '../domain/interaction.js';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {formatChange, formatCount, spacedWords} from './format-number.js';
import {formatDuration} from './format-time.js';
import {column, type Row, span} from './row.js';
import type {RecordLoad} from './screen-state.js';
import type {Role, Theme} from './theme.js';
import {wrapForeignText} from './wrap-text.js';

const labelColumns = 18;
const widestProse = 100;

/** A record that is open, or why it is not there yet. */
export function loadRows(load: RecordLoad, columns: number, theme: Theme): Row[] {
	switch (load.status) {
		case 'loading':
			return [[span('reading it from the journal', 'muted')]];
		case 'failed':
			return [[span(`it cannot be read: ${cleanForDisplay(load.reason)}`, 'status.error')]];
		case 'ready':
			return recordRows(load.interaction, columns, theme);
	}
}

/** A whole record as lines: the prose first, then everything that led to it. */
export function recordRows(interaction: Interaction, columns: number, theme: Theme): Row[] {
	const page = {columns: Math.min(columns, 120), theme};
	return [
		...proseRows(interaction, page),
		...peopleRows(interaction, page),
		...contextRows(interaction, page),
		...tensionRows(interaction, page),
		...numberRows(interaction, page),
		...qualityRows(interaction.training_metadata.quality, page),
		...provenanceRows(interaction, page),
	];
}

type Page = {columns: number; theme: Theme};

function heading(title: string): Row[] {
	return [[], [span(title, 'title')]];
}

function paragraph(text: string, {columns}: Page, role: Role = 'text'): Row[] {
	return wrapForeignText(text, Math.min(columns, widestProse)).map(line => [span(line, role)]);
}

/** A label and its text, which goes on below itself. */
function field(label: string, value: string | number, {columns, theme}: Page): Row[] {
	const lines = wrapForeignText(String(value), Math.max(10, columns - labelColumns));
	return lines.map((line, index) => [
		column(index === 0 ? label : '', labelColumns, theme.glyphs.ellipsis, 'muted'),
		span(line),
	]);
}

function proseRows({npc_card_narrative: card, training_metadata: meta}: Interaction, page: Page): Row[] {
	const labels = [meta.complexity_type, meta.authenticity_target, meta.capacity_level].map(spacedWords);
	const direction = meta.misjudgment_direction ? ` (${meta.misjudgment_direction})` : '';
	return [
		[
			span(labels.join(' / ') + direction, 'strong'),
			span(`   ${card.word_count} words${saidOf(meta)}`, 'muted'),
		],
		...(meta.note === undefined ? [] : paragraph(`note: ${meta.note}`, page, 'strong')),
		[],
		...paragraph(card.dialogue_prose, page, 'prose'),
		[],
		...field('setting', card.setting_context, page),
		...field('action', card.primary_action, page),
	];
}

function saidOf({edited, reviewed}: Interaction['training_metadata']): string {
	return `${edited ? ', edited by hand' : ''}${reviewed ? ', found good' : ''}`;
}

function peopleRows({npc_profile: npc, npc_ocean_personality: ocean}: Interaction, page: Page): Row[] {
	const personality = Object.entries(ocean).map(([trait, value]) => `${trait} ${value}`);
	const bond = `${npc.relationship_name}, level ${npc.relationship_level}, trust ${npc.trust}, ${npc.interaction_count} interactions`;
	return [
		...heading('People'),
		...field('name', `${npc.name} (${npc.pronouns}), ${npc.age_band}, ${npc.occupation}`, page),
		...field('to the player', bond, page),
		...field('background', npc.background, page),
		...field('voice', npc.speaking_voice, page),
		...field('days', npc.daily_life, page),
		...field('personality', personality.join(', '), page),
	];
}

function contextRows(
	{interaction_context: context, npc_emotional_state: state}: Interaction,
	page: Page,
): Row[] {
	const factors = state.capacity_factors.flatMap(factor =>
		field(formatChange(factor.impact), `${factor.factor}: ${factor.description}`, page),
	);
	return [
		...heading('Context'),
		...field('asked for', `${spacedWords(context.player_request_type)}, ${context.urgency_level}`, page),
		...field('situation', context.situation_description, page),
		...field('place', `${context.location}, ${context.time_context}`, page),
		...factors,
	];
}

function tensionRows({tension_memory: tension}: Interaction, page: Page): Row[] {
	return [
		...heading('Tension'),
		...field(spacedWords(tension.tension_hook.type), tension.tension_hook.element, page),
		...field('subtext', tension.subtext, page),
		...field('conflict', tension.internal_conflict, page),
		...tension.relevant_memories.flatMap(memory => field('memory', memory, page)),
	];
}

function numberRows(interaction: Interaction, page: Page): Row[] {
	const {npc_emotional_state: state, interaction_context: context, game_outcomes: outcomes} = interaction;
	const gap = (context.support_needed - state.effective_capacity).toFixed(1);
	return [
		...heading('Numbers'),
		...field(
			'capacity',
			`${state.effective_capacity} of ${state.base_capacity}, ${state.capacity_tier}; supports up to ${state.can_support_up_to}`,
			page,
		),
		...field(
			'support needed',
			`${context.support_needed}, gap ${gap}: ${Number(gap) > 2 ? 'cannot be met in full' : 'can be met'}`,
			page,
		),
		...trustRows(interaction, page),
		...field('player feels', formatChange(outcomes.player_emotional_impact), page),
		...field('costs the NPC', formatChange(outcomes.npc_capacity_cost), page),
		...field('card evolution', outcomes.unlocks_card_evolution ? 'unlocked' : 'no', page),
	];
}

/** The formula with its numbers in it, as the rule set computes it. */
function trustRows({game_outcomes: outcomes}: Interaction, page: Page): Row[] {
	const trust = outcomes.trust_calculation;
	const factors = [
		`base ${trust.base_action_impact}`,
		`personality ${trust.ocean_personality_modifier}`,
		`urgency ${trust.urgency_multiplier}`,
		`trust ${trust.trust_relationship_modifier}`,
	];
	const spelled = `${factors.join(' x ')} + honesty ${trust.honesty_authenticity_bonus}`;
	return [
		...field(
			'trust change',
			`${formatChange(outcomes.relationship_trust_change)}, ${trust.impact_tier}`,
			page,
		),
		...field('', `= ${spelled}`, page),
		...field('as recorded', trust.full_formula, page),
	];
}

function qualityRows(quality: QualityReport, page: Page): Row[] {
	const {accepted, rejected} = page.theme.glyphs;
	const findings = [...quality.hard, ...quality.soft].map(
		(finding): Row => [
			span(
				finding.passed ? `${accepted} ` : `${rejected} `,
				finding.passed ? 'status.good' : 'status.warning',
			),
			column(finding.rule, labelColumns + 8, page.theme.glyphs.ellipsis),
			span(` ${finding.detail}`, 'muted'),
		],
	);
	const trimmed = quality.trimmed ? ', trimmed at a sentence' : '';
	return [
		...heading('Quality'),
		...field('soft score', `${Math.round(quality.score * 100)} %${trimmed}`, page),
		...findings,
	];
}

function provenanceRows({training_metadata: meta}: Interaction, page: Page): Row[] {
	const {sampling} = meta;
	const options = `temperature ${sampling.temperature}, top_p ${sampling.top_p}, top_k ${sampling.top_k}, repeat penalty ${sampling.repeat_penalty}, seed ${sampling.seed}`;
	const steps = meta.steps.flatMap(step =>
		field(
			step.step,
			`${formatDuration(step.duration_ms)}, ${formatCount(step.prompt_tokens)} + ${formatCount(step.output_tokens)} tokens, attempts ${step.attempts}`,
			page,
		),
	);
	return [
		...heading('Provenance'),
		...field('id', meta.id, page),
		...field(
			'run',
			`${meta.run_id}, seed ${meta.run_seed}, plan index ${meta.plan_index}, family ${meta.variation_family}`,
			page,
		),
		...field('engine', `${meta.engine}, ${meta.model}, ${meta.model_digest}`, page),
		...field('sampling', options, page),
		...field('prompts', meta.prompt_fingerprint, page),
		...field(
			'made',
			`${meta.created_at}, tries ${meta.tries}, unwritten ${meta.app_version}, rules ${meta.outcome_rules}`,
			page,
		),
		...field('target score', meta.authenticity_score, page),
		...steps,
	];
}
