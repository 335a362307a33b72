import {countWords} from './count-words.js';
import type {Interaction} from './interaction.js';
import {cellNumber} from './parameter-space.js';

/** What a list shows of the prose: how long it is, and its first words. */
export type ProseSummary = {words: number; opening: string};

/** What a list shows of an interaction without reading it from disk. */
export type InteractionSummary = ProseSummary & {
	id: string;
	planIndex: number;
	name: string;
	/** 0-127, see `cellNumber`. */
	cell: number;
	/** ISO 8601. */
	at: string;
	/** `spare`: good, but another record of its plan index counts. */
	status: 'accepted' | 'rejected' | 'spare';
};

/**
 * Summaries in journal order, as an array gives them; a long run keeps them in another form. One that is taken out is
 * live: its `status` may be set, and `words` and `opening` for prose that was edited.
 */
export interface SummaryList extends Iterable<InteractionSummary> {
	readonly length: number;
	at(index: number): InteractionSummary | undefined;
	push(summary: InteractionSummary): number;
	map<Value>(change: (summary: InteractionSummary, index: number) => Value): Value[];
	filter(isWanted: (summary: InteractionSummary) => boolean): InteractionSummary[];
	find(isWanted: (summary: InteractionSummary) => boolean): InteractionSummary | undefined;
}

/** Place in a `SummaryList`, by id. */
export type SummaryIndex = Pick<Map<string, number>, 'get' | 'has' | 'set'>;

const openingWords = 12;

export function summarizeInteraction(
	interaction: Interaction,
	status: InteractionSummary['status'],
): InteractionSummary {
	const {npc_profile: profile, npc_card_narrative: narrative, training_metadata: metadata} = interaction;
	return {
		id: metadata.id,
		planIndex: metadata.plan_index,
		name: profile.name,
		cell: cellNumber({
			complexity: metadata.complexity_type,
			authenticity: metadata.authenticity_target,
			capacity: metadata.capacity_level,
		}),
		words: narrative.word_count,
		opening: openingOf(narrative.dialogue_prose),
		at: metadata.created_at,
		status,
	};
}

export function summarizeProse(prose: string): ProseSummary {
	return {words: countWords(prose), opening: openingOf(prose)};
}

/** Joined anew on purpose: a slice would keep the whole prose in memory. */
function openingOf(prose: string): string {
	return prose.trim().split(/\s+/u, openingWords).join(' ');
}
