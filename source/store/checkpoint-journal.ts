import {z} from 'zod';
import type {Checkpoint} from '../pipeline/ports.js';
import {checkpointSchema} from './checkpoint-shape.js';
import {countingId, type RunFold, recordCount} from './fold-run.js';
import {type JournalOptions, type JsonLinesJournal, openJournal} from './json-lines-journal.js';
import type {LinePosition} from './read-lines.js';
import type {JournalRecovery, LineVerdict} from './scan-journal.js';
import {writeAtomically} from './write-atomically.js';

/** `records`: how many records its plan index had then; a refill must not go on with the steps of a rejected one. */
const lineSchema = checkpointSchema.extend({records: z.int().min(0).default(0)});

type Entry = LinePosition & {records: number};

type CheckpointJournalOptions = {
	path: string;
	/** Must have seen every record and decision. */
	fold: RunFold;
	readOnly: boolean;
	beforeWrite?: JournalOptions['beforeWrite'];
	/** From this size on the file is compacted while the run goes on; then again each time it has doubled. */
	compactionBytes?: number;
};

/** Finished steps of unfinished slots; the latest line of a plan index holds. */
export interface CheckpointJournal {
	readonly recovered: JournalRecovery;
	append(checkpoint: Checkpoint): Promise<void>;
	/** Those that a resumed run goes on behind, by plan index. */
	readUnfinished(): Promise<Map<number, Checkpoint>>;
	/** Lets go of the file, after rewriting it with what is still unfinished if `compact`. */
	close(options?: {compact: boolean}): Promise<void>;
}

export async function openCheckpointJournal(options: CheckpointJournalOptions): Promise<CheckpointJournal> {
	const file = new CompactingJournal(options);
	await file.open();
	return file;
}

class CompactingJournal implements CheckpointJournal {
	readonly recovered: JournalRecovery = {cutBytes: 0, damaged: 0, oversized: 0, duplicates: 0};
	readonly #options: CheckpointJournalOptions;
	readonly #entries = new Map<number, Entry>();
	readonly #compactionBytes: number;
	#journal: JsonLinesJournal | undefined;
	#opening: Promise<JsonLinesJournal> | undefined;
	#nextCompaction: number;
	/** Appends under way; they may go on side by side, so that they are written together. */
	readonly #appends = new Set<Promise<void>>();
	/** The latest of those that need the file for themselves. */
	#exclusive: Promise<unknown> = Promise.resolve();

	constructor(options: CheckpointJournalOptions) {
		this.#options = options;
		this.#compactionBytes = options.compactionBytes ?? 16 * 1024 * 1024;
		this.#nextCompaction = this.#compactionBytes;
	}

	async open(): Promise<void> {
		const journal = await this.#openedJournal();
		Object.assign(this.recovered, journal.recovered);
	}

	async append(checkpoint: Checkpoint): Promise<void> {
		const append = this.#exclusive.then(() => this.#appendLine(checkpoint));
		this.#appends.add(append);
		try {
			await append;
		} finally {
			this.#appends.delete(append);
		}
		if (this.#isCompactionDue()) await this.#runExclusively(() => this.#compactWhenDue());
	}

	async #appendLine(checkpoint: Checkpoint): Promise<void> {
		const journal = await this.#openedJournal();
		const records = recordCount(this.#options.fold, checkpoint.planIndex);
		const position = await journal.append({...checkpoint, records});
		this.#entries.set(checkpoint.planIndex, {...position, records});
	}

	#isCompactionDue(): boolean {
		return (this.#journal?.size ?? 0) > this.#nextCompaction;
	}

	async readUnfinished(): Promise<Map<number, Checkpoint>> {
		const journal = await this.#openedJournal();
		const unfinished = new Map<number, Checkpoint>();
		for (const [planIndex, entry] of this.#unfinishedEntries()) {
			unfinished.set(planIndex, checkpointSchema.parse(await journal.readAt(entry)) as Checkpoint);
		}
		return unfinished;
	}

	close({compact} = {compact: false}): Promise<void> {
		return this.#runExclusively(async () => {
			if (this.#journal === undefined) return;
			if (compact && this.#journal.size > 0) await this.#rewrite(this.#journal).catch(() => {});
			await this.#journal.close();
		});
	}

	async #openedJournal(): Promise<JsonLinesJournal> {
		if (this.#journal) return this.#journal;
		this.#opening ??= this.#open();
		try {
			this.#journal = await this.#opening;
		} finally {
			this.#opening = undefined;
		}
		return this.#journal;
	}

	#open(): Promise<JsonLinesJournal> {
		const {path, readOnly, beforeWrite} = this.#options;
		const visit = (value: unknown, position: LinePosition) => this.#visit(value, position);
		return openJournal({path, readOnly, beforeWrite, durable: false, visit});
	}

	#visit(value: unknown, {offset, length}: LinePosition): LineVerdict {
		const line = lineSchema.safeParse(value);
		if (!line.success) return 'damaged';
		this.#entries.set(line.data.planIndex, {offset, length, records: line.data.records});
		return 'kept';
	}

	#unfinishedEntries(): Array<[number, Entry]> {
		const {fold} = this.#options;
		return [...this.#entries].filter(
			([planIndex, {records}]) =>
				countingId(fold, planIndex) === undefined && records === recordCount(fold, planIndex),
		);
	}

	/** Costs nothing when it fails: the long file is still whole. */
	async #compactWhenDue(): Promise<void> {
		const journal = this.#journal;
		if (journal === undefined || !this.#isCompactionDue()) return;
		const isRewritten = await this.#rewrite(journal).then(
			() => true,
			() => false,
		);
		if (isRewritten) {
			this.#journal = undefined;
			this.#entries.clear();
			await journal.close();
			await this.#openedJournal();
		}
		this.#nextCompaction = Math.max(this.#compactionBytes, (this.#journal?.size ?? 0) * 2);
	}

	async #rewrite(journal: JsonLinesJournal): Promise<void> {
		const lines: string[] = [];
		for (const [, entry] of this.#unfinishedEntries()) {
			lines.push(`${JSON.stringify(await journal.readAt(entry))}\n`);
		}
		await writeAtomically(this.#options.path, lines.join(''));
	}

	/** After what is under way and before what comes later, so that nothing is appended to a file that is being replaced. */
	#runExclusively(action: () => Promise<void>): Promise<void> {
		const before = [...this.#appends];
		const next = this.#exclusive.then(() => Promise.allSettled(before)).then(action);
		this.#exclusive = next.catch(() => {});
		return next;
	}
}
