import type {ReadableInteraction} from '../legacy-interaction.js';
import {copiedRunLength, listWordRuns} from '../quality/list-word-runs.js';
import {createPromptRuns, type PromptRuns} from '../quality/prompt-runs.js';
import {type FigureGroup, type Finding, formatPart} from './figure-group.js';
import {createTally, nameLid, type Tally} from './tally.js';

const mostListed = 8;

/** The texts of the prompts that a record was made from, by their fingerprint; undefined where they are not at hand. */
export type PromptTexts = (fingerprint: string) => readonly string[] | undefined;

/**
 * Share of 6-word runs that the output has in common with the fixed text and the examples of its own prompt: what a model
 * copied. Drawn values are no fixed text, and no run reaches across a placeholder.
 */
export function createCopyShare(promptTexts: PromptTexts): FigureGroup {
	const fixedRuns = new Map<string, PromptRuns | undefined>();
	const dialogue = createCount();
	const plan = createCount();
	let unknown = 0;

	function runsOf(fingerprint: string): PromptRuns | undefined {
		if (!fixedRuns.has(fingerprint)) {
			const texts = promptTexts(fingerprint);
			fixedRuns.set(fingerprint, texts && createPromptRuns(texts));
		}
		return fixedRuns.get(fingerprint);
	}

	return {
		add(record) {
			const {prompt_fingerprint: fingerprint} = record.training_metadata;
			const fixed = typeof fingerprint === 'string' ? runsOf(fingerprint) : undefined;
			if (!fixed) {
				unknown++;
				return;
			}
			dialogue.add([record.npc_card_narrative.dialogue_prose], fixed);
			plan.add(listPlanTexts(record), fixed);
		},
		read() {
			return {
				section: {
					id: 'copy-share',
					title: 'Copied from the prompt',
					facts: [
						...listFacts('the dialogue', dialogue),
						...listFacts('the steps before it', plan),
						{label: 'records whose prompts are not at hand', value: String(unknown)},
					],
					charts: [],
				},
				findings: [
					judge('copy-share', 'the dialogue', dialogue),
					judge('copy-share-plan', 'the steps before it', plan),
				],
				figures: {
					run_length: copiedRunLength,
					dialogue: {
						runs: dialogue.runs,
						copied: dialogue.copied,
						most_frequent: dialogue.found.top(mostListed),
					},
					plan: {runs: plan.runs, copied: plan.copied, most_frequent: plan.found.top(mostListed)},
					records_without_prompts: unknown,
				},
			};
		},
	};
}

type Count = {
	add(texts: string[], fixed: PromptRuns): void;
	readonly runs: number;
	readonly copied: number;
	found: Tally;
};

function createCount(): Count {
	const found = createTally(5_000);
	let runs = 0;
	return {
		found,
		add(texts, fixed) {
			for (const run of texts.flatMap(listWordRuns)) {
				runs++;
				if (fixed.has(run)) found.add(run);
			}
		},
		get runs() {
			return runs;
		},
		get copied() {
			return found.total;
		},
	};
}

function listPlanTexts(record: ReadableInteraction): string[] {
	const {npc_profile: profile, tension_memory: tension, npc_card_narrative: narrative} = record;
	const texts = [
		...['background', 'speaking_voice', 'daily_life'].map(key => profile[key]),
		record.interaction_context.situation_description,
		...record.npc_emotional_state.capacity_factors.flatMap(({factor, description}) => [factor, description]),
		tension.tension_hook.element,
		tension.subtext,
		tension.internal_conflict,
		...tension.relevant_memories,
		narrative.setting_context,
		narrative.primary_action,
	];
	return texts.filter(text => typeof text === 'string');
}

function listFacts(where: string, {runs, copied, found}: Count) {
	if (runs === 0) return [{label: `${copiedRunLength}-word runs of ${where} copied`, value: 'not measured'}];
	const often = found.top(mostListed);
	return [
		{label: `${copiedRunLength}-word runs of ${where} copied`, value: formatPart(copied, runs)},
		...(often.length > 0
			? [
					{
						label: `copied most often into ${where}`,
						value: often.map(({value, count}) => `"${value}" ${count}`).join(', ') + nameLid(found),
					},
				]
			: []),
	];
}

function judge(id: string, where: string, {runs, copied}: Count): Finding {
	return {
		id,
		title: `Copied from the prompt into ${where}`,
		value: runs === 0 ? undefined : copied / runs,
		shown: runs === 0 ? 'not measured' : formatPart(copied, runs),
		threshold: '0',
		verdict: runs === 0 ? 'unknown' : copied === 0 ? 'fits' : 'harms',
		why: 'an example that a model copies comes back in every scene',
	};
}
