import {lstat} from 'node:fs/promises';
import {crc32} from 'node:zlib';
import {z} from 'zod';
import {type AppendFile, openAppendFile} from './append-file.js';
import {parseUntrustedJson} from './parse-json.js';
import {columnBytes, RecordBlock, sketchBytes} from './record-block.js';
import {type JournalStart, journalRecoverySchema, nothingRecovered} from './scan-journal.js';
import {unlessMissing} from './system-failure.js';

const headerBytes = 512;
/** Before the header, its own checksum. */
const sumBytes = 4;
const tailBytes = 4096;
const maximumTextBytes = 256 * 1024 * 1024;

const checksum = z.int().min(0);
const headerSchema = z.object({
	format: z.literal(2),
	/** Bytes of the journal that the block, with those before it, speaks of. */
	journal_size: z.int().min(1),
	/** Of the last 4,096 of those bytes. */
	journal_tail: checksum,
	prefix: z.string(),
	text_bytes: z.int().min(0).max(maximumTextBytes),
	columns: checksum,
	text: checksum,
	sketches: checksum,
	/** What a reading of the journal up to here found wrong. */
	recovered: journalRecoverySchema,
});
type Header = z.infer<typeof headerSchema>;

type IndexedBlock = {block: RecordBlock; header: Header; sketchesAt: number; end: number};

/**
 * The index beside a journal of records: its sealed blocks, appended one after the other. It is disposable: whatever in
 * it does not fit the journal is thrown away, and the records are read from the journal again.
 */
export interface JournalIndex {
	/** The blocks that fit the journal, and where it goes on behind them. Cuts off what does not fit. */
	load(journal: AppendFile, journalSize: number): Promise<{blocks: RecordBlock[]; start: JournalStart}>;
	/** Keeps a sealed block; one that cannot be written is kept in memory and the index ends before it. */
	append(block: RecordBlock, start: JournalStart): void;
	/** The sketches of a block, valid until the next are read; undefined where the index is broken. */
	readSketches(block: RecordBlock): Promise<Uint32Array | undefined>;
	close(): Promise<void>;
}

/** Never throws: without an index everything still works, only slower. */
export async function openJournalIndex(options: {path: string; readOnly: boolean}): Promise<JournalIndex> {
	const {path, readOnly} = options;
	try {
		const isThere = (await unlessMissing(() => lstat(path))) !== undefined;
		const file = isThere ? await openAppendFile(path, readOnly ? 'read' : 'append') : undefined;
		return new IndexFile({path, file, isFrozen: readOnly});
	} catch {
		return new IndexFile({path, file: undefined, isFrozen: true});
	}
}

class IndexFile implements JournalIndex {
	readonly #path: string;
	/** Made with the first block: most runs are shorter than one. */
	#file: AppendFile | undefined;
	#isFrozen: boolean;
	#journal: AppendFile | undefined;
	#size = 0;
	#tail: Promise<void> = Promise.resolve();
	/** Of the block that was read last. */
	#sketches: Uint32Array | undefined;
	readonly #sketchPlaces = new Map<RecordBlock, {offset: number; sum: number}>();

	constructor(options: {path: string; file: AppendFile | undefined; isFrozen: boolean}) {
		this.#path = options.path;
		this.#file = options.file;
		this.#isFrozen = options.isFrozen;
	}

	async load(journal: AppendFile, journalSize: number) {
		this.#journal = journal;
		const found = await this.#readBlocks().catch(() => []);
		while (found.length > 0 && !(await fits(found.at(-1) as IndexedBlock, journal, journalSize))) found.pop();
		const last = found.at(-1);
		this.#size = last?.end ?? 0;
		await this.#cutRest();
		for (const {block, header, sketchesAt} of found)
			this.#sketchPlaces.set(block, {offset: sketchesAt, sum: header.sketches});
		const start = last
			? {offset: last.header.journal_size, recovered: last.header.recovered}
			: {offset: 0, recovered: nothingRecovered()};
		return {blocks: found.map(({block}) => block), start};
	}

	append(block: RecordBlock, start: JournalStart): void {
		if (!this.#isFrozen) this.#tail = this.#tail.then(() => this.#write(block, start));
	}

	async readSketches(block: RecordBlock): Promise<Uint32Array | undefined> {
		if (block.sketches) return block.sketches;
		const place = this.#sketchPlaces.get(block);
		if (!place || !this.#file) return undefined;
		this.#sketches ??= new Uint32Array(sketchBytes / 4);
		const bytes = asBytes(this.#sketches);
		const isRead = await fill(this.#file, bytes, place.offset).then(
			() => true,
			() => false,
		);
		return isRead && crc32(bytes) === place.sum ? this.#sketches : undefined;
	}

	async close(): Promise<void> {
		await this.#tail;
		await this.#file?.close().catch(() => {});
	}

	async #readBlocks(): Promise<IndexedBlock[]> {
		const found: IndexedBlock[] = [];
		if (!this.#file) return found;
		const {size} = await this.#file.stat();
		for (let offset = 0; offset < size; ) {
			const next = await readBlock(this.#file, offset, size).catch(() => undefined);
			if (!next || !follows(next, found.at(-1))) break;
			found.push(next);
			offset = next.end;
		}
		return found;
	}

	async #cutRest(): Promise<void> {
		if (this.#isFrozen || !this.#file) return;
		try {
			const {size} = await this.#file.stat();
			if (size > this.#size) await this.#file.truncate(this.#size);
		} catch {
			this.#isFrozen = true;
		}
	}

	async #write(block: RecordBlock, start: JournalStart): Promise<void> {
		const journal = this.#journal;
		if (this.#isFrozen || !journal || block.sketches === undefined) return;
		try {
			const sketches = asBytes(block.sketches);
			const header = await describeBlock(block, {journal, start, sketches});
			const bytes = Buffer.concat([header, Buffer.from(block.columns), block.text, sketches]);
			this.#file ??= await openAppendFile(this.#path, 'append');
			await this.#file.append(bytes);
			const sketchesAt = this.#size + bytes.length - sketchBytes;
			this.#sketchPlaces.set(block, {offset: sketchesAt, sum: crc32(sketches)});
			this.#size += bytes.length;
			block.sketches = undefined;
		} catch {
			this.#isFrozen = true;
			await this.#file?.truncate(this.#size).catch(() => {});
		}
	}
}

async function describeBlock(
	block: RecordBlock,
	{journal, start, sketches}: {journal: AppendFile; start: JournalStart; sketches: Buffer},
): Promise<Buffer> {
	const header: Header = {
		format: 2,
		journal_size: start.offset,
		journal_tail: await sumTail(journal, start.offset),
		prefix: block.prefix,
		text_bytes: block.text.length,
		columns: crc32(Buffer.from(block.columns)),
		text: crc32(block.text),
		sketches: crc32(sketches),
		recovered: start.recovered,
	};
	const bytes = Buffer.alloc(headerBytes, ' ');
	if (bytes.write(JSON.stringify(header), sumBytes) === headerBytes - sumBytes) {
		throw new RangeError('the header of the index is too long');
	}
	bytes.writeUInt32LE(crc32(bytes.subarray(sumBytes)));
	return bytes;
}

async function readBlock(file: AppendFile, offset: number, size: number): Promise<IndexedBlock> {
	const head = await readExactly(file, headerBytes, offset);
	if (crc32(head.subarray(sumBytes)) !== head.readUInt32LE()) throw new RangeError('the index is damaged');
	const header = headerSchema.parse(parseUntrustedJson(head.toString('utf8', sumBytes)));
	const columnsAt = offset + headerBytes;
	const sketchesAt = columnsAt + columnBytes + header.text_bytes;
	const end = sketchesAt + sketchBytes;
	if (end > size) throw new RangeError('the index ends within a block');
	const columns = new ArrayBuffer(columnBytes);
	const text = Buffer.alloc(header.text_bytes);
	await fill(file, new Uint8Array(columns), columnsAt);
	await fill(file, text, columnsAt + columnBytes);
	if (crc32(Buffer.from(columns)) !== header.columns || crc32(text) !== header.text) {
		throw new RangeError('the index is damaged');
	}
	const block = new RecordBlock({columns, text, prefix: header.prefix});
	if (!block.isSane()) throw new RangeError('the index makes no sense');
	return {block, header, sketchesAt, end};
}

/** The journal only grows: no block speaks of what one before it spoke of. */
function follows({block}: IndexedBlock, previous: IndexedBlock | undefined): boolean {
	return (block.offsets[0] as number) >= (previous?.header.journal_size ?? 0);
}

async function fits({header}: IndexedBlock, journal: AppendFile, journalSize: number): Promise<boolean> {
	if (header.journal_size > journalSize) return false;
	return (await sumTail(journal, header.journal_size).catch(() => -1)) === header.journal_tail;
}

async function sumTail(journal: AppendFile, end: number): Promise<number> {
	const start = Math.max(0, end - tailBytes);
	return crc32(await readExactly(journal, end - start, start));
}

async function readExactly(file: AppendFile, length: number, offset: number): Promise<Buffer> {
	const bytes = Buffer.alloc(length);
	await fill(file, bytes, offset);
	return bytes;
}

async function fill(file: AppendFile, target: Uint8Array, offset: number): Promise<void> {
	if ((await file.read(target, offset)) !== target.length) throw new RangeError('the file ends too early');
}

function asBytes(sketches: Uint32Array): Buffer {
	return Buffer.from(sketches.buffer, sketches.byteOffset, sketches.byteLength);
}
