import type {InteractionSummary, ProseSummary} from '../domain/interaction-summary.js';
import {cellCount} from '../domain/parameter-space.js';
import {wordsPerSketch} from '../domain/quality/sketch-text.js';
import {type LinePosition, maximumLineBytes} from './read-lines.js';

/** A block is sealed, and written to the index, once it holds this many records. */
export const recordsPerBlock = 4096;

/** `status` is for the fold to say. `sketch`: of its prose, empty where that has no shingles. */
export type RecordEntry = {
	summary: Omit<InteractionSummary, 'status'>;
	position: LinePosition;
	hash: number;
	sketch: Uint32Array;
};

/** Of the columns, in their order in memory and on disk: the widest first, so that each is aligned. */
const layout = {wide: 3, whole: 7, small: 2};
export const columnBytes = recordsPerBlock * (layout.wide * 8 + layout.whole * 4 + layout.small);
export const sketchBytes = recordsPerBlock * wordsPerSketch * 4;

/**
 * What is known of up to 4,096 records, in columns: about 55 bytes a record besides its texts. A sealed block lies on
 * disk as it lies in memory.
 */
export class RecordBlock {
	readonly columns: ArrayBuffer;
	readonly offsets: Float64Array;
	readonly planIndexes: Float64Array;
	readonly #times: Float64Array;
	readonly lengths: Uint32Array;
	readonly hashes: Uint32Array;
	readonly #words: Uint32Array;
	/** Where the texts of a record end: id, name, opening, time (only where it is no ISO time). */
	readonly #ends: [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
	readonly #cells: Uint8Array;
	/** Words of its sketch: all or none. */
	readonly sketchLengths: Uint8Array;
	/** Not on disk: decisions change them. */
	readonly statuses = new Uint8Array(recordsPerBlock);
	/** Of prose that was edited, by place. Not on disk either. */
	readonly retold = new Map<number, ProseSummary>();
	/** Undefined once they are in the index. */
	sketches: Uint32Array | undefined;
	/** Most ids begin alike. */
	prefix = '';
	#text: Buffer;
	#textLength = 0;
	#count = 0;

	constructor(stored?: {columns: ArrayBuffer; text: Buffer; prefix: string}) {
		this.columns = stored?.columns ?? new ArrayBuffer(columnBytes);
		const wide = (place: number) =>
			new Float64Array(this.columns, place * 8 * recordsPerBlock, recordsPerBlock);
		const whole = (place: number) =>
			new Uint32Array(this.columns, (layout.wide * 8 + place * 4) * recordsPerBlock, recordsPerBlock);
		const small = (place: number) =>
			new Uint8Array(this.columns, columnBytes - (layout.small - place) * recordsPerBlock, recordsPerBlock);
		[this.offsets, this.planIndexes, this.#times] = [wide(0), wide(1), wide(2)];
		[this.lengths, this.hashes, this.#words] = [whole(0), whole(1), whole(2)];
		this.#ends = [whole(3), whole(4), whole(5), whole(6)];
		[this.#cells, this.sketchLengths] = [small(0), small(1)];
		this.#text = stored?.text ?? Buffer.alloc(recordsPerBlock * 64);
		this.#textLength = stored?.text.length ?? 0;
		this.#count = stored ? recordsPerBlock : 0;
		this.prefix = stored?.prefix ?? '';
		this.sketches = stored ? undefined : new Uint32Array(recordsPerBlock * wordsPerSketch);
	}

	get count(): number {
		return this.#count;
	}

	get text(): Buffer {
		return this.#text.subarray(0, this.#textLength);
	}

	add({summary, position, hash, sketch}: RecordEntry): void {
		const place = this.#count;
		if (place === 0) this.prefix = summary.id.slice(0, summary.id.lastIndexOf('-') + 1);
		this.offsets[place] = position.offset;
		this.lengths[place] = position.length;
		this.planIndexes[place] = summary.planIndex;
		this.hashes[place] = hash;
		this.#words[place] = summary.words;
		this.#cells[place] = summary.cell;
		this.sketchLengths[place] = sketch.length;
		this.sketches?.set(sketch, place * wordsPerSketch);
		const time = Date.parse(summary.at);
		const isPlain = !Number.isNaN(time) && new Date(time).toISOString() === summary.at;
		this.#times[place] = isPlain ? time : Number.NaN;
		const texts = [this.#shorten(summary.id), summary.name, summary.opening, isPlain ? '' : summary.at];
		for (const [kind, text] of texts.entries()) (this.#ends[kind] as Uint32Array)[place] = this.#write(text);
		this.#count++;
	}

	/** Lets go of the room for more text. */
	seal(): void {
		this.#text = Buffer.from(this.text);
	}

	/** Whether what came from disk can be true of records: nobody may be led out of a table by it. */
	isSane(): boolean {
		const isPlace = (value: number) => Number.isSafeInteger(value) && value >= 0;
		return (
			this.#cells.every(cell => cell < cellCount) &&
			this.sketchLengths.every(length => length === 0 || length === wordsPerSketch) &&
			this.planIndexes.every(isPlace) &&
			this.offsets.every(isPlace) &&
			this.lengths.every(length => length <= maximumLineBytes)
		);
	}

	id(place: number): string {
		const text = this.#read(place, 0);
		return text.startsWith('\u0001') ? this.prefix + text.slice(1) : text;
	}

	name(place: number): string {
		return this.#read(place, 1);
	}

	opening(place: number): string {
		return this.retold.get(place)?.opening ?? this.#read(place, 2);
	}

	at(place: number): string {
		const time = this.#times[place] as number;
		return Number.isNaN(time) ? this.#read(place, 3) : new Date(time).toISOString();
	}

	words(place: number): number {
		return this.retold.get(place)?.words ?? (this.#words[place] as number);
	}

	cell(place: number): number {
		return this.#cells[place] as number;
	}

	/** That of one record, out of what `sketches` holds or the index has. */
	sketchAt(sketches: Uint32Array, place: number): Uint32Array {
		const start = place * wordsPerSketch;
		return sketches.subarray(start, start + (this.sketchLengths[place] as number));
	}

	#shorten(id: string): string {
		return this.prefix !== '' && id.startsWith(this.prefix) ? `\u0001${id.slice(this.prefix.length)}` : id;
	}

	#write(text: string): number {
		const needed = this.#textLength + text.length * 3;
		if (needed > this.#text.length) {
			const grown = Buffer.alloc(Math.max(needed, this.#text.length * 2));
			this.text.copy(grown);
			this.#text = grown;
		}
		this.#textLength += this.#text.write(text, this.#textLength);
		return this.#textLength;
	}

	#read(place: number, kind: number): string {
		const before = kind === 0 ? place - 1 : place;
		const start = before < 0 ? 0 : (this.#ends[(kind + 3) % 4]?.[before] as number);
		return this.#text.toString('utf8', start, this.#ends[kind]?.[place] as number);
	}
}
