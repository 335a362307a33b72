import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {type ListedRun, listRuns} from '../store/list-runs.js';
import {exitCodes} from './exit-codes.js';
import type {Arguments} from './parse-arguments.js';
import {resolveSettings} from './resolve-settings.js';
import {wayToResume} from './way-to-resume.js';

/** `runs`: one line a run, newest first, with the way to go on; JSON lines with `--json`. */
export async function runRunsCommand(given: Arguments): Promise<number> {
	if (given.repair !== undefined)
		return (await import('./repair-command.js')).repairOneRun(given, given.repair);
	const {outputFolder} = await resolveSettings(given);
	const runs = await listRuns(outputFolder);
	if (runs.length === 0) process.stderr.write(`no runs in ${outputFolder}\n`);
	const write = given.display === 'json' ? writeJson : describeRun;
	for (const run of runs) process.stdout.write(`${cleanForDisplay(write(run))}\n`);
	return exitCodes.done;
}

function writeJson({runId, ...run}: ListedRun): string {
	if (run.state === 'broken') {
		return JSON.stringify({run_id: runId, state: run.state, reason: run.reason, next: wayToMend(runId)});
	}
	const {state, accepted, requested, engine, model, createdAt} = run;
	const next = state === 'running' ? undefined : wayToResume(runId);
	return JSON.stringify({
		run_id: runId,
		state,
		accepted,
		requested,
		engine,
		model,
		created_at: createdAt,
		next,
	});
}

const wayToMend = (runId: string) => `unwritten runs --repair ${runId}`;

function describeRun(run: ListedRun): string {
	if (run.state === 'broken') {
		return `${run.runId}  broken      ${run.reason}  mend: ${wayToMend(run.runId)}`;
	}
	const place = `${run.accepted}/${run.requested}`.padStart(11);
	const what = run.accepted < run.requested ? 'go on' : 'review';
	const goOn = run.state === 'running' ? '' : `  ${what}: ${wayToResume(run.runId)}`;
	return `${run.runId}  ${run.state.padEnd(10)} ${place}  ${run.model} on ${run.engine}${goOn}`;
}
