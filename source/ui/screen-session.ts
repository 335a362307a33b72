import type {RunEvent} from '../pipeline/events.js';
import {endSentence} from './dialog-rows.js';
import {formatCount, formatPercent, percentOf} from './format-number.js';
import type {KeyOutcome, ScreenCommand} from './key-outcome.js';
import {type KeyPress, looksPasted} from './key-press.js';
import type {Launcher, OpenRun, ScreenResult, ThemeChoice} from './launcher.js';
import {isTooSmall, type WindowSize} from './layout.js';
import {ListFilter, type ListView} from './list-view.js';
import {stateName} from './panels/header-panel.js';
import {type CommandTargets, performCommand} from './perform-command.js';
import {createSnapshotStore, type SnapshotStore} from './progress-snapshot.js';
import {reduceKey, reducePaste} from './reduce-key.js';
import {
	createScreenState,
	endSettlesMs,
	reduceScreen,
	type ScreenAction,
	type ScreenState,
} from './screen-state.js';
import {buildView, type ScreenView} from './screen-view.js';
import type {TerminalControl} from './terminal-control.js';
import {createTheme, type Theme} from './theme.js';

export type SessionOptions = {
	launcher: Launcher;
	control: TerminalControl;
	env: NodeJS.ProcessEnv;
	now: () => number;
	size: () => WindowSize;
	isSpoken: boolean;
	finish(result: ScreenResult): void;
	/** Hands the terminal to the shell, or only draws it again. */
	handOver(act: () => Promise<void>): Promise<void>;
	suspend(): Promise<void>;
	repaint(): Promise<void>;
};

type OpenScreenRun = OpenRun & {snapshots: SnapshotStore; close(): void};

/** The screen without React: state, keys and commands. React draws `state()` and `view()` and hands in keys. */
export class ScreenSession {
	readonly launcher: Launcher;
	readonly isSpoken: boolean;
	readonly #options: SessionOptions;
	readonly #listeners = new Set<() => void>();
	readonly #filter = new ListFilter();
	readonly #drafts = new Map<string, string>();
	#state: ScreenState;
	#run: OpenScreenRun | undefined;
	#decisions = 0;
	#theme: {choice: string; theme: Theme} | undefined;

	constructor(options: SessionOptions) {
		this.#options = options;
		this.launcher = options.launcher;
		this.isSpoken = options.isSpoken;
		this.#state = createScreenState(options.launcher);
	}

	/** Starts what was chosen on the command line; without that, or when it is refused, fills the picker. */
	begin(): void {
		const {initialChoice} = this.#options.launcher;
		if (!initialChoice) {
			this.#fillPicker();
			return;
		}
		void this.#command({type: 'start', choice: initialChoice}).then(() => {
			if (!this.#run) this.#fillPicker();
		});
	}

	#fillPicker(): void {
		const {launcher} = this.#options;
		void this.#command({type: 'inspect-engine', engine: this.#state.picker.engine});
		launcher.earlierRuns().then(
			runs => this.dispatch({type: 'runs-found', runs}),
			(error: unknown) => this.#say(`earlier runs cannot be listed: ${String(error)}`, 'status.warning'),
		);
	}

	close(): void {
		this.#run?.close();
		this.#listeners.clear();
	}

	readonly state = (): ScreenState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	get run(): OpenScreenRun | undefined {
		return this.#run;
	}

	now(): number {
		return this.#options.now();
	}

	get theme(): Theme {
		const choice = this.launcher.settings.values.theme;
		if (this.#theme?.choice !== choice) this.#theme = {choice, theme: this.#createTheme(choice)};
		return this.#theme.theme;
	}

	/** A screen reader would name every glyph. */
	#createTheme(choice: ThemeChoice): Theme {
		return this.isSpoken ? createTheme('none', {TERM: 'linux'}) : createTheme(choice, this.#options.env);
	}

	list(): ListView | undefined {
		return (
			this.#run && this.#filter.view(this.#run.snapshots.current(), this.#state.list.filter, this.#decisions)
		);
	}

	view(size: WindowSize): ScreenView {
		const list = this.list();
		const run =
			this.#run && list ? {snapshot: this.#run.snapshots.current(), list, facts: this.#run.facts} : undefined;
		return buildView({
			state: this.#state,
			run,
			settings: this.launcher.settings.values,
			size,
			isTooSmall: !this.isSpoken && isTooSmall(size),
			theme: this.theme,
			now: this.#options.now(),
		});
	}

	/** Keys as they came in one read. Each sees what the one before it did. */
	press(presses: KeyPress[]): void {
		if (looksPasted(presses)) this.paste(presses.map(press => press.text).join(''));
		else for (const press of presses) this.#settle(reduceKey(this.#state, press, this.#facts()));
	}

	paste(text: string): void {
		this.#settle(reducePaste(this.#state, text, this.#facts()));
	}

	dispatch(action: ScreenAction): void {
		this.#change(reduceScreen(this.#state, action));
	}

	#facts() {
		return this.view(this.#options.size()).facts;
	}

	#settle({state, commands}: KeyOutcome): void {
		this.#change(state);
		for (const command of commands) void this.#command(command);
	}

	async #command(command: ScreenCommand): Promise<void> {
		const done = performCommand(command, this.#targets());
		// At once: the next key of the same read must see what this one did.
		this.#run?.snapshots.refresh();
		await done;
		this.#run?.snapshots.refresh();
	}

	#change(state: ScreenState): void {
		if (state === this.#state) return;
		this.#state = state;
		const isCovered = state.overlay !== undefined || state.isConfirmingStop;
		this.#run?.snapshots.watchText(!isCovered);
		for (const listener of this.#listeners) listener();
	}

	#say(text: string, role: Parameters<CommandTargets['say']>[1]): void {
		this.dispatch({type: 'noticed', notice: {text, role, at: this.#options.now()}});
	}

	#targets(): CommandTargets {
		return {
			launcher: this.launcher,
			run: this.#run,
			control: this.#options.control,
			dispatch: action => this.dispatch(action),
			say: (text, role) => this.#say(text, role),
			openRun: run => this.#openRun(run),
			refreshPicker: () => this.#fillPicker(),
			handOver: this.#options.handOver,
			drafts: this.#drafts,
			suspend: this.#options.suspend,
			repaint: this.#options.repaint,
			leave: end => this.#leave(end),
		};
	}

	#openRun({controls, facts, isTrial = false}: OpenRun): void {
		const snapshots = createSnapshotStore({controls, now: this.#options.now, isSpoken: this.isSpoken});
		const unsubscribe = controls.subscribe(event => this.#hear(event));
		const unwatch = snapshots.subscribe(() => this.#showTitle());
		this.#run = {
			controls,
			facts,
			isTrial,
			snapshots,
			close: () => {
				unwatch();
				unsubscribe();
				snapshots.close();
			},
		};
		this.dispatch({type: 'run-opened'});
		if (controls.progress.status.status === 'ended') this.#endRun();
	}

	#hear(event: RunEvent): void {
		if (event.type === 'interaction-rejected' || event.type === 'rejection-taken-back') this.#decisions++;
		if (event.type === 'notice-given') this.#say(event.message, 'status.warning');
		if (event.type !== 'run-ended') return;
		if (this.#run?.isTrial && event.outcome === 'complete') void this.#endTrial(this.#run);
		else this.#endRun();
	}

	/** Back to the picker, which now knows how long this model takes. */
	async #endTrial(run: OpenScreenRun): Promise<void> {
		this.#change({...this.#state, isEndDismissed: true});
		try {
			await this.launcher.endTrial();
		} catch (error) {
			this.#say(`the trial could not be closed: ${String(error)}`, 'status.error');
			return;
		}
		run.close();
		this.#run = undefined;
		const {runId, engine} = run.facts;
		const {model} = this.#state.picker;
		this.dispatch({type: 'trial-ended', trial: {runId, engine, model}});
		this.#fillPicker();
	}

	#endRun(): void {
		const {control, now} = this.#options;
		// Then the end takes keys, and says which.
		setTimeout(() => this.#run?.snapshots.refresh(), endSettlesMs).unref();
		this.#run?.snapshots.refresh();
		this.#showTitle();
		const snapshot = this.#run?.snapshots.current();
		if (snapshot) this.dispatch({type: 'run-over', at: now(), sentence: endSentence(snapshot).text});
		if (snapshot && this.launcher.settings.values.notify) {
			control.notify(`unwritten: ${endSentence(snapshot).text}`);
		}
		if (this.launcher.exitWhenDone) this.#leave('over');
	}

	#showTitle(): void {
		const snapshot = this.#run?.snapshots.current();
		if (!snapshot) return;
		const {accepted, requested, status} = snapshot;
		const percent = percentOf(accepted, requested);
		const state = status.status === 'running' ? '' : ` ${stateName(status).toLowerCase()}`;
		const title = `${formatPercent(accepted, requested)}${state} (${formatCount(accepted)} of ${formatCount(requested)}) unwritten`;
		this.#options.control.showProgress({title, percent});
	}

	#leave(end: 'over' | 'stop-now'): void {
		const run = this.#run && {controls: this.#run.controls, facts: this.#run.facts};
		if (run) this.#options.finish({end: end === 'over' ? 'run-over' : 'stop-now', ...run});
		else this.#options.finish({end: 'left-picker'});
	}
}
