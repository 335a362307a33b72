import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Interaction} from '../../source/domain/interaction.js';
import type {ScreenCommand} from '../../source/ui/key-outcome.js';
import {readKeys} from '../../source/ui/key-press.js';
import type {SettingsValues} from '../../source/ui/launcher.js';
import {ListFilter} from '../../source/ui/list-view.js';
import {takeSnapshot} from '../../source/ui/progress-snapshot.js';
import {reduceKey, reducePaste} from '../../source/ui/reduce-key.js';
import {createScreenState, reduceScreen, type ScreenState} from '../../source/ui/screen-state.js';
import {buildView} from '../../source/ui/screen-view.js';
import {createTheme} from '../../source/ui/theme.js';
import {createFakeControls, createSummary, fakeFacts} from '../helpers/fake-controls.js';
import {createInteraction} from '../helpers/interaction-fixture.js';

const settings: SettingsValues = {
	model: 'qwen3:8b',
	host: ['http://127.0.0.1:11434'],
	parallel: 'auto',
	theme: 'none',
	outputFolder: 'out',
	notify: true,
};
const plainKey = {} as Parameters<typeof readKeys>[1];

function createBench() {
	const summaries = Array.from({length: 12}, (_, index) => createSummary(index));
	const controls = createFakeControls({summaries, now: () => 1000});
	controls.emit({type: 'run-started', requested: 200, parallel: 4});
	const filter = new ListFilter();
	let state: ScreenState = reduceScreen(
		createScreenState({engine: 'ollama', model: 'qwen3:8b', engines: ['ollama', 'rehearsal']}),
		{type: 'run-opened'},
	);
	const commands: ScreenCommand[] = [];
	let isTooSmall = false;

	function facts() {
		const snapshot = takeSnapshot(controls.progress, 1000);
		const list = filter.view(snapshot, state.list.filter, 0);
		const size = {columns: 120, rows: 40};
		const theme = createTheme('none', {});
		const run = {snapshot, list, facts: fakeFacts};
		return buildView({state, run, settings, size, isTooSmall, theme, now: 1000}).facts;
	}

	return {
		controls,
		commands,
		state: () => state,
		shrink() {
			isTooSmall = true;
		},
		press(...names: string[]) {
			for (const name of names) {
				const text = name.length === 1 ? name : '';
				const outcome = reduceKey(state, {name: name === ' ' ? 'space' : name, text}, facts());
				state = outcome.state;
				commands.push(...outcome.commands);
			}
		},
		paste(text: string) {
			state = reducePaste(state, text, facts()).state;
		},
		dispatch(action: Parameters<typeof reduceScreen>[1]) {
			state = reduceScreen(state, action);
		},
	};
}

test('the list has the focus at the start: j then enter opens the second newest', () => {
	const bench = createBench();
	bench.press('j', 'enter');
	expect(bench.commands).toEqual([{type: 'read-record', id: 'interaction-10'}]);
});

test('the newest is followed until another is selected', () => {
	const bench = createBench();
	bench.press('j', 'k');
	expect(bench.state().list.selectedId).toBeUndefined();
	bench.press('G');
	expect(bench.state().list.selectedId).toBe('interaction-0');
});

test('a selected interaction stays selected while new ones come in above it', () => {
	const bench = createBench();
	bench.press('j');
	bench.controls.progress.summaries.push(createSummary(50));
	bench.controls.progress.summaryIndex.set('interaction-50', 12);
	bench.press('enter');
	expect(bench.commands).toEqual([{type: 'read-record', id: 'interaction-10'}]);
});

test('n and N open the next and the previous record while one is open', () => {
	const bench = createBench();
	bench.press('enter', 'n', 'n', 'N');
	expect(bench.commands.map(command => 'id' in command && command.id)).toEqual([
		'interaction-11',
		'interaction-10',
		'interaction-9',
		'interaction-10',
	]);
});

test('a record that was closed meanwhile is not opened by its arrival', () => {
	const bench = createBench();
	bench.press('enter', 'escape');
	bench.dispatch({
		type: 'record-read',
		id: 'interaction-11',
		interaction: createInteraction() as Interaction,
	});
	expect(bench.state().overlay).toBeUndefined();
});

test('rejecting what is rejected says so and asks nothing of the run', () => {
	const bench = createBench();
	(bench.controls.progress.summaries.at(11) as {status: string}).status = 'rejected';
	bench.press('x');
	expect(bench.commands).toEqual([]);
	expect(bench.state().notice?.text).toContain('rejected');
});

test('after the run was stopped x has nothing to fill and q leaves at once', () => {
	const bench = createBench();
	bench.controls.emit({type: 'run-ended', outcome: 'stopped'});
	bench.press('escape', 'x', 'q');
	expect(bench.commands).toEqual([{type: 'leave'}]);
});

test('a run that came to its end goes on when x empties a cell', () => {
	const bench = createBench();
	bench.controls.emit({type: 'run-ended', outcome: 'complete'});
	bench.press('escape', 'x');
	expect(bench.commands).toEqual([{type: 'reject', id: 'interaction-11'}]);
});

test('what is typed in the moment a run ends is not meant for its end; ctrl+c is', () => {
	const bench = createBench();
	bench.controls.emit({type: 'run-ended', outcome: 'complete'});
	bench.dispatch({type: 'run-over', at: 701, sentence: 'Complete.'});
	bench.press('enter', 'escape', 'q');
	expect(bench.state().isEndDismissed).toBe(false);
	expect(bench.commands).toEqual([]);
	bench.press('ctrl-c');
	expect(bench.commands).toEqual([{type: 'leave'}]);
	bench.dispatch({type: 'run-over', at: 700, sentence: 'Complete.'});
	bench.press('enter');
	expect(bench.commands).toEqual([{type: 'leave'}, {type: 'leave'}]);
});

test('a clock that is set back keeps the end from taking keys no longer', () => {
	const bench = createBench();
	bench.controls.emit({type: 'run-ended', outcome: 'complete'});
	bench.dispatch({type: 'run-over', at: 601_000, sentence: 'Complete.'});
	bench.press('enter');
	expect(bench.commands).toEqual([{type: 'leave'}]);
});

test('a run that ends under somebody who reads opens nothing: it is said, and enter does not leave', () => {
	const bench = createBench();
	bench.press('enter');
	bench.controls.emit({type: 'run-ended', outcome: 'complete'});
	bench.dispatch({type: 'run-over', at: 500, sentence: 'Complete.'});
	expect(bench.state().notice?.text).toBe('Complete.');
	bench.press('escape', 'j', 'enter');
	expect(bench.commands.map(({type}) => type)).toEqual(['read-record', 'read-record']);
});

test('escape goes back one thing at a time and never quits', () => {
	const bench = createBench();
	bench.press('/', 'm', 'a', 'enter', 'tab', 'escape');
	expect(bench.state().focus).toBe('list');
	expect(bench.state().list.filter).toBe('ma');
	bench.press('escape', 'escape', 'escape');
	expect(bench.state().list.filter).toBe('');
	expect(bench.commands).toEqual([]);
});

test('keys typed into the filter are text: q and space too', () => {
	const bench = createBench();
	bench.press('/', 'q', ' ', 'x', 'backspace');
	expect(bench.state().list.filter).toBe('q ');
	expect(bench.commands).toEqual([]);
});

test('paste outside a text field does nothing', () => {
	const bench = createBench();
	const before = bench.state();
	bench.paste('qy\r');
	expect(bench.state()).toBe(before);
});

test('a cell chosen on the map lists only that cell', () => {
	const bench = createBench();
	bench.press('tab', 'tab', 'tab', 'right', 'down', 'enter');
	expect(bench.state().focus).toBe('list');
	expect(bench.state().list.filter).toBe('cell:17');
});

test('more at once than can be had is refused', () => {
	const bench = createBench();
	bench.controls.emit({type: 'parallel-changed', parallel: 1_024});
	bench.press('+');
	expect(bench.commands).toEqual([]);
});

test('fewer than one at once is refused', () => {
	const bench = createBench();
	bench.controls.emit({type: 'parallel-changed', parallel: 1});
	bench.press('-');
	expect(bench.commands).toEqual([]);
});

test('ctrl+c within the question stops at once, also within a text field', () => {
	const bench = createBench();
	bench.press('/', 'ctrl-c', 'ctrl-c');
	expect(bench.commands).toEqual([{type: 'stop-now'}]);
});

test('in a window that is too small a key does nothing that would not be seen', () => {
	const bench = createBench();
	bench.shrink();
	const before = bench.state();
	bench.press(...'xaErnNyjG/s?po', 'tab', 'enter', 'escape');
	expect(bench.state()).toBe(before);
	expect(bench.commands).toEqual([]);
	bench.press(' ', '+', 'e', 'q', 'y');
	expect(bench.commands.map(({type}) => type)).toEqual(['pause', 'set-parallel', 'export', 'stop']);
});

test('what is open when the window becomes too small stays as it is, and q asks', () => {
	const bench = createBench();
	bench.press('?');
	bench.shrink();
	bench.press('j', 'q', 'n', 'q', 'y');
	expect(bench.state().overlay).toEqual({kind: 'help', scroll: 0});
	expect(bench.commands).toEqual([{type: 'stop'}]);
});

test('what is being typed when the window becomes too small is typed to its end', () => {
	const bench = createBench();
	bench.press('/');
	bench.shrink();
	bench.press('q', ' ', 'y', 'enter', ' ');
	expect(bench.state().list.filter).toBe('q y');
	expect(bench.commands).toEqual([{type: 'pause'}]);
});

test('in a window that is too small a key typed as the run ends is not meant for its end', () => {
	const bench = createBench();
	bench.shrink();
	bench.controls.emit({type: 'run-ended', outcome: 'complete'});
	bench.dispatch({type: 'run-over', at: 701, sentence: 'Complete.'});
	bench.press('q');
	expect(bench.commands).toEqual([]);
	bench.dispatch({type: 'run-over', at: 700, sentence: 'Complete.'});
	bench.press('q');
	expect(bench.commands).toEqual([{type: 'leave'}]);
});

test('merged input is taken apart grapheme by grapheme', () => {
	const names = (input: string) => readKeys(input, plainKey).map(press => press.name);
	expect(names('jjj')).toEqual(['j', 'j', 'j']);
	expect(names('j\r')).toEqual(['j', 'enter']);
	expect(names('é👍🏽 \t\u007F')).toEqual(['é', '👍🏽', 'space', 'tab', 'backspace']);
	expect(names('\u001A')).toEqual(['ctrl-z']);
});

test('no sequence of keys throws, stops without asking or leaves the list out of range', () => {
	const keys = [
		...'jkgGnNxayP+-esoqp?/ 5m',
		'enter',
		'escape',
		'tab',
		'shift-tab',
		'left',
		'right',
		'pagedown',
		'backspace',
	];
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...keys), {maxLength: 60}), fc.nat(60), (pressed, shrinkAt) => {
			const bench = createBench();
			bench.press(...pressed.slice(0, shrinkAt));
			bench.shrink();
			bench.press(...pressed.slice(shrinkAt));
			const {selectedId} = bench.state().list;
			expect(selectedId === undefined || bench.controls.progress.summaryIndex.has(selectedId)).toBe(true);
			const stopAt = pressed.findIndex((key, index) => key === 'q' && index < pressed.length - 1);
			if (stopAt === -1) expect(bench.commands.map(command => command.type)).not.toContain('stop');
			expect(bench.commands.map(command => command.type)).not.toContain('stop-now');
		}),
		{numRuns: 150},
	);
});
