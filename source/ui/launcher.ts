import type {RunControls, RunFacts} from '../pipeline/run-controls.js';

/** What the picker shows of an engine; `away` carries why and the way out, each one sentence. */
export type EngineState =
	| {status: 'checking'}
	| {
			status: 'ready';
			version: string;
			host: string;
			models: string[];
			hasModel: boolean;
			/** What fetches a model, but for its name. */
			pullCommand?: string;
	  }
	| {status: 'away'; reason: string; remedy: string};

export type UnfinishedRun = {
	runId: string;
	requested: number;
	accepted: number;
	engine: string;
	model: string;
	/** ISO 8601. */
	createdAt: string;
};

/** What the output folder holds and nobody is at. */
export type EarlierRuns = {unfinished: UnfinishedRun[]; hasFinished: boolean};

export type RunChoice =
	| {kind: 'new'; count: number; engine: string; model: string}
	/** Two interactions, to see what they are like and how long they take. They count: the run can be extended. */
	| {kind: 'trial'; engine: string; model: string}
	/** The run of a trial goes on up to `count`. */
	| {kind: 'extend'; runId: string; count: number}
	| {kind: 'resume'; runId: string};

export const themeChoices = ['auto', 'dark', 'light', 'none'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** What a user keeps; `notify` rings and notifies at the end of a run. */
export type SettingsValues = {
	model: string;
	host: string[];
	parallel: number | 'auto';
	theme: ThemeChoice;
	outputFolder: string;
	notify: boolean;
};

export type SavedSetting =
	| {status: 'kept'}
	/** It holds until the program ends. */
	| {status: 'not-kept'; reason: string}
	| {status: 'refused'; problem: string};

export interface SettingsPort {
	readonly values: SettingsValues;
	/** Puts the change in force, unless it is refused, and keeps it. `values` shows it afterwards. */
	save(patch: Partial<SettingsValues>): SavedSetting;
}

/** `isTrial`: once it is complete the picker comes back. */
export type OpenRun = {controls: RunControls; facts: RunFacts; isTrial?: boolean};

export type EstimateRange = {lowMs: number; highMs: number};

/** Everything the screen needs of disk and engines, handed in by the composition root. */
export interface Launcher {
	readonly version: string;
	readonly engine: string;
	readonly model: string;
	readonly hosts: string[];
	/** The engines a picker offers, in this order. */
	readonly engines: readonly string[];
	/** Settles with `ready` or `away`; a rejection is shown as `away`. */
	inspectEngine(engine: string): Promise<EngineState>;
	earlierRuns(): Promise<EarlierRuns>;
	/** Milliseconds per accepted interaction in the last runs with this model. */
	estimateMs(engine: string, model: string): EstimateRange | undefined;
	/** The text as the user left it in their editor, which has the terminal meanwhile. Rejects when it cannot be run. */
	editText(text: string): Promise<string>;
	/** Closes the run of a trial that has come to its end; from then on there is an estimate for its model. */
	endTrial(): Promise<void>;
	/** May reject with `UserError` or `EngineError`: shown in the picker, which stays open. */
	start(choice: RunChoice): Promise<OpenRun>;
	readonly settings: SettingsPort;
	/** Set: the picker is skipped. */
	readonly initialChoice?: RunChoice;
	/** Leave the screen as soon as the run has ended, without waiting for a key. */
	readonly exitWhenDone?: boolean;
}

export type ScreenResult =
	| {end: 'left-picker'}
	| ({end: 'run-over'} & OpenRun)
	| ({end: 'stop-now'} & OpenRun)
	| {end: 'crashed'; error: unknown; controls?: RunControls; facts?: RunFacts};

/** The engine that needs nothing: offered when the one asked for is away. */
export const rehearsalEngine = 'rehearsal';

/** The engine whose models are files. */
export const embeddedEngine = 'embedded';

/** Interactions of a trial. */
export const trialCount = 2;

export const countChoices = [50, 200, 500, 1000, 2000] as const;
