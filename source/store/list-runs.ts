import {lstat, readdir, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {UserError} from '../pipeline/errors.js';
import {countAcceptedIn} from './count-accepted.js';
import {isFinished, type RunFile, readRunFile} from './run-file.js';
import {isRunId} from './run-id.js';
import {findLiveWriter} from './run-lock.js';
import {describeSystemError, unlessMissing} from './system-failure.js';

/** `planned`: nothing is made yet. `unfinished`: it ended without saying so, or another machine may still be at it. */
type ListedState = 'planned' | 'finished' | 'stopped' | 'unfinished' | 'running';

export type ListedRun = {runId: string; outputFolder: string} & (
	| {state: 'broken'; reason: string}
	| {
			state: ListedState;
			requested: number;
			accepted: number;
			engine: string;
			model: string;
			createdAt: string;
	  }
);

/** Every run in an output folder, newest first. What is no run is passed over; a missing folder holds none. */
export async function listRuns(outputFolder: string): Promise<ListedRun[]> {
	const names = await unlessMissing(() => readdir(join(outputFolder, 'runs'))).catch(error => {
		throw new UserError(`cannot read \`${outputFolder}\`: ${describeSystemError(error)}`, {
			hint: 'name the output folder with --out',
			cause: error,
		});
	});
	const runs: ListedRun[] = [];
	for (const runId of (names ?? []).filter(isRunId)) runs.push(await describeRun(outputFolder, runId));
	return runs.sort((left, right) => compare(ageOf(right), ageOf(left)));
}

/** Sorts by time, to the millisecond where two ids name the same second. */
function ageOf(run: ListedRun): string {
	const second = run.runId.slice(0, 'YYYYMMDD-HHMMSS'.length);
	return `${second} ${run.state === 'broken' ? '' : run.createdAt} ${run.runId}`;
}

/**
 * The run a user means: `latest`, `latest-unfinished` (fewer accepted than asked for, nobody at it), `latest-incomplete`
 * (whoever is at it), an id, or the path of a run folder. Throws `UserError` when there is none.
 */
export async function findRun(
	outputFolder: string,
	wanted: string,
): Promise<{outputFolder: string; runId: string}> {
	if (isLatest(wanted)) return findLatest(outputFolder, wanted);
	if (isRunId(wanted)) return {outputFolder, runId: wanted};
	const path = resolve(wanted);
	if (isInOutputFolder(path)) return {outputFolder: dirname(dirname(path)), runId: basename(path)};
	if (await findCopiedRun(wanted)) {
		throw new UserError(`the run \`${wanted}\` is in no output folder`, {
			hint: `\`report\`, \`export\` and \`merge\` read it where it is; for all else move it to \`${join(outputFolder, 'runs')}\`, under its id`,
		});
	}
	throw new UserError(`there is no run \`${wanted}\``, {
		hint: 'give the id of a run, the path of its folder, or `latest`; `unwritten runs` lists them',
	});
}

/** Where a run folder was copied to, such as another disk: there it can be read. Undefined for what is no such path. */
export async function findCopiedRun(wanted: string): Promise<string | undefined> {
	const path = resolve(wanted);
	if (isInOutputFolder(path)) return undefined;
	const stats = await stat(join(path, 'run.json')).catch(() => undefined);
	return stats?.isFile() ? path : undefined;
}

function isInOutputFolder(path: string): boolean {
	return isRunId(basename(path)) && basename(dirname(path)) === 'runs';
}

const latest = {
	latest: () => true,
	'latest-incomplete': isIncomplete,
	'latest-unfinished': (run: UsableRun) => run.state !== 'running' && isIncomplete(run),
};
type UsableRun = Exclude<ListedRun, {state: 'broken'}>;

function isLatest(wanted: string): wanted is keyof typeof latest {
	return Object.hasOwn(latest, wanted);
}

async function findLatest(outputFolder: string, wanted: keyof typeof latest) {
	const runs = await listRuns(outputFolder);
	const usable = runs.filter(run => run.state !== 'broken');
	const found = usable.find(latest[wanted]);
	if (found) return {outputFolder, runId: found.runId};
	const kind = wanted === 'latest' ? 'run' : 'unfinished run';
	const busy = usable.find(isIncomplete);
	throw new UserError(`there is no ${kind} in \`${outputFolder}\``, {
		hint: busy
			? `\`${busy.runId}\` is being written; if whoever does so is gone, \`--resume ${busy.runId} --take-over\` goes on with it`
			: '--out names another output folder; without --resume a new run is started',
	});
}

function isIncomplete(run: UsableRun): boolean {
	return run.accepted < run.requested;
}

async function describeRun(outputFolder: string, runId: string): Promise<ListedRun> {
	const folder = join(outputFolder, 'runs', runId);
	try {
		const stats = await lstat(folder);
		if (!stats.isDirectory()) return {runId, outputFolder, state: 'broken', reason: 'it is not a folder'};
		const {data} = await readRunFile(folder);
		const accepted = await countAcceptedIn(folder);
		return {
			runId,
			outputFolder,
			state: await listedState(folder, {data, accepted}),
			requested: data.plan.requested,
			accepted,
			engine: data.settings.engine,
			model: data.settings.model,
			createdAt: data.created_at,
		};
	} catch (error) {
		return {runId, outputFolder, state: 'broken', reason: describeSystemError(error)};
	}
}

async function listedState(
	folder: string,
	{data, accepted}: {data: RunFile; accepted: number},
): Promise<ListedState> {
	if ((await findLiveWriter(folder)) !== undefined) return 'running';
	if (data.state === 'running') return 'unfinished';
	return data.state === 'finished' && !isFinished(data, accepted) ? 'unfinished' : data.state;
}

function compare(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}
