import {RunTakenError, StoreError} from '../pipeline/errors.js';
import type {RunOutcome} from '../pipeline/events.js';
import type {Progress} from '../pipeline/progress.js';
import {startJsonDisplay, startPlainDisplay} from '../plain/plain-display.js';
import type {OpenedRun} from './begin-run.js';
import {exitCodes} from './exit-codes.js';
import type {Arguments} from './parse-arguments.js';
import {rememberTimings} from './remember-timings.js';
import type {Settings} from './resolve-settings.js';
import {listenForStopSignals, type StopSignals} from './stop-signals.js';
import {formatSummary} from './summary.js';
import {tellNote} from './tell-note.js';

/** A run without a screen, for pipes, logs and CI. Resolves with the exit code. */
export async function runInPlain(given: Arguments, settings: Settings): Promise<number> {
	const {openNewRun, openUnfinishedRun} = await import('./open-run.js');
	const opening = {given, settings, isFullScreen: false};
	const opened =
		given.resume === undefined
			? await openNewRun(opening, {...settings, count: given.count as number})
			: await openUnfinishedRun(opening, given.resume);
	for (const notice of opened.notices) tellNote(notice);
	return finishInPlain(opened, {display: given.display ?? 'plain', signals: listenForStopSignals()});
}

/** Runs to the end with lines for a display; also takes over from a screen that broke. */
export async function finishInPlain(
	opened: OpenedRun,
	options: {display: 'plain' | 'json'; signals: StopSignals; outcome?: Promise<RunOutcome>},
): Promise<number> {
	const {run} = opened;
	const {display, signals} = options;
	const write = (line: string) => void process.stdout.write(line);
	const endDisplay = display === 'json' ? startJsonDisplay(run, write) : startPlainDisplay(run, write);
	void signals.first.then(() => run.stop());
	process.stdout.on('error', endDisplay);
	try {
		const outcome = await (options.outcome ?? run.start());
		await run.renewBatch();
		const summary = formatSummary(opened);
		if (display === 'json') process.stderr.write(summary);
		else process.stdout.write(summary);
		return signals.code ?? exitCodeOf(outcome, run.progress);
	} finally {
		endDisplay();
		await closeRun(opened, signals);
	}
}

/** The summary stands already: a disk that still refuses changes nothing about how the run ended. */
export async function closeRun(opened: OpenedRun, signals: StopSignals): Promise<void> {
	let ending: 'closed' | 'late' | 'refused' = 'refused';
	try {
		ending = await closeInTime(opened);
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		const isTold = error instanceof RunTakenError;
		if (!isTold) tellNote(error.message);
	} finally {
		signals.end();
	}
	const {givenUp} = opened.run.progress;
	if (ending === 'late' || givenUp.writes > 0) tellNote(describeUnconfirmed(givenUp.records));
	if (ending === 'closed') await rememberTimings(opened);
}

const closePatienceMs = {atLeast: 10_000, onceGivenUp: 500};

/** A disk that does not answer must not keep the terminal; a run that is left open is as one that was killed. */
async function closeInTime({run, finish}: OpenedRun): Promise<'closed' | 'late'> {
	const isHanging = run.progress.givenUp.writes > 0;
	const late = Promise.withResolvers<'late'>();
	const timer = setTimeout(
		late.resolve,
		isHanging ? closePatienceMs.onceGivenUp : closePatienceMs.atLeast,
		'late',
	);
	const first = Promise.race([finish().then(() => 'closed' as const), late.promise]);
	return first.finally(() => clearTimeout(timer));
}

function describeUnconfirmed(records: number): string {
	const waited = 'the disk did not answer in time';
	if (records === 0) return `${waited}; all that was accepted is on it`;
	const those = records === 1 ? 'a record' : `${records} records`;
	const they = records === 1 ? 'it was not counted and counts' : 'they were not counted and count';
	return `${waited}: it did not confirm ${those}; ${they} at the next opening if whole in the file`;
}

/** A run that has all its records and could not write its batch is not done. */
export function exitCodeOf(outcome: RunOutcome, {unwritten}: Pick<Progress, 'unwritten'>): number {
	if (outcome === 'complete' && unwritten.size > 0) return exitCodes.failed;
	const byOutcome: Record<RunOutcome, number> = {
		complete: exitCodes.done,
		short: exitCodes.short,
		stopped: exitCodes.interrupted,
		'engine-gone': exitCodes.failed,
	};
	return byOutcome[outcome];
}
