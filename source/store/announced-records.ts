import {StoreError} from '../pipeline/errors.js';
import type {InteractionSummary, SummaryIndex, SummaryList} from '../pipeline/ports.js';
import type {RecordTable} from './record-table.js';

/**
 * The records of a journal as far as they were announced: one more with each `push`. What is pushed is in the table
 * already, for it was written before; only how far the list goes is kept here.
 */
export class AnnouncedRecords implements SummaryList {
	readonly #table: RecordTable;
	#length: number;

	constructor(table: RecordTable) {
		this.#table = table;
		this.#length = table.length;
	}

	get length(): number {
		return this.#length;
	}

	/** Where each record stands, by its id. */
	get places(): SummaryIndex {
		const placeOf = (id: string) => {
			const number = this.#table.numberOf(id);
			return number !== undefined && number < this.#length ? number : undefined;
		};
		return {
			get: placeOf,
			has: id => placeOf(id) !== undefined,
			set: () => this.places as Map<string, number>,
		};
	}

	at(index: number): InteractionSummary | undefined {
		const place = index < 0 ? this.#length + index : index;
		return place >= 0 && place < this.#length ? this.#table.at(place) : undefined;
	}

	push(summary: InteractionSummary): number {
		if (this.#length === this.#table.length)
			throw new StoreError(`\`${summary.id}\` was announced unwritten`);
		return ++this.#length;
	}

	map<Value>(change: (summary: InteractionSummary, index: number) => Value): Value[] {
		return Array.from(this, change);
	}

	filter(isWanted: (summary: InteractionSummary) => boolean): InteractionSummary[] {
		const found: InteractionSummary[] = [];
		for (const summary of this) if (isWanted(summary)) found.push(summary);
		return found;
	}

	find(isWanted: (summary: InteractionSummary) => boolean): InteractionSummary | undefined {
		for (const summary of this) if (isWanted(summary)) return summary;
		return undefined;
	}

	*[Symbol.iterator](): Generator<InteractionSummary> {
		for (let place = 0; place < this.#length; place++) yield this.#table.at(place) as InteractionSummary;
	}
}
