import {type FailureClass, failureClasses} from '../pipeline/failure.js';
import type {Attempt} from '../pipeline/ports.js';
import {type CountedAttempts, loadTally, saveTally} from './attempt-tally.js';
import {type JournalOptions, type JsonLinesJournal, openJournal} from './json-lines-journal.js';
import {isRecordObject} from './parse-json.js';
import {type JournalRecovery, nothingRecovered} from './scan-journal.js';

/** Characters of a raw reply that an attempt keeps. */
const maximumRawLength = 256 * 1024;
/** A journal shorter than this is read in no time. */
const usualTallyBytes = 1024 * 1024;

type AttemptJournalOptions = {
	path: string;
	readOnly: boolean;
	beforeWrite?: JournalOptions['beforeWrite'];
	/** From this size on what was counted is kept beside the journal. */
	tallyBytes?: number;
};

/** Failed and rejected attempts. Every method throws `StoreError` and no other. */
export interface AttemptJournal {
	readonly recovered: JournalRecovery;
	/** How many there were of each class when it was opened. */
	readonly counts: ReadonlyMap<FailureClass, number>;
	/** Bytes that the opening did not have to read line by line. */
	readonly spared: number;
	append(attempt: Attempt): Promise<void>;
	close(): Promise<void>;
}

function tallyPath(path: string): string {
	return path.replace(/\.jsonl$/u, '.tally');
}

export async function openAttemptJournal(options: AttemptJournalOptions): Promise<AttemptJournal> {
	const {path, readOnly, beforeWrite} = options;
	const counts = new Map<FailureClass, number>();
	let counted: CountedAttempts | undefined;
	const journal = await openJournal({
		path,
		readOnly,
		beforeWrite,
		durable: false,
		visit: value => {
			if (!isRecordObject(value)) return 'damaged';
			countFailure(counts, value.failure);
			return 'kept';
		},
		findStart: async (file, size) => {
			counted = await loadTally(tallyPath(path), {path, file, size});
			for (const [failure, number] of counted?.counts ?? []) counts.set(failure, number);
			return {offset: counted?.size ?? 0, recovered: counted?.recovered ?? nothingRecovered()};
		},
	});
	return new TalliedJournal({journal, counts, counted, options});
}

class TalliedJournal implements AttemptJournal {
	readonly counts: ReadonlyMap<FailureClass, number>;
	readonly #journal: JsonLinesJournal;
	readonly #options: AttemptJournalOptions;
	readonly #counted: CountedAttempts | undefined;
	/** Those of `counts`, and what was appended since. */
	readonly #latest: Map<FailureClass, number>;

	constructor(parts: {
		journal: JsonLinesJournal;
		counts: Map<FailureClass, number>;
		counted: CountedAttempts | undefined;
		options: AttemptJournalOptions;
	}) {
		this.counts = parts.counts;
		this.#journal = parts.journal;
		this.#options = parts.options;
		this.#counted = parts.counted;
		this.#latest = new Map(parts.counts);
	}

	get recovered(): JournalRecovery {
		return this.#journal.recovered;
	}

	get spared(): number {
		return this.#counted?.size ?? 0;
	}

	async append(attempt: Attempt): Promise<void> {
		await this.#journal.append(shortenRaw(attempt));
		countFailure(this.#latest, attempt.failure);
	}

	async close(): Promise<void> {
		await this.#journal.close();
		const {path, readOnly, tallyBytes = usualTallyBytes} = this.#options;
		const {size, recovered} = this.#journal;
		if (readOnly || size < tallyBytes) return;
		await saveTally(tallyPath(path), {path, size}, {counts: this.#latest, recovered, counted: this.#counted});
	}
}

function countFailure(counts: Map<FailureClass, number>, failure: unknown): void {
	const known = failureClasses.find(name => name === failure);
	if (known) counts.set(known, (counts.get(known) ?? 0) + 1);
}

function shortenRaw(attempt: Attempt): Attempt {
	if (attempt.raw.length <= maximumRawLength) return attempt;
	return {...attempt, raw: `${attempt.raw.slice(0, maximumRawLength)} […]`};
}
