import {expect, test} from 'vitest';
import type {EngineState, UnfinishedRun} from '../../source/ui/launcher.js';
import {
	changeEngine,
	changeModel,
	createPickerState,
	engineInspected,
	moveCursor,
	pickerCursor,
	pickerItems,
	readCount,
} from '../../source/ui/picker-state.js';
import {createScreenState, reduceScreen} from '../../source/ui/screen-state.js';

const start = {engine: 'ollama', model: 'qwen3:8b', engines: ['ollama', 'openai', 'rehearsal']};
const ready: EngineState = {status: 'ready', version: '1', host: 'h', models: ['a', 'b'], hasModel: false};
const away: EngineState = {status: 'away', reason: 'r', remedy: 'm'};
const run: UnfinishedRun = {
	runId: 'run-1',
	requested: 9,
	accepted: 1,
	engine: 'ollama',
	model: 'm',
	createdAt: '2026-11-22',
};

function selected(picker: ReturnType<typeof createPickerState>) {
	return pickerItems(picker)[pickerCursor(picker)];
}

test('what is selected at first: the rehearsal while the engine is away, an unfinished run, else 50', () => {
	const fresh = createPickerState(start);
	expect(selected(fresh)).toEqual({kind: 'count', count: 50});
	expect(selected({...fresh, unfinished: [run]})).toMatchObject({kind: 'resume'});
	expect(selected(engineInspected({...fresh, unfinished: [run]}, 'ollama', away))).toMatchObject({
		kind: 'rehearsal',
	});
});

test('a cursor that was moved stays on its item when items come before it', () => {
	const state = createScreenState(start);
	const moved = {...state, picker: moveCursor(state.picker, 1)};
	const after = reduceScreen(
		reduceScreen(moved, {type: 'runs-found', runs: {unfinished: [run], hasFinished: false}}),
		{
			type: 'engine-inspected',
			engine: 'ollama',
			state: away,
		},
	);
	expect(selected(after.picker)).toEqual({kind: 'count', count: 200});
});

test('the answer of an engine that is no longer chosen is dropped', () => {
	const picker = changeEngine(createPickerState(start), 1);
	expect(engineInspected(picker, 'ollama', away)).toBe(picker);
	expect(picker.engine).toBe('openai');
});

test('models the engine really has are gone through, round and round', () => {
	const picker = engineInspected(createPickerState(start), 'ollama', ready);
	expect(picker.model).toBe('qwen3:8b');
	const first = changeModel(picker, 1);
	expect(first.model).toBe('a');
	expect(changeModel(changeModel(first, 1), 1).model).toBe('a');
	expect(first.engineState).toMatchObject({hasModel: true});
});

test('a target is a whole number from 1', () => {
	expect(readCount('1,500')).toBe(1500);
	expect(readCount('')).toContain('whole number');
	expect(readCount('0')).toContain('whole number');
	expect(readCount('99999999')).toContain('more than');
});
