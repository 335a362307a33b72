import {countWords} from './count-words.js';
import type {Interaction, QualityReport} from './interaction.js';

/** What a person who read an interaction has said of it. */
export type Review = {
	/** The prose as they changed it, and what the rules say of it. */
	edit?: {prose: string; quality: QualityReport} | undefined;
	note?: string | undefined;
	/** Looked at and found good. */
	isKept?: boolean | undefined;
};

/** The record as it counts: with the prose of the last edit, and what was said of it in its metadata. */
export function applyReview(interaction: Interaction, {edit, note, isKept}: Review): Interaction {
	const {npc_card_narrative: narrative, training_metadata: metadata} = interaction;
	return {
		...interaction,
		npc_card_narrative: edit
			? {...narrative, dialogue_prose: edit.prose, word_count: countWords(edit.prose)}
			: narrative,
		training_metadata: {
			...metadata,
			...(edit && {quality: edit.quality, edited: true as const}),
			...(note !== undefined && {note}),
			...(isKept && {reviewed: true as const}),
		},
	};
}

/** An interaction that is worth a look. `weight`: the higher the more doubtful. */
export type Doubt = {id: string; name: string; reasons: string[]; weight: number};

/** What a blind reader's disagreement weighs beside a soft score from 0 to 1. */
const misreadWeight = 0.5;

/** Whether a person changed it or found it good. */
export function isLookedAt({training_metadata: {edited, reviewed}}: Interaction): boolean {
	return edited === true || reviewed === true;
}

/** Undefined where nothing is doubtful, or a person has looked at it already. `misreading`: what a judge saw in it. */
export function findDoubt(interaction: Interaction, misreading: string | undefined): Doubt | undefined {
	const {id, quality} = interaction.training_metadata;
	const failed = quality.soft.filter(finding => !finding.passed);
	const isMisread = misreading !== undefined;
	if (isLookedAt(interaction) || (failed.length === 0 && !isMisread)) return undefined;
	const reasons = failed.map(({rule, detail}) => `${rule}: ${detail}`);
	return {
		id,
		name: interaction.npc_profile.name,
		reasons: isMisread ? [`judge: ${misreading}`, ...reasons] : reasons,
		weight: 1 - quality.score + (isMisread ? misreadWeight : 0),
	};
}
