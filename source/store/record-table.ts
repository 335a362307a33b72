import type {InteractionSummary, ProseSummary} from '../domain/interaction-summary.js';
import type {LinePosition} from './read-lines.js';
import {RecordBlock, type RecordEntry, recordsPerBlock} from './record-block.js';

const statuses = ['accepted', 'rejected', 'spare'] as const;

/**
 * Every record of a journal by its number, from 0: where it stands and what a list shows of it. About 150 bytes a
 * record, texts included. Summaries are made when they are looked at.
 */
export class RecordTable {
	readonly blocks: RecordBlock[] = [];
	#length = 0;
	/** Record numbers from 1, by hash of the id; 0 is free. */
	#slots = new Uint32Array(1024);

	get length(): number {
		return this.#length;
	}

	numberOf(id: string): number | undefined {
		const mask = this.#slots.length - 1;
		const hash = hashId(id);
		for (let slot = hash & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
			const number = (this.#slots[slot] as number) - 1;
			if (this.#hashAt(number) === hash && this.idAt(number) === id) return number;
		}
		return undefined;
	}

	idAt(number: number): string {
		return this.#blockOf(number).id(number % recordsPerBlock);
	}

	planIndexAt(number: number): number {
		return this.#blockOf(number).planIndexes[number % recordsPerBlock] as number;
	}

	positionAt(number: number): LinePosition {
		const block = this.#blockOf(number);
		const place = number % recordsPerBlock;
		return {offset: block.offsets[place] as number, length: block.lengths[place] as number};
	}

	statusAt(number: number): InteractionSummary['status'] {
		return statuses[this.#blockOf(number).statuses[number % recordsPerBlock] as number] ?? 'accepted';
	}

	setStatus(number: number, status: InteractionSummary['status']): void {
		this.#blockOf(number).statuses[number % recordsPerBlock] = statuses.indexOf(status);
	}

	/** The prose of this record was edited. */
	retell(number: number, told: ProseSummary): void {
		this.#blockOf(number).retold.set(number % recordsPerBlock, told);
	}

	/** Returns the block that this record filled. Its id must be new. */
	add(entry: Omit<RecordEntry, 'hash'>): RecordBlock | undefined {
		const hash = hashId(entry.summary.id);
		const last = this.blocks.at(-1);
		const block = last && last.count < recordsPerBlock ? last : this.#openBlock();
		block.add({...entry, hash});
		this.#enter(hash);
		if (block.count < recordsPerBlock) return undefined;
		block.seal();
		return block;
	}

	/** Takes in a sealed block from the index; only before any record is added. */
	adopt(block: RecordBlock): void {
		this.blocks.push(block);
		for (const hash of block.hashes) this.#enter(hash);
	}

	at(number: number): InteractionSummary | undefined {
		if (number >= this.#length) return undefined;
		return new StoredSummary(this.#blockOf(number), number % recordsPerBlock);
	}

	*[Symbol.iterator](): Generator<InteractionSummary> {
		for (let number = 0; number < this.#length; number++) {
			yield new StoredSummary(this.#blockOf(number), number % recordsPerBlock);
		}
	}

	#blockOf(number: number): RecordBlock {
		return this.blocks[Math.floor(number / recordsPerBlock)] as RecordBlock;
	}

	#hashAt(number: number): number {
		return this.#blockOf(number).hashes[number % recordsPerBlock] as number;
	}

	#openBlock(): RecordBlock {
		const block = new RecordBlock();
		this.blocks.push(block);
		return block;
	}

	#enter(hash: number): void {
		this.#length++;
		if (this.#length * 2 > this.#slots.length) this.#grow();
		else this.#fillSlot(hash, this.#length);
	}

	#fillSlot(hash: number, entry: number): void {
		const mask = this.#slots.length - 1;
		let slot = hash & mask;
		while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
		this.#slots[slot] = entry;
	}

	#grow(): void {
		this.#slots = new Uint32Array(this.#slots.length * 2);
		for (let number = 0; number < this.#length; number++) this.#fillSlot(this.#hashAt(number), number + 1);
	}
}

/** Reads each field when it is asked for; what may be set is written through. */
class StoredSummary implements InteractionSummary {
	readonly #block: RecordBlock;
	readonly #place: number;

	constructor(block: RecordBlock, place: number) {
		this.#block = block;
		this.#place = place;
	}

	get id() {
		return this.#block.id(this.#place);
	}

	get planIndex() {
		return this.#block.planIndexes[this.#place] as number;
	}

	get name() {
		return this.#block.name(this.#place);
	}

	get cell() {
		return this.#block.cell(this.#place);
	}

	get words() {
		return this.#block.words(this.#place);
	}

	set words(words: number) {
		this.#block.retold.set(this.#place, {words, opening: this.opening});
	}

	get opening() {
		return this.#block.opening(this.#place);
	}

	set opening(opening: string) {
		this.#block.retold.set(this.#place, {words: this.words, opening});
	}

	get at() {
		return this.#block.at(this.#place);
	}

	get status() {
		return statuses[this.#block.statuses[this.#place] as number] ?? 'accepted';
	}

	set status(status: InteractionSummary['status']) {
		this.#block.statuses[this.#place] = statuses.indexOf(status);
	}
}

// FNV-1a
function hashId(id: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
	return hash >>> 0;
}
