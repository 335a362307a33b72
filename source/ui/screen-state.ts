import type {Interaction} from '../domain/interaction.js';
import type {Doubt} from '../domain/review.js';
import type {SettingName} from './check-setting.js';
import type {EarlierRuns, EngineState} from './launcher.js';
import {
	createPickerState,
	engineInspected,
	keepCursor,
	type PickerStart,
	type PickerState,
	type Trial,
} from './picker-state.js';
import type {Role} from './theme.js';

export const panelIds = ['list', 'preview', 'coverage', 'map', 'failures'] as const;
export type PanelId = (typeof panelIds)[number];

export type RecordLoad =
	| {status: 'loading'}
	| {status: 'ready'; interaction: Interaction}
	| {status: 'failed'; reason: string};

export type ReviewQueue = {doubts: readonly Doubt[]; position: number};

export type Overlay =
	| {
			kind: 'record';
			id: string;
			scroll: number;
			load: RecordLoad;
			/** The doubtful ones that are gone through, and which of them is open. */
			queue?: ReviewQueue | undefined;
			/** A note while it is being written. */
			note?: string | undefined;
	  }
	| {kind: 'help'; scroll: number}
	/** Whether to use prompts that were edited. */
	| {kind: 'prompts'}
	/** `typed`: the text of the setting being edited; undefined while none is. */
	| {kind: 'settings'; cursor: number; typed: string | undefined; problem: string | undefined};

/** `at` in ms since the epoch: it goes after a while. */
export type ScreenNotice = {text: string; role: Role; at: number};

/** What the screen shows of itself: all that is not the run. One pure reducer changes it (`reduceScreen`). */
export type ScreenState = {
	screen: 'picker' | 'run';
	picker: PickerState;
	focus: PanelId;
	overlay: Overlay | undefined;
	isConfirmingStop: boolean;
	/** When the run ended, in ms since the epoch: keys typed in that moment were meant for something else. */
	endedAt: number | undefined;
	/** The end of the run was seen and put aside to browse. */
	isEndDismissed: boolean;
	/** `selectedId` undefined: the newest, whatever it is. */
	list: {selectedId: string | undefined; filter: string; isTyping: boolean};
	/** `scrollBack`: lines above the tail; 0 follows it. */
	preview: {pinned: number | undefined; scrollBack: number};
	coverage: {order: 'deficit' | 'axis'; scroll: number};
	map: {cursor: number};
	failures: {scroll: number};
	notice: ScreenNotice | undefined;
};

export type ScreenAction =
	| {type: 'engine-inspected'; engine: string; state: EngineState}
	| {type: 'runs-found'; runs: EarlierRuns}
	| {type: 'run-opened'}
	/** `sentence`: how it ended, for who is reading something else. */
	| {type: 'run-over'; at: number; sentence: string}
	/** The picker is there again, and the trial's run can be gone on with. */
	| {type: 'trial-ended'; trial: Trial}
	| {type: 'start-refused'; message: string; hint: string | undefined}
	/** At least one. */
	| {type: 'review-opened'; doubts: readonly [Doubt, ...Doubt[]]}
	| {type: 'record-read'; id: string; interaction: Interaction}
	| {type: 'record-unreadable'; id: string; reason: string}
	| {type: 'noticed'; notice: ScreenNotice}
	/** `model`: the picker goes on with it, where it is still open. */
	| {type: 'setting-kept'; name: SettingName; model?: string | undefined}
	| {type: 'setting-refused'; problem: string};

export function createScreenState(start: PickerStart): ScreenState {
	return {
		screen: 'picker',
		picker: createPickerState(start),
		focus: 'list',
		overlay: undefined,
		isConfirmingStop: false,
		endedAt: undefined,
		isEndDismissed: false,
		list: {selectedId: undefined, filter: '', isTyping: false},
		preview: {pinned: undefined, scrollBack: 0},
		coverage: {order: 'deficit', scroll: 0},
		map: {cursor: 0},
		failures: {scroll: 0},
		notice: undefined,
	};
}

/** What happens to the screen other than by a key; keys: `reduceKey`. */
export function reduceScreen(state: ScreenState, action: ScreenAction): ScreenState {
	switch (action.type) {
		case 'engine-inspected':
			return {...state, picker: engineInspected(state.picker, action.engine, action.state)};
		case 'runs-found': {
			const picker = {...state.picker, ...action.runs};
			return {...state, picker: keepCursor(state.picker, picker)};
		}
		case 'run-opened':
			return {...state, screen: 'run', overlay: undefined, picker: {...state.picker, isStarting: false}};
		case 'run-over':
			return endRun(state, action);
		case 'trial-ended':
			return {
				...state,
				screen: 'picker',
				overlay: undefined,
				isConfirmingStop: false,
				isEndDismissed: false,
				picker: afterTrial(state.picker, action.trial),
			};
		case 'start-refused': {
			const problem = {message: action.message, hint: action.hint};
			return {...state, picker: {...state.picker, isStarting: false, problem}};
		}
		case 'review-opened': {
			const queue = {doubts: action.doubts, position: 0};
			const {id} = action.doubts[0];
			return {...state, overlay: {kind: 'record', id, scroll: 0, load: {status: 'loading'}, queue}};
		}
		case 'record-read':
			return loadRecord(state, action.id, {status: 'ready', interaction: action.interaction});
		case 'record-unreadable':
			return loadRecord(state, action.id, {status: 'failed', reason: action.reason});
		case 'noticed':
			return {...state, notice: action.notice};
		case 'setting-kept':
			return keepSetting(state, action.model);
		case 'setting-refused':
			return changeSettings(state, {problem: action.problem});
	}
}

/** Whoever is reading or typing goes on with it: the end is said beside it and opens nothing. */
function endRun(state: ScreenState, {at, sentence}: {at: number; sentence: string}): ScreenState {
	const after = {...state, endedAt: at, isConfirmingStop: false};
	if (state.overlay === undefined && !state.list.isTyping) return after;
	return {...after, isEndDismissed: true, notice: {text: sentence, role: 'strong', at}};
}

function keepSetting(state: ScreenState, model: string | undefined): ScreenState {
	const kept = changeSettings(state, {typed: undefined, problem: undefined});
	return model === undefined || state.screen !== 'picker' ? kept : {...kept, picker: {...kept.picker, model}};
}

/** The trial's run is no unfinished one; the first target has the cursor. */
function afterTrial(picker: PickerState, trial: Trial): PickerState {
	const unfinished = picker.unfinished.filter(run => run.runId !== trial.runId);
	const after = {...picker, trial, unfinished, problem: undefined, custom: undefined};
	return {...after, cursor: unfinished.length};
}

/** A record that arrives after another one was opened is dropped. */
function loadRecord(state: ScreenState, id: string, load: RecordLoad): ScreenState {
	const {overlay} = state;
	if (overlay?.kind !== 'record' || overlay.id !== id) return state;
	return {...state, overlay: {...overlay, load}};
}

function changeSettings(
	state: ScreenState,
	change: Partial<Extract<Overlay, {kind: 'settings'}>>,
): ScreenState {
	const {overlay} = state;
	return overlay?.kind === 'settings' ? {...state, overlay: {...overlay, ...change}} : state;
}

/** How long the end of a run takes no keys. */
export const endSettlesMs = 300;

export function isEndFresh({endedAt}: Pick<ScreenState, 'endedAt'>, now: number): boolean {
	// A clock that was set back must not keep the end from taking keys until it has caught up.
	return endedAt !== undefined && Math.abs(now - endedAt) < endSettlesMs;
}
