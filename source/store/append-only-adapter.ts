import type {Adapter} from 'lowdb';
import {StoreError} from '../pipeline/errors.js';
import type {AppendFile} from './append-file.js';
import {keepDamagedLines} from './damaged-lines.js';
import {type EncodedLines, noLines} from './line-encoder.js';
import {type JournalRecovery, type JournalStart, type LineVisitor, scanJournal} from './scan-journal.js';

/** What lowdb holds of a journal: where it ends, and the lines that are to be written next. Not the records. */
export type JournalData = {
	/** Bytes on disk that are known to be good. */
	size: number;
	lines: number;
	recovered: JournalRecovery;
	pending: EncodedLines;
};

type AdapterOptions = {
	file: AppendFile;
	path: string;
	/** Called by `read` with every line that parses. */
	visit: LineVisitor;
	/** Where `read` may begin; asked for once the size is known. */
	findStart?: ((file: AppendFile, size: number) => Promise<JournalStart>) | undefined;
	onProgress?: ((offset: number, size: number) => void) | undefined;
	/** Whether `write` ends with fsync. */
	durable: boolean;
	/** Leaves the file as it is: no cutting, no copies. */
	readOnly: boolean;
};

/**
 * A lowdb adapter that only appends: `write` costs what the pending lines cost, however long the journal is.
 *
 * A write that fails leaves nothing: the file is cut back to its last good length, at the latest before the next one.
 */
export function createAppendOnlyAdapter(options: AdapterOptions): Adapter<JournalData> {
	const {file, path} = options;
	let hasRemains = false;

	async function cutRemains(size: number): Promise<void> {
		await file.truncate(size);
		hasRemains = false;
	}

	async function prepare(size: number): Promise<void> {
		if (hasRemains) await cutRemains(size);
		const stats = await file.stat();
		if (stats.links === 0) throw new StoreError(`\`${path}\` was deleted or replaced while it was in use`);
		if (stats.size !== size) throw new StoreError(`\`${path}\` was changed by another program`);
	}

	async function write(data: JournalData): Promise<void> {
		await prepare(data.size);
		const {bytes, lengths} = data.pending;
		try {
			hasRemains = true;
			await file.append(bytes);
			if (options.durable) await file.sync();
			hasRemains = false;
		} catch (error) {
			await cutRemains(data.size).catch(() => {});
			throw error;
		}
		data.size += bytes.length;
		data.lines += lengths.length;
	}

	return {read: () => readJournal(options), write};
}

async function readJournal(options: AdapterOptions): Promise<JournalData> {
	const {file, path, visit, durable, readOnly} = options;
	const {size} = await file.stat();
	const start = await options.findStart?.(file, size);
	const onProgress = (offset: number) => options.onProgress?.(offset, size);
	const scan = await scanJournal({file, size, visit, start, onProgress, ...(readOnly && {maximumKept: 0})});
	const data = {size: scan.goodSize, lines: scan.lines, recovered: scan.recovered, pending: noLines};
	if (readOnly) return data;
	await keepDamagedLines(path, scan.aside);
	if (scan.goodSize < size) await file.truncate(scan.goodSize);
	if (scan.lacksLineFeed) {
		await file.append(Buffer.from('\n'));
		data.size++;
	}
	// What a killed process had written but not flushed is counted from now on, so it must be there for good.
	if (data.size !== size || (durable && size > 0)) await file.sync();
	return data;
}
