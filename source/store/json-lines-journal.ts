import {setImmediate} from 'node:timers/promises';
import {Low} from 'lowdb';
import {StoreError} from '../pipeline/errors.js';
import {type AppendFile, createAbsentFile, openAppendFile} from './append-file.js';
import {createAppendOnlyAdapter, type JournalData} from './append-only-adapter.js';
import {createLineEncoder, mostBytes, noLines} from './line-encoder.js';
import {parseUntrustedJson} from './parse-json.js';
import {type LinePosition, maximumLineBytes} from './read-lines.js';
import {readPositions} from './read-positions.js';
import {type JournalRecovery, type JournalStart, type LineVisitor, nothingRecovered} from './scan-journal.js';
import {toStoreError, unlessMissing} from './system-failure.js';

export type JournalOptions = {
	path: string;
	/** Called while opening with every line that parses, front to back. */
	visit: LineVisitor;
	/** Where an index lets the reading begin; see `JournalIndex`. */
	findStart?: (file: AppendFile, size: number) => Promise<JournalStart>;
	/** Called while opening, with how far it has come, in bytes. */
	onProgress?: ((offset: number, size: number) => void) | undefined;
	/** Whether `append` waits for fsync (default) or only for the write. */
	durable?: boolean;
	/** Opens without changing anything; `append` is refused. */
	readOnly?: boolean;
	/** Before each group of lines, which may have waited for a flush that took long; a group that it throws for is not written. */
	beforeWrite?: (() => Promise<void>) | undefined;
	/** Opens the file; another one in tests. */
	openFile?: typeof openAppendFile;
};

/** An append-only file of JSON, one value a line. Every method throws `StoreError` and no other. */
export interface JsonLinesJournal {
	readonly path: string;
	readonly file: AppendFile;
	readonly recovered: JournalRecovery;
	/** Bytes on disk. */
	readonly size: number;
	/**
	 * Resolves with the place of the line once it is on disk. Lines that arrive while others are being flushed are
	 * written together, with one fsync. When it throws, nothing of the line stays in the file.
	 */
	append(value: unknown): Promise<LinePosition>;
	readAt(position: LinePosition): Promise<unknown>;
	/** The text at `positions`, in their order; each is valid until the next is asked for. Memory: about a megabyte. */
	readBytes(positions: Iterable<LinePosition>): AsyncIterable<Buffer>;
	/** Waits for what is under way, then lets go of the file. */
	close(): Promise<void>;
}

type Pending = {
	json: string;
	resolve: (position: LinePosition) => void;
	reject: (error: StoreError) => void;
};

export async function openJournal(options: JournalOptions): Promise<JsonLinesJournal> {
	const {
		path,
		durable = true,
		readOnly = false,
		openFile = openAppendFile,
		beforeWrite,
		...reading
	} = options;
	try {
		const file = readOnly
			? ((await unlessMissing(() => openFile(path, 'read'))) ?? createAbsentFile())
			: await openFile(path, 'append');
		const adapter = createAppendOnlyAdapter({file, path, durable, readOnly, ...reading});
		const low = new Low<JournalData>(adapter, emptyData());
		await low.read().catch(async error => {
			await file.close().catch(() => {});
			throw error;
		});
		return createJournal({file, low, path, readOnly, beforeWrite});
	} catch (error) {
		throw toStoreError(`could not open \`${path}\``, error);
	}
}

function emptyData(): JournalData {
	return {size: 0, lines: 0, recovered: nothingRecovered(), pending: noLines};
}

type OpenParts = {
	file: AppendFile;
	low: Low<JournalData>;
	path: string;
	readOnly: boolean;
	beforeWrite: JournalOptions['beforeWrite'];
};

function createJournal({file, low, path, readOnly, beforeWrite}: OpenParts): JsonLinesJournal {
	let queue: Pending[] = [];
	let draining: Promise<void> | undefined;
	let isClosed = readOnly;
	const encodeLines = createLineEncoder();

	async function drain(): Promise<void> {
		while (queue.length > 0) {
			// What others append in this turn of the event loop goes with it: half the writes of a fast run.
			await setImmediate();
			const group = queue;
			queue = [];
			await writeGroup({low, group, path, beforeWrite, encodeLines});
		}
		draining = undefined;
	}

	async function append(value: unknown): Promise<LinePosition> {
		const json = encodeValue(value, path);
		if (isClosed) throw new StoreError(`\`${path}\` is not open for writing`);
		const written = new Promise<LinePosition>((resolve, reject) => queue.push({json, resolve, reject}));
		draining ??= drain();
		return written;
	}

	async function close(): Promise<void> {
		isClosed = true;
		await draining;
		try {
			if (!readOnly) await file.sync();
		} catch (error) {
			throw toStoreError(`could not flush \`${path}\``, error);
		} finally {
			await file.close().catch(() => {});
		}
	}

	return {
		path,
		file,
		get recovered() {
			return low.data.recovered;
		},
		get size() {
			return low.data.size;
		},
		append,
		readAt: position => readValue({file, path, position}),
		readBytes: positions => readBytes({file, path, positions}),
		close,
	};
}

async function writeGroup(
	options: {group: Pending[]; encodeLines: ReturnType<typeof createLineEncoder>} & Pick<
		OpenParts,
		'low' | 'path' | 'beforeWrite'
	>,
): Promise<void> {
	const {low, group, path, beforeWrite, encodeLines} = options;
	let offset = low.data.size;
	try {
		await beforeWrite?.();
		const pending = encodeLines(group.map(({json}) => json));
		low.data.pending = pending;
		await low.write();
		for (const [at, {resolve}] of group.entries()) {
			const length = pending.lengths[at] as number;
			resolve({offset, length: length - 1});
			offset += length;
		}
	} catch (error) {
		const failure = toStoreError(`could not write \`${path}\``, error);
		for (const {reject} of group) reject(failure);
	} finally {
		low.data.pending = noLines;
	}
}

function encodeValue(value: unknown, path: string): string {
	const json = JSON.stringify(value);
	if (mostBytes(json) <= maximumLineBytes) return json;
	const bytes = Buffer.byteLength(json) + 1;
	if (bytes <= maximumLineBytes) return json;
	throw new StoreError(`a record of ${bytes} bytes is too large for \`${path}\``);
}

type Source = {file: AppendFile; path: string};

async function readValue({file, path, position}: Source & {position: LinePosition}): Promise<unknown> {
	const bytes = Buffer.allocUnsafe(position.length);
	try {
		const bytesRead = await file.read(bytes, position.offset);
		return parseUntrustedJson(bytes.toString('utf8', 0, bytesRead));
	} catch (error) {
		throw toStoreError(`could not read \`${path}\``, error);
	}
}

async function* readBytes(source: Source & {positions: Iterable<LinePosition>}): AsyncGenerator<Buffer> {
	const {file, path, positions} = source;
	try {
		yield* readPositions(file, positions);
	} catch (error) {
		throw toStoreError(`could not read \`${path}\``, error);
	}
}
