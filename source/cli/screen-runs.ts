import type {RunOutcome} from '../pipeline/events.js';
import type {OpenedRun} from './begin-run.js';
import {rememberTimings} from './remember-timings.js';
import {formatSummary} from './summary.js';

export type StartedRun = {opened: OpenedRun; outcome: Promise<RunOutcome>};

/** The run that a screen has open: one, or the one after a trial. */
export type ScreenRuns = {
	readonly current: StartedRun | undefined;
	/** What there is to say about a trial that no run has followed; empty without one. */
	readonly trialSummary: string;
	begin(opened: OpenedRun): void;
	/** The trial is closed like any run, and what it had loaded in this process is freed. */
	endTrial(): Promise<void>;
	/** The screen was left: nothing is watched any more, and a run that is still being opened is closed again. */
	leave(): void;
};

export function createScreenRuns(onBug: (error: unknown) => void): ScreenRuns {
	let current: StartedRun | undefined;
	let trialSummary = '';
	let endWatch = () => {};
	let hasLeft = false;
	return {
		get current() {
			return current;
		},
		get trialSummary() {
			return trialSummary;
		},
		begin(opened) {
			if (hasLeft) return void opened.finish();
			const outcome = opened.run.start();
			outcome.catch(onBug);
			current = {opened, outcome};
			trialSummary = '';
			endWatch = opened.watchPrompts();
		},
		async endTrial() {
			if (!current) return;
			const {opened, outcome} = current;
			await outcome;
			endWatch();
			trialSummary = formatSummary(opened, process.stdout.columns);
			await opened.finish();
			await rememberTimings(opened);
			current = undefined;
			await opened.unloadOwn();
		},
		leave() {
			hasLeft = true;
			endWatch();
		},
	};
}
