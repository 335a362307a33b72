import {lstat, mkdir, rm, rmdir} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import type {Shard} from '../domain/shard.js';
import {UserError} from '../pipeline/errors.js';
import {removeLeftovers} from './remove-leftovers.js';
import {createRunFile, type RunFile, type RunStart, readRunFile} from './run-file.js';
import {checkRunId, drawRunId} from './run-id.js';
import type {RunLock} from './run-lease.js';
import {acquireRunLock} from './run-lock.js';
import {
	createRunStore,
	openJournals,
	type ReadingProgress,
	type RunFolder,
	type RunReader,
} from './run-store.js';
import {systemErrorCode, toUserError, unlessMissing} from './system-failure.js';
import {syncFolder} from './write-atomically.js';

const maximumIdDraws = 100;

/** What a start that fails has to take away again. */
type MadeFolders = {run: string | undefined; parents: string[]};

/** The folder of a run, `runs/ID` in the output folder. */
function runFolderPath(outputFolder: string, runId: string): string {
	return join(outputFolder, 'runs', checkRunId(runId));
}

export type LockOptions = {
	/** Takes over a lock that looks alive. */
	force?: boolean;
};

/**
 * Makes the folder of a new run and opens it.
 *
 * Throws `UserError` when the output folder cannot be written (a file in the way, read-only, full); then nothing that it
 * made is left. `now`: ms since the epoch.
 */
export async function createRun(
	options: {outputFolder: string; start: RunStart; now: number} & LockOptions,
): Promise<RunFolder> {
	const {outputFolder, start, now} = options;
	const made: MadeFolders = {run: undefined, parents: []};
	try {
		const folder = await makeRunFolder({
			outputFolder: resolve(outputFolder),
			now,
			made,
			shard: start.plan.shard,
		});
		const data = startedRunFile({start, runId: basename(folder), now});
		return await openLocked({folder, now, lockOptions: options, openFile: () => createRunFile(folder, data)});
	} catch (error) {
		await removeMade(made);
		throw toUserError({
			what: `cannot start a run in \`${outputFolder}\``,
			hint: 'name another folder with --out, or make room',
			error,
		});
	}
}

type OpenOptions = {outputFolder: string; runId: string; now: number} & LockOptions & {
		/** Called with the folder before the lock is taken, and under it before anything is read. */
		beforeLock?: (folder: string) => Promise<void>;
		prepare?: (folder: string) => Promise<void>;
		onProgress?: ReadingProgress | undefined;
	};

/** Opens a run for writing. Throws `UserError` when it is not there, broken, or being written by another process. */
export async function openRun(options: OpenOptions): Promise<RunFolder> {
	const {outputFolder, runId, now, onProgress} = options;
	const folder = await existingRunFolder(outputFolder, runId);
	const openFile = async () => {
		await options.prepare?.(folder);
		// What cannot be removed is in nobody's way.
		await removeLeftovers(folder).catch(() => {});
		return readRunFile(folder);
	};
	try {
		await options.beforeLock?.(folder);
		return await openLocked({folder, now, lockOptions: options, openFile, onProgress});
	} catch (error) {
		throw toUserError({
			what: `cannot open the run \`${runId}\``,
			hint: 'see what the folder holds with `unwritten runs`',
			error,
		});
	}
}

type ReadOptions = {onProgress?: ReadingProgress | undefined};

/** Opens a run for reading: without the lock, also while another process writes it, and changing nothing. */
export async function readRun(
	options: {outputFolder: string; runId: string} & ReadOptions,
): Promise<RunReader> {
	return readRunFolder(await existingRunFolder(options.outputFolder, options.runId), options);
}

/** As `readRun`, of a run folder that may lie anywhere and have any name. */
export async function readRunFolder(folder: string, {onProgress}: ReadOptions = {}): Promise<RunReader> {
	try {
		const runFile = await readRunFile(folder);
		const journals = await openJournals(folder, {lock: undefined, onProgress});
		return createRunStore({folder, journals, runFile, lock: undefined});
	} catch (error) {
		throw toUserError({
			what: `cannot read the run \`${basename(folder)}\``,
			hint: 'see what the folder holds with `unwritten runs`',
			error,
		});
	}
}

async function openLocked(options: {
	folder: string;
	now: number;
	lockOptions: LockOptions;
	openFile: () => ReturnType<typeof readRunFile>;
	onProgress?: ReadingProgress | undefined;
}): Promise<RunFolder> {
	const {folder, now, lockOptions, openFile, onProgress} = options;
	const lock = await acquireRunLock({folder, now, force: lockOptions.force ?? false});
	return openUnderLock({folder, lock, openFile, onProgress});
}

async function openUnderLock(options: {
	folder: string;
	lock: RunLock;
	openFile: () => ReturnType<typeof readRunFile>;
	onProgress?: ReadingProgress | undefined;
}): Promise<RunFolder> {
	const {folder, lock, openFile, onProgress} = options;
	try {
		const runFile = await openFile();
		const journals = await openJournals(folder, {lock, onProgress});
		await syncFolder(folder);
		return createRunStore({folder, journals, runFile, lock});
	} catch (error) {
		await lock.release();
		throw error;
	}
}

function startedRunFile({start, runId, now}: {start: RunStart; runId: string; now: number}): RunFile {
	const createdAt = new Date(now).toISOString();
	return {
		format: 1,
		run_id: runId,
		state: 'running',
		created_at: createdAt,
		notes: [],
		...start,
		earlier_prompts: [],
	};
}

async function makeRunFolder(options: {
	outputFolder: string;
	now: number;
	made: MadeFolders;
	shard: Shard;
}): Promise<string> {
	const {outputFolder, now, made, shard} = options;
	const parent = join(outputFolder, 'runs');
	made.parents = await missingFolders(parent);
	await makeFolders(made.parents);
	for (let draw = 1; ; draw++) {
		const folder = runFolderPath(outputFolder, drawRunId(now, shard));
		try {
			await mkdir(folder);
			made.run = folder;
			await syncFolder(parent);
			return folder;
		} catch (error) {
			if (systemErrorCode(error) !== 'EEXIST' || draw === maximumIdDraws) throw error;
		}
	}
}

/** `folder` and those above it that are not there yet, innermost first. */
async function missingFolders(folder: string): Promise<string[]> {
	const stats = await unlessMissing(() => lstat(folder)).catch(() => 'unknown' as const);
	return stats === undefined ? [folder, ...(await missingFolders(dirname(folder)))] : [];
}

/** Step by step: `recursive` never returns where a folder is there and cannot hold another, such as `/proc`. */
async function makeFolders(innermostFirst: string[]): Promise<void> {
	for (const folder of innermostFirst.toReversed()) {
		await mkdir(folder).catch(error => {
			if (systemErrorCode(error) !== 'EEXIST') throw error;
		});
	}
}

/** The run's own folder with what is in it; the folders above only while they are empty. */
async function removeMade({run, parents}: MadeFolders): Promise<void> {
	if (run !== undefined) await rm(run, {recursive: true, force: true}).catch(() => {});
	for (const parent of parents) await rmdir(parent).catch(() => {});
}

async function existingRunFolder(outputFolder: string, runId: string): Promise<string> {
	const folder = runFolderPath(outputFolder, runId);
	const stats = await unlessMissing(() => lstat(folder)).catch(() => undefined);
	if (stats?.isDirectory()) return folder;
	const problem = stats ? 'is not a folder of its own' : 'does not exist';
	throw new UserError(`the run \`${runId}\` ${problem} in \`${outputFolder}\``, {
		hint: '`unwritten runs` lists the runs there are; --out names another output folder',
	});
}
