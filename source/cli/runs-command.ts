import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {type ListedRun, listRuns} from '../store/list-runs.js';
import {exitCodes} from './exit-codes.js';
import type {Arguments} from './parse-arguments.js';
import {resolveSettings} from './resolve-settings.js';

/** `runs`: one line a run, newest first, with the way to go on. */
export async function runRunsCommand(given: Arguments): Promise<number> {
	if (given.repair !== undefined)
		return (await import('./repair-command.js')).repairOneRun(given, given.repair);
	const {outputFolder} = await resolveSettings(given);
	const runs = await listRuns(outputFolder);
	if (runs.length === 0) process.stderr.write(`no runs in ${outputFolder}\n`);
	for (const run of runs) process.stdout.write(`${cleanForDisplay(describeRun(run))}\n`);
	return exitCodes.done;
}

function describeRun(run: ListedRun): string {
	if (run.state === 'broken') {
		return `${run.runId}  broken      ${run.reason}  mend: unwritten runs --repair ${run.runId}`;
	}
	const place = `${run.accepted}/${run.requested}`.padStart(11);
	const what = run.accepted < run.requested ? 'go on' : 'review';
	const goOn = run.state === 'running' ? '' : `  ${what}: unwritten --resume ${run.runId}`;
	return `${run.runId}  ${run.state.padEnd(10)} ${place}  ${run.model} on ${run.engine}${goOn}`;
}
