import type {Interaction} from '../domain/interaction.js';
import {summarizeInteraction} from '../domain/interaction-summary.js';
import {sketchText} from '../domain/quality/sketch-text.js';
import {StoreError} from '../pipeline/errors.js';
import {type JournalIndex, openJournalIndex} from './journal-index.js';
import {type JournalOptions, type JsonLinesJournal, openJournal} from './json-lines-journal.js';
import type {LinePosition} from './read-lines.js';
import {readProse} from './read-prose.js';
import type {RecordEntry} from './record-block.js';
import {isInteractionRecord} from './record-shape.js';
import {RecordTable} from './record-table.js';
import type {JournalRecovery, LineVerdict} from './scan-journal.js';
import {StoredRecord} from './stored-record.js';

/** The records of a run: the truth for its progress. Every method throws `StoreError` and no other. */
export interface InteractionJournal {
	readonly recovered: JournalRecovery;
	/** Every record on disk, in journal order. Their `status` is for the fold to say. */
	readonly summaries: RecordTable;
	/** Records on disk. */
	readonly size: number;
	/** Records that the index spared us to read. */
	readonly indexed: number;
	append(interaction: Interaction): Promise<void>;
	read(id: string): Promise<Interaction>;
	/** Those with these numbers, in their order, each to be looked at before the next is asked for. */
	readRecords(numbers: Iterable<number>): AsyncIterable<StoredRecord>;
	/** The same as values, few in memory at a time. */
	readAll(numbers: Iterable<number>): AsyncIterable<Interaction>;
	/** The prose of one record, at once; empty where it cannot be read. */
	proseAt(number: number): string;
	/** The sketch of the prose of each record, each to be looked at before the next is asked for. */
	visitSketches(visit: (number: number, sketch: Uint32Array) => void): Promise<void>;
	close(): Promise<void>;
}

type Parts = {journal: JsonLinesJournal; table: RecordTable; index: JournalIndex; indexed: number};

export async function openInteractionJournal(options: {
	path: string;
	readOnly: boolean;
	beforeWrite?: JournalOptions['beforeWrite'];
	onProgress?: ((offset: number, size: number) => void) | undefined;
}): Promise<InteractionJournal> {
	const table = new RecordTable();
	const index = await openJournalIndex({...options, path: indexPath(options.path)});
	let indexed = 0;
	try {
		const journal = await openJournal({
			...options,
			visit: (value, position, recovered) => visitRecord({table, index, value, position, recovered}),
			findStart: async (file, size) => {
				const {blocks, start} = await index.load(file, size);
				for (const block of blocks) table.adopt(block);
				indexed = table.length;
				return start;
			},
		});
		return new TabledJournal({journal, table, index, indexed});
	} catch (error) {
		await index.close();
		throw error;
	}
}

/** Where the index of a journal lies. */
function indexPath(journalPath: string): string {
	return journalPath.replace(/\.jsonl$/u, '.index');
}

function visitRecord(options: {
	table: RecordTable;
	index: JournalIndex;
	value: unknown;
	position: LinePosition;
	recovered: JournalRecovery;
}): LineVerdict {
	const {table, index, value, position, recovered} = options;
	if (!isInteractionRecord(value)) return 'damaged';
	if (table.numberOf(value.training_metadata.id) !== undefined) return 'duplicate';
	const filled = table.add(describeRecord(value, position));
	if (filled) index.append(filled, {offset: endOf(position), recovered: {...recovered, cutBytes: 0}});
	return 'kept';
}

function describeRecord(interaction: Interaction, {offset, length}: LinePosition): Omit<RecordEntry, 'hash'> {
	return {
		summary: summarizeInteraction(interaction, 'accepted'),
		position: {offset, length},
		sketch: sketchText(interaction.npc_card_narrative.dialogue_prose),
	};
}

/** With its line feed. */
function endOf({offset, length}: LinePosition): number {
	return offset + length + 1;
}

class TabledJournal implements InteractionJournal {
	readonly #parts: Parts;
	/** Under way, so that none is written twice. */
	readonly #appending = new Set<string>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	get recovered() {
		return this.#parts.journal.recovered;
	}

	get summaries() {
		return this.#parts.table;
	}

	get size() {
		return this.#parts.table.length;
	}

	get indexed() {
		return this.#parts.indexed;
	}

	async append(interaction: Interaction): Promise<void> {
		const {journal, table, index} = this.#parts;
		const {id} = interaction.training_metadata;
		if (table.numberOf(id) !== undefined || this.#appending.has(id)) {
			throw new StoreError(`the record \`${id}\` is in \`${journal.path}\` already`);
		}
		this.#appending.add(id);
		try {
			const position = await journal.append(interaction);
			const filled = table.add(describeRecord(interaction, position));
			if (filled)
				index.append(filled, {offset: endOf(position), recovered: {...this.recovered, cutBytes: 0}});
		} finally {
			this.#appending.delete(id);
		}
	}

	async read(id: string): Promise<Interaction> {
		const {journal, table} = this.#parts;
		const number = table.numberOf(id);
		if (number === undefined) throw new StoreError(`there is no record \`${id}\` in \`${journal.path}\``);
		const {value} = await this.readAll([number]).next();
		return value as Interaction;
	}

	async *readRecords(numbers: Iterable<number>): AsyncGenerator<StoredRecord> {
		const {journal, table} = this.#parts;
		const {path} = journal;
		const wanted: number[] = [];
		function* positions() {
			for (const number of numbers) {
				wanted.push(number);
				yield table.positionAt(number);
			}
		}
		for await (const bytes of journal.readBytes(positions())) {
			const record = new StoredRecord({bytes, id: table.idAt(wanted.shift() as number), path});
			yield record;
			record.release();
		}
	}

	async *readAll(numbers: Iterable<number>): AsyncGenerator<Interaction> {
		for await (const {original} of this.readRecords(numbers)) yield original;
	}

	readonly proseAt = (number: number): string => {
		const {journal, table} = this.#parts;
		const {offset, length} = table.positionAt(number);
		const bytes = Buffer.allocUnsafe(length);
		try {
			journal.file.readNow(bytes, offset);
			return readProse(bytes);
		} catch {
			return '';
		}
	};

	async visitSketches(visit: (number: number, sketch: Uint32Array) => void): Promise<void> {
		const {table, index} = this.#parts;
		let first = 0;
		for (const block of table.blocks) {
			const sketches = await index.readSketches(block);
			for (let place = 0; place < block.count; place++) {
				visit(first + place, sketches ? block.sketchAt(sketches, place) : this.#makeSketch(first + place));
			}
			first += block.count;
		}
	}

	#makeSketch(number: number): Uint32Array {
		return sketchText(this.proseAt(number));
	}

	async close(): Promise<void> {
		await this.#parts.index.close();
		await this.#parts.journal.close();
	}
}
