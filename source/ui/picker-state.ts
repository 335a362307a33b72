import {
	countChoices,
	type EngineState,
	type Launcher,
	type RunChoice,
	rehearsalEngine,
	type UnfinishedRun,
} from './launcher.js';

export type PickerItem =
	| {kind: 'resume'; run: UnfinishedRun}
	| {kind: 'rehearsal'; count: number}
	| {kind: 'count'; count: number}
	| {kind: 'custom'}
	| {kind: 'trial'}
	| {kind: 'engine'}
	| {kind: 'model'};

export type Trial = {runId: string; engine: string; model: string};

type PickerProblem = {message: string; hint: string | undefined};

export type PickerState = {
	engine: string;
	engines: readonly string[];
	engineState: EngineState;
	model: string;
	unfinished: UnfinishedRun[];
	hasFinished: boolean;
	/** Undefined until a key moved it: then the best item for the state of things is selected. */
	cursor: number | undefined;
	/** What is typed as an own target; undefined while it is not being typed. */
	custom: string | undefined;
	isStarting: boolean;
	/** The trial that was made in this session: a target for the same model goes on with its run. */
	trial: Trial | undefined;
	hasEstimate(engine: string, model: string): boolean;
	problem: PickerProblem | undefined;
};

const rehearsalCount = 50;

export type PickerStart = Pick<Launcher, 'engine' | 'model' | 'engines' | 'initialChoice'> &
	Partial<Pick<Launcher, 'estimateMs'>>;

export function createPickerState(start: PickerStart): PickerState {
	return {
		engine: start.engine,
		engines: start.engines,
		engineState: {status: 'checking'},
		model: start.model,
		unfinished: [],
		hasFinished: false,
		cursor: undefined,
		custom: undefined,
		isStarting: start.initialChoice !== undefined,
		trial: undefined,
		hasEstimate: (engine, model) => start.estimateMs?.(engine, model) !== undefined,
		problem: undefined,
	};
}

export function pickerItems(picker: PickerState): PickerItem[] {
	const resumes = picker.unfinished.slice(0, 4).map(run => ({kind: 'resume' as const, run}));
	const counts = countChoices.map(count => ({kind: 'count' as const, count}));
	const offersRehearsal = picker.engineState.status === 'away' && picker.engine !== rehearsalEngine;
	return [
		...(offersRehearsal ? [{kind: 'rehearsal' as const, count: rehearsalCount}] : []),
		...resumes,
		...counts,
		{kind: 'custom'},
		...(offersTrial(picker) ? [{kind: 'trial' as const}] : []),
		{kind: 'engine'},
		{kind: 'model'},
	];
}

/** Only where it tells something: the rehearsal takes no time, and a model that has run needs no trial. */
function offersTrial({engine, model, engineState, hasEstimate}: PickerState): boolean {
	if (engine === rehearsalEngine || engineState.status !== 'ready') return false;
	const isThere = engineState.hasModel || engineState.models.includes(model);
	return isThere && !hasEstimate(engine, model);
}

/** The run of the trial, where it was made with what is chosen now. */
export function trialOf({trial, engine, model}: PickerState): Trial | undefined {
	return trial?.engine === engine && trial.model === model ? trial : undefined;
}

/** Where nobody moved the cursor: the rehearsal while the engine is away, then the newest unfinished run, then 50. */
export function pickerCursor(picker: PickerState): number {
	const last = pickerItems(picker).length - 1;
	return Math.min(picker.cursor ?? 0, last);
}

export function moveCursor(picker: PickerState, step: number): PickerState {
	const count = pickerItems(picker).length;
	return {...picker, cursor: (pickerCursor(picker) + step + count) % count};
}

/** The items change when an engine answers or not; the cursor stays on the item it was on. */
export function keepCursor(before: PickerState, after: PickerState): PickerState {
	if (before.cursor === undefined) return after;
	const wanted = JSON.stringify(pickerItems(before)[pickerCursor(before)]);
	const found = pickerItems(after).findIndex(item => JSON.stringify(item) === wanted);
	return {...after, cursor: found === -1 ? undefined : found};
}

export function engineInspected(picker: PickerState, engine: string, state: EngineState): PickerState {
	if (engine !== picker.engine) return picker;
	const after = {...picker, engineState: state, model: chooseModel(picker, state)};
	return keepCursor(picker, after);
}

/** A model that the engine does not have stays for Ollama, where its remedy is shown; elsewhere the first one is taken. */
function chooseModel(picker: PickerState, state: EngineState): string {
	if (state.status !== 'ready' || state.models.includes(picker.model)) return picker.model;
	return state.hasModel || picker.engine === 'ollama' ? picker.model : (state.models[0] ?? picker.model);
}

export function changeEngine(picker: PickerState, step: number): PickerState {
	const engine = cycle(picker.engines, picker.engine, step);
	const after: PickerState = {...picker, engine, engineState: {status: 'checking'}, problem: undefined};
	return keepCursor(picker, after);
}

export function changeModel(picker: PickerState, step: number): PickerState {
	const {engineState} = picker;
	if (engineState.status !== 'ready' || engineState.models.length === 0) return picker;
	const model = cycle(engineState.models, picker.model, step);
	return {...picker, model, engineState: {...engineState, hasModel: true}, problem: undefined};
}

/** The choice after or before `current`, round and round; the first where `current` is none of them. */
export function cycle(choices: readonly string[], current: string, step: number): string {
	const index = choices.indexOf(current);
	const next = index === -1 ? 0 : (index + step + choices.length) % choices.length;
	return choices[next] ?? current;
}

const largestCount = 1_000_000;

/** The number typed, or the sentence that says what is wrong with it. */
export function readCount(typed: string): number | string {
	const count = Number(typed.replaceAll(/[,_ ]/g, ''));
	if (typed === '' || !Number.isInteger(count) || count < 1) return 'a target is a whole number, 1 or more';
	return count > largestCount ? `more than ${largestCount} is more than one run can hold` : count;
}

export function choiceOf(item: PickerItem, picker: PickerState): RunChoice | undefined {
	if (item.kind === 'resume') return {kind: 'resume', runId: item.run.runId};
	if (item.kind === 'rehearsal') {
		return {kind: 'new', count: item.count, engine: rehearsalEngine, model: rehearsalEngine};
	}
	if (item.kind === 'count') return targetChoice(picker, item.count);
	if (item.kind === 'trial') return {kind: 'trial', engine: picker.engine, model: picker.model};
	return undefined;
}

/** A new run of so many, or the trial's run raised to it. */
export function targetChoice(picker: PickerState, count: number): RunChoice {
	const trial = trialOf(picker);
	if (trial) return {kind: 'extend', runId: trial.runId, count};
	return {kind: 'new', count, engine: picker.engine, model: picker.model};
}
