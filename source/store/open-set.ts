import {constants} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {readableInteractionSchema} from '../domain/legacy-interaction.js';
import type {DamagedElement, SetRecord} from '../domain/set-record.js';
import {UserError} from '../pipeline/errors.js';
import {countAccepted} from './count-accepted.js';
import {findCopiedRun, findRun} from './list-runs.js';
import {isRecordObject} from './parse-json.js';
import {
	findLayout,
	type ReadElement,
	readArrayElements,
	readLineElements,
	type SetElement,
} from './read-set-file.js';
import type {RunFile} from './run-file.js';
import {readRun, readRunFolder} from './run-folder.js';
import {isRunId} from './run-id.js';
import type {RunReader} from './run-store.js';
import {toUserError, unlessMissing} from './system-failure.js';

/** Where the journals of a run lie, and its configuration. */
export type SetRun = {
	runId: string;
	/** None for a copy that lies elsewhere. */
	outputFolder: string | undefined;
	folder: string;
	runFile: RunFile;
	/** Records that count. */
	accepted: number;
	interactionsPath: string;
	attemptsPath: string;
	stepsPath: string;
	decisionsPath: string;
};

/** A run or a file that holds records, open for reading. */
export interface OpenedSet {
	/** Run id, or the path as it was given of a file or of a run folder that was copied. */
	readonly source: string;
	readonly kind: 'run' | 'batch' | 'lines';
	/** Of a run only. */
	readonly run: SetRun | undefined;
	/** What reading found wrong with the source as a whole, one sentence each. */
	readonly notices: string[];
	/**
	 * The records one by one, in memory that does not grow: of a run those that count, in plan order; of a file all, in
	 * its order. May be asked for again, and reads anew then. `onDamaged` hears of every element that is no record.
	 */
	records(onDamaged?: (element: DamagedElement) => void): AsyncIterable<SetRecord>;
	close(): Promise<void>;
}

/**
 * Opens what a user means by RUN-or-FILE: a run id, `latest`, the path of a run folder, a batch file (ours or of v2.2) or
 * a file of JSON lines. Throws `UserError` when there is no such thing, or it holds no JSON.
 */
export async function openSet(outputFolder: string, wanted: string): Promise<OpenedSet> {
	if (wanted === 'latest' || isRunId(wanted)) return openRunSet(outputFolder, wanted);
	const stats = await unlessMissing(() => stat(wanted)).catch(error => refuse(wanted, error));
	if (stats === undefined) {
		throw new UserError(`there is no run and no file \`${wanted}\``, {
			hint: 'give the id of a run, the path of its folder, `latest`, or a batch file; `unwritten runs` lists the runs',
		});
	}
	return stats.isDirectory() ? openRunSet(outputFolder, wanted) : openFileSet(wanted);
}

async function openRunSet(outputFolder: string, wanted: string): Promise<OpenedSet> {
	const copy = await findCopiedRun(wanted);
	if (copy !== undefined) return describeRunSet({source: wanted, reader: await readRunFolder(copy)});
	const place = await findRun(outputFolder, wanted);
	const reader = await readRun(place);
	return describeRunSet({source: reader.runId, reader, outputFolder: place.outputFolder});
}

function describeRunSet(set: {
	source: string;
	reader: RunReader;
	outputFolder?: string | undefined;
}): OpenedSet {
	const {source, reader, outputFolder} = set;
	const {runId, folder, runFile, notices} = reader;
	const journal = (name: string) => join(folder, `${name}.jsonl`);
	return {
		source,
		kind: 'run',
		run: {
			runId,
			outputFolder,
			folder,
			runFile,
			accepted: countAccepted(reader),
			interactionsPath: journal('interactions'),
			attemptsPath: journal('attempts'),
			stepsPath: journal('steps'),
			decisionsPath: journal('decisions'),
		},
		notices,
		records: onDamaged => checkElements({source, elements: readCounted(reader), onDamaged}),
		close: () => reader.close(),
	};
}

async function* readCounted(reader: RunReader): AsyncGenerator<SetElement> {
	let position = 0;
	for await (const {original, text} of reader.countedRecords()) {
		yield {position: ++position, value: original, text};
	}
}

async function openFileSet(path: string): Promise<OpenedSet> {
	const handle = await openRegularFile(path);
	try {
		const layout = await findLayout(handle);
		if (layout === undefined || layout === 'empty') {
			const problem = layout === 'empty' ? 'is empty' : 'is no JSON array and no JSON lines';
			throw new UserError(`\`${path}\` ${problem}`, {
				hint: 'give a run, a batch file or a file of JSON lines',
			});
		}
		const read = layout.kind === 'array' ? readArrayElements : readLineElements;
		return {
			source: path,
			kind: layout.kind === 'array' ? 'batch' : 'lines',
			run: undefined,
			notices: [],
			records: onDamaged =>
				checkElements({source: path, elements: readOrRefuse(path, read(handle, layout.start)), onDamaged}),
			close: () => handle.close(),
		};
	} catch (error) {
		await handle.close();
		return refuse(path, error);
	}
}

/** O_NONBLOCK: a named pipe must not hang the program. */
async function openRegularFile(path: string): Promise<FileHandle> {
	const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(error =>
		refuse(path, error),
	);
	if ((await handle.stat()).isFile()) return handle;
	await handle.close();
	throw new UserError(`\`${path}\` is not a file`, {
		hint: 'a pipe is read once only: write it to a file first',
	});
}

async function* readOrRefuse(path: string, elements: AsyncIterable<SetElement>): AsyncGenerator<SetElement> {
	try {
		yield* elements;
	} catch (error) {
		refuse(path, error);
	}
}

async function* checkElements(options: {
	source: string;
	elements: AsyncIterable<SetElement>;
	onDamaged: ((element: DamagedElement) => void) | undefined;
}): AsyncGenerator<SetRecord> {
	const {source, elements, onDamaged} = options;
	for await (const element of elements) {
		const checked = 'value' in element ? checkRecord(element) : element;
		const place = {source, position: element.position};
		if ('reason' in checked) onDamaged?.({...place, reason: checked.reason});
		else yield {...checked, ...place};
	}
}

function checkRecord({value, text}: ReadElement): Omit<SetRecord, 'source' | 'position'> | {reason: string} {
	if (!isRecordObject(value)) return {reason: 'it is no object'};
	const {success, data, error} = readableInteractionSchema.safeParse(value);
	if (success) return {record: data, original: value, text};
	const issue = error.issues[0];
	return {reason: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not valid'}`};
}

function refuse(path: string, error: unknown): never {
	throw toUserError({what: `cannot read \`${path}\``, hint: 'check the path and its permissions', error});
}
