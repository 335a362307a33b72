import type {RunOutcome} from '../pipeline/events.js';
import type {ScreenResult} from '../ui/launcher.js';
import {startScreen} from '../ui/start-screen.js';
import type {OpenedRun} from './begin-run.js';
import {createLauncher} from './create-launcher.js';
import {exitCodes} from './exit-codes.js';
import type {Arguments} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';
import {closeRun, exitCodeOf, finishInPlain} from './run-in-plain.js';
import {createScreenRuns, type StartedRun} from './screen-runs.js';
import {listenForStopSignals, type StopSignals} from './stop-signals.js';
import {formatSummary} from './summary.js';

type Ending = {cause: 'screen'; result: ScreenResult} | {cause: 'signal'} | {cause: 'bug'; error: unknown};

const stopPatienceMs = 2_500;

/** The full screen: picker, run, and back to the normal screen with a summary. Resolves with the exit code. */
export async function runOnScreen(given: Arguments, settings: Settings): Promise<number> {
	const signals = listenForStopSignals();
	const bug = Promise.withResolvers<Ending>();
	const runs = createScreenRuns(error => bug.resolve({cause: 'bug', error}));
	const launcher = await createLauncher(given, settings, runs);
	const {stdin, stdout, env} = process;
	const screen = startScreen({launcher, stdin, stdout, env});
	process.on('SIGCONT', screen.repaint);
	const ending = await Promise.race([
		screen.finished.then((result): Ending => ({cause: 'screen', result})),
		signals.first.then((): Ending => ({cause: 'signal'})),
		bug.promise,
	]);
	runs.leave();
	process.off('SIGCONT', screen.repaint);
	screen.leave();
	if (runs.current) return endRun(ending, runs.current, signals);
	process.stdout.write(runs.trialSummary);
	return endWithoutRun(ending, signals);
}

function endWithoutRun(ending: Ending, signals: StopSignals): number {
	signals.end();
	if (ending.cause === 'signal') return signals.code as number;
	if (ending.cause === 'screen' && ending.result.end === 'crashed') throw ending.result.error;
	return exitCodes.done;
}

async function endRun(ending: Ending, started: StartedRun, signals: StopSignals): Promise<number> {
	const {opened, outcome} = started;
	if (ending.cause === 'screen' && ending.result.end === 'crashed') {
		const reason = ending.result.error instanceof Error ? ending.result.error.message : 'unknown';
		const pause = endPause(opened) ? ', and is paused no more' : '';
		process.stderr.write(`the screen broke (${reason}); the run goes on in plain lines${pause}\n`);
		return finishInPlain(opened, {display: 'plain', signals, outcome});
	}
	try {
		if (ending.cause === 'bug') throw ending.error;
		await opened.run.renewBatch();
		await stopIfRunning(opened);
		process.stdout.write(formatSummary(opened, process.stdout.columns));
		return signals.code ?? exitCodeOf(currentOutcome(opened), opened.run.progress);
	} finally {
		await closeRun(opened, signals);
	}
}

/** Without a screen there is no key to do it with. False where there was none. */
function endPause({run}: OpenedRun): boolean {
	if (!['pausing', 'paused'].includes(run.progress.status.status)) return false;
	run.resume();
	return true;
}

/** A run that ends by itself needs no stop; one that is told to has little time. */
async function stopIfRunning({run}: OpenedRun): Promise<void> {
	if (run.progress.status.status === 'ended') return;
	const timeout = Promise.withResolvers<void>();
	const timer = setTimeout(timeout.resolve, stopPatienceMs);
	await Promise.race([run.stop(), timeout.promise]);
	clearTimeout(timer);
}

function currentOutcome({run}: OpenedRun): RunOutcome {
	const {status} = run.progress;
	return status.status === 'ended' ? status.outcome : 'stopped';
}
