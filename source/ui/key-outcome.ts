import type {RunStatus} from '../pipeline/progress.js';
import type {SettingName} from './check-setting.js';
import type {ActionId} from './key-binding.js';
import type {RunChoice, SettingsValues} from './launcher.js';
import type {ListView} from './list-view.js';
import type {ScreenState} from './screen-state.js';
import type {Role} from './theme.js';

/** How far a view can be scrolled, and how much of it shows, in lines. */
export type ScrollLimit = {furthest: number; page: number};

/** What a key needs to know besides the screen state. */
export type KeyFacts = {
	/** ms since the epoch. */
	now: number;
	status: RunStatus | undefined;
	parallel: number;
	hasEditedPrompts: boolean;
	/** Only the state, questions and what is being typed show. */
	isTooSmall: boolean;
	list: ListView;
	listPage: number;
	/** Workers with something under way, and the one the preview shows. */
	workers: number[];
	shownWorker: number | undefined;
	scroll: Record<'record' | 'help' | 'preview' | 'coverage' | 'failures', ScrollLimit>;
	settings: SettingsValues;
};

/** What a key asks of the world outside the screen. */
export type ScreenCommand =
	| {
			type:
				| 'pause'
				| 'pause-now'
				| 'resume'
				| 'export'
				| 'take-prompts'
				| 'find-doubts'
				| 'stop'
				| 'stop-now'
				| 'leave'
				| 'suspend'
				| 'repaint';
	  }
	| {type: 'set-parallel'; parallel: number}
	| {type: 'reject' | 'take-back' | 'keep' | 'edit' | 'copy' | 'read-record'; id: string}
	| {type: 'note'; id: string; note: string}
	| {type: 'save-setting'; name: SettingName; patch: Partial<SettingsValues>}
	| {type: 'inspect-engine'; engine: string}
	| {type: 'start'; choice: RunChoice};

export type KeyOutcome = {state: ScreenState; commands: ScreenCommand[]};
type KeyHandler = (state: ScreenState, facts: KeyFacts) => KeyOutcome;
export type KeyHandlers = Partial<Record<ActionId, KeyHandler>>;

export function changed(state: ScreenState, ...commands: ScreenCommand[]): KeyOutcome {
	return {state, commands};
}

export function noticed(
	state: ScreenState,
	facts: KeyFacts,
	notice: {text: string; role: Role},
): ScreenState {
	return {...state, notice: {...notice, at: facts.now}};
}

export function clamp(value: number, low: number, high: number): number {
	return Math.max(low, Math.min(high, value));
}

export type Move = (position: number, limit: {last: number; page: number}) => number;

/** The moves every list and every text knows; positions from 0, clamped by the caller's `last`. */
export const moves: Partial<Record<ActionId, Move>> = {
	'move-down': (position, {last}) => clamp(position + 1, 0, last),
	'move-up': (position, {last}) => clamp(position - 1, 0, last),
	'page-down': (position, {last, page}) => clamp(position + Math.max(1, page - 1), 0, last),
	'page-up': (position, {last, page}) => clamp(position - Math.max(1, page - 1), 0, last),
	'go-first': () => 0,
	'go-last': (_position, {last}) => Math.max(0, last),
};
