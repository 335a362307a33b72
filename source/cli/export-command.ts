import {findRun} from '../store/list-runs.js';
import {readRun} from '../store/run-folder.js';
import {exportRun} from './begin-run.js';
import {exitCodes} from './exit-codes.js';
import type {Arguments} from './parse-arguments.js';
import {resolveSettings} from './resolve-settings.js';

/** `export RUN`: writes the batch JSON of a run and prints its path. A run that lacks some gets a PARTIAL batch. */
export async function runExportCommand(given: Arguments): Promise<number> {
	const {outputFolder} = await resolveSettings(given);
	const place = await findRun(outputFolder, given.subject as string);
	const folder = await readRun(place);
	try {
		for (const notice of folder.notices) process.stderr.write(`note: ${notice}\n`);
		const accepted = folder.history.summaries.filter(({status}) => status === 'accepted').length;
		const partial = accepted < folder.runFile.plan.requested;
		const written = await exportRun({folder, outputFolder: place.outputFolder, partial});
		if (!written) {
			process.stderr.write(`the run \`${place.runId}\` has no accepted interaction yet\n`);
			process.stderr.write(`hint: go on with \`unwritten --resume ${place.runId}\`\n`);
			return exitCodes.userMistake;
		}
		process.stdout.write(`${written.path}\n`);
		process.stderr.write(`${written.count} interactions written\n`);
		return exitCodes.done;
	} finally {
		await folder.close();
	}
}
