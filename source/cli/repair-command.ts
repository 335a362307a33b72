import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {findRun} from '../store/list-runs.js';
import {defaultPromptFolder, loadPromptFiles} from '../store/prompt-files.js';
import {type Repair, repairRun} from '../store/repair-run.js';
import {exitCodes} from './exit-codes.js';
import type {Arguments} from './parse-arguments.js';
import {resolveSettings} from './resolve-settings.js';
import {wayToResume} from './way-to-resume.js';

/**
 * `runs --repair RUN`: mends what can be mended in a run and says what it found and did, one line each or as `--json`.
 * 0 when the run is whole now, 3 when something in it is lost, 2 when it cannot be mended.
 */
export async function repairOneRun(given: Arguments, wanted: string): Promise<number> {
	const {outputFolder} = await resolveSettings(given);
	const place = await findRun(outputFolder, wanted);
	const prompts = await loadPromptFiles(defaultPromptFolder);
	const repair = await repairRun({...place, prompts, now: Date.now(), force: given.takeOver});
	const lines =
		given.display === 'json' ? [writeJson(place.runId, repair)] : describeRepair(place.runId, repair);
	for (const line of lines) process.stdout.write(`${cleanForDisplay(line)}\n`);
	return repair.lost === 0 ? exitCodes.done : exitCodes.short;
}

function writeJson(runId: string, {records, ...repair}: Repair): string {
	const next = records.accepted < repair.requested ? wayToResume(runId) : undefined;
	return JSON.stringify({run_id: runId, ...repair, ...records, next});
}

function describeRepair(runId: string, {done, lost, requested, records, begun, attempts}: Repair): string[] {
	const {accepted, rejected, spare} = records;
	const counts = [`${accepted} of ${requested} accepted`, `${rejected} rejected`, `${spare} spare`];
	const goOn = accepted < requested ? [`go on: ${wayToResume(runId)}`] : [];
	return [
		...(done.length === 0 ? ['nothing was wrong'] : done),
		...(lost > 0
			? [`lost: what stood in ${lost === 1 ? '1 line' : `${lost} lines`} that nobody can read`]
			: []),
		`${runId}: ${[...counts, `${begun} begun`, `${attempts} attempts refused`].join(', ')}`,
		...goOn,
	];
}
