import {join} from 'node:path';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {AbortedError, EngineError} from '../pipeline/errors.js';
import type {SlotResult} from '../pipeline/make-interaction.js';
import {formatEvent} from '../plain/format-event.js';
import {findRun} from '../store/list-runs.js';
import type {OpenedRun} from './begin-run.js';
import {exitCodes} from './exit-codes.js';
import {openUnfinishedRun} from './open-run.js';
import type {Arguments} from './parse-arguments.js';
import {listEngines, prepareEngines} from './prepare-engines.js';
import {resolveSettings} from './resolve-settings.js';
import {listenForStopSignals} from './stop-signals.js';
import {tellNote} from './tell-note.js';

/** `redo RUN ID --from STEP`: one interaction again from a step. Prints the id of the new record. */
export async function runRedoCommand(given: Arguments): Promise<number> {
	const settings = await resolveSettings(given);
	const {outputFolder, runId} = await findRun(settings.outputFolder, given.subject as string);
	const place = join(outputFolder, 'runs', runId);
	const [run] = await listEngines({...given, resume: place}, settings);
	await prepareEngines(run ? [run] : [], given);
	const opened = await openUnfinishedRun(
		{given: {...given, count: undefined}, settings, isFullScreen: false, isUnjudged: true},
		place,
	);
	const signals = listenForStopSignals();
	void signals.first.then(() => opened.run.stop());
	try {
		return await redo(opened, given);
	} catch (error) {
		if (!(error instanceof AbortedError)) throw error;
		if (signals.code === undefined) throw new EngineError('unreachable', 'the engine went away for good');
		return signals.code;
	} finally {
		await opened.finish().finally(signals.end);
	}
}

async function redo({run, notices, facts}: OpenedRun, {detail, from}: Arguments): Promise<number> {
	for (const notice of notices) tellNote(notice);
	run.subscribe(event => {
		const line = formatEvent(event, run.progress);
		if (line !== undefined) process.stderr.write(`${line}\n`);
	});
	const result = await run.redo({id: detail as string, from: from ?? 'dialogue'});
	if (result.status === 'failed') return tellFailure(result);
	process.stdout.write(`${result.interaction.training_metadata.id}\n`);
	process.stderr.write(
		`hint: batch files written before lack it: \`unwritten export ${facts.runId}\` writes one\n`,
	);
	return exitCodes.done;
}

function tellFailure({step, reason}: Extract<SlotResult, {status: 'failed'}>): number {
	process.stderr.write(`${cleanForDisplay(`the step \`${step}\` failed in every try: ${reason}`)}\n`);
	process.stderr.write('hint: the interaction is as it was; try again, or with another model\n');
	return exitCodes.short;
}
