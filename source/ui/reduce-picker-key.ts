import type {ActionId} from './key-binding.js';
import {changed, type KeyHandlers, type KeyOutcome, moves} from './key-outcome.js';
import type {RunChoice} from './launcher.js';
import {
	changeEngine,
	changeModel,
	choiceOf,
	moveCursor,
	type PickerState,
	pickerCursor,
	pickerItems,
	readCount,
	targetChoice,
} from './picker-state.js';
import type {ScreenState} from './screen-state.js';

function withPicker(state: ScreenState, change: Partial<PickerState>): ScreenState {
	return {...state, picker: {...state.picker, ...change}};
}

export function moveInPicker(state: ScreenState, action: ActionId): KeyOutcome {
	const {picker} = state;
	if (action === 'move-down') return changed({...state, picker: moveCursor(picker, 1)});
	if (action === 'move-up') return changed({...state, picker: moveCursor(picker, -1)});
	const limit = {last: pickerItems(picker).length - 1, page: 5};
	const cursor = moves[action]?.(pickerCursor(picker), limit) ?? pickerCursor(picker);
	return changed(withPicker(state, {cursor}));
}

function choose(state: ScreenState): KeyOutcome {
	const {picker} = state;
	if (picker.isStarting) return changed(state);
	if (picker.custom !== undefined) return chooseCustom(state, picker.custom);
	const item = pickerItems(picker)[pickerCursor(picker)];
	if (item?.kind === 'custom') return changed(withPicker(state, {custom: '', problem: undefined}));
	if (item?.kind === 'engine' || item?.kind === 'model') return turn(state, 1);
	const choice = item && choiceOf(item, picker);
	return choice ? start(state, choice) : changed(state);
}

function chooseCustom(state: ScreenState, typed: string): KeyOutcome {
	const count = readCount(typed);
	if (typeof count === 'string') {
		return changed(withPicker(state, {problem: {message: count, hint: undefined}}));
	}
	return start(state, targetChoice(state.picker, count));
}

function start(state: ScreenState, choice: RunChoice): KeyOutcome {
	return changed(withPicker(state, {isStarting: true, problem: undefined}), {type: 'start', choice});
}

function turn(state: ScreenState, step: number): KeyOutcome {
	const {picker} = state;
	const item = pickerItems(picker)[pickerCursor(picker)];
	if (item?.kind === 'model') return changed({...state, picker: changeModel(picker, step)});
	if (item?.kind !== 'engine') return changed(state);
	const after = changeEngine(picker, step);
	return changed({...state, picker: after}, {type: 'inspect-engine', engine: after.engine});
}

export const pickerHandlers: KeyHandlers = {
	choose,
	'move-left': state => turn(state, -1),
	'move-right': state => turn(state, 1),
};

export const customHandlers: KeyHandlers = {
	choose,
	close: state => changed(withPicker(state, {custom: undefined, problem: undefined})),
};
