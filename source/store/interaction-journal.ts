import type {Interaction} from '../domain/interaction.js';
import {summarizeInteraction} from '../domain/interaction-summary.js';
import {StoreError} from '../pipeline/errors.js';
import type {InteractionSummary} from '../pipeline/ports.js';
import {type JsonLinesJournal, openJournal} from './json-lines-journal.js';
import type {LinePosition} from './read-lines.js';
import {createRecordIndex, type RecordIndex} from './record-index.js';
import {isInteractionRecord} from './record-shape.js';
import type {JournalRecovery, LineVerdict} from './scan-journal.js';

/** The records of a run: the truth for its progress. Every method throws `StoreError` and no other. */
export interface InteractionJournal {
	readonly recovered: JournalRecovery;
	/** What was there when it was opened, in journal order. Their `status` is for the fold to say. */
	readonly summaries: InteractionSummary[];
	/** Records on disk. */
	readonly size: number;
	append(interaction: Interaction): Promise<void>;
	read(id: string): Promise<Interaction>;
	/** Those of `ids`, in their order, few in memory at a time. */
	readAll(ids: string[]): AsyncIterable<Interaction>;
	close(): Promise<void>;
}

export async function openInteractionJournal(options: {
	path: string;
	readOnly: boolean;
}): Promise<InteractionJournal> {
	const index = createRecordIndex();
	const summaries: InteractionSummary[] = [];

	function visit(value: unknown, position: LinePosition): LineVerdict {
		if (!isInteractionRecord(value)) return 'damaged';
		const summary = summarizeInteraction(value, 'accepted');
		if (index.has(summary.id)) return 'duplicate';
		index.add(summary.id, position);
		summaries.push(summary);
		return 'kept';
	}

	return wrapJournal({journal: await openJournal({...options, visit}), index, summaries});
}

function wrapJournal(options: {
	journal: JsonLinesJournal;
	index: RecordIndex;
	summaries: InteractionSummary[];
}): InteractionJournal {
	const {journal, index, summaries} = options;

	async function append(interaction: Interaction): Promise<void> {
		const {id} = interaction.training_metadata;
		if (index.has(id)) throw new StoreError(`the record \`${id}\` is in \`${journal.path}\` already`);
		index.add(id, await journal.append(interaction));
	}

	function positionOf(id: string): LinePosition {
		const position = index.positionOf(id);
		if (position) return position;
		throw new StoreError(`there is no record \`${id}\` in \`${journal.path}\``);
	}

	function checkId(value: unknown, id: string): Interaction {
		const interaction = value as Interaction | undefined;
		if (interaction?.training_metadata?.id === id) return interaction;
		throw new StoreError(`\`${journal.path}\` was changed by another program: \`${id}\` is not where it was`);
	}

	async function* readAll(ids: string[]): AsyncGenerator<Interaction> {
		let next = 0;
		for await (const value of journal.readAll(ids.map(positionOf)))
			yield checkId(value, ids[next++] as string);
	}

	return {
		recovered: journal.recovered,
		summaries,
		get size() {
			return index.size;
		},
		append,
		read: async id => checkId(await journal.readAt(positionOf(id)), id),
		readAll,
		close: journal.close,
	};
}
