import type {Interaction} from '../domain/interaction.js';
import {applyReview} from '../domain/review.js';
import type {RunFold} from './fold-run.js';
import type {CountedRecord} from './stored-record.js';

/** The record as a person left it. Every reader of a run gets its records through here. */
export function reviewRecord({reviews}: RunFold, interaction: Interaction): Interaction {
	const review = reviews.get(interaction.training_metadata.id);
	return review ? applyReview(interaction, review) : interaction;
}

export async function* reviewed(
	fold: RunFold,
	interactions: AsyncIterable<Interaction>,
): AsyncGenerator<Interaction> {
	for await (const interaction of interactions) yield reviewRecord(fold, interaction);
}

/** Those that nobody has said a word about keep their text. */
export async function* reviewedRecords(
	fold: RunFold,
	records: AsyncIterable<CountedRecord & {id: string}>,
): AsyncGenerator<CountedRecord> {
	for await (const record of records) {
		const review = fold.reviews.get(record.id);
		yield review ? {original: applyReview(record.original, review)} : record;
	}
}
