import {Box, renderToString} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import stringWidth from 'string-width';
import {afterEach, expect, test, vi} from 'vitest';
import {ThemeContext} from '../../source/ui/hooks/use-theme.js';
import type {EngineState} from '../../source/ui/launcher.js';
import {ListFilter} from '../../source/ui/list-view.js';
import {CoveragePanel, countAxes} from '../../source/ui/panels/coverage-panel.js';
import {FailuresPanel} from '../../source/ui/panels/failures-panel.js';
import {HeaderPanel} from '../../source/ui/panels/header-panel.js';
import {ListPanel} from '../../source/ui/panels/list-panel.js';
import {cellMark, MapPanel} from '../../source/ui/panels/map-panel.js';
import {PickerPanel} from '../../source/ui/panels/picker-panel.js';
import {PreviewPanel} from '../../source/ui/panels/preview-panel.js';
import {ProgressPanel} from '../../source/ui/panels/progress-panel.js';
import {WorkersPanel} from '../../source/ui/panels/workers-panel.js';
import {createPickerState} from '../../source/ui/picker-state.js';
import {previewLines} from '../../source/ui/preview-text.js';
import {takeSnapshot} from '../../source/ui/progress-snapshot.js';
import {recordRows} from '../../source/ui/record-rows.js';
import {rowWidth} from '../../source/ui/row.js';
import {spokenTrouble} from '../../source/ui/spoken-text.js';
import {createTheme} from '../../source/ui/theme.js';
import {acceptOne, createFakeControls, createSummary, fakeFacts} from '../helpers/fake-controls.js';
import {createInteraction} from '../helpers/interaction-fixture.js';

// Chalk decides at its import whether there are colours at all.
vi.hoisted(() => {
	process.env.FORCE_COLOR = '1';
});
afterEach(cleanup);

const widths = [60, 80, 120, 200];
const themes = {none: createTheme('none', {}), dark: createTheme('dark', {})};
const cases = widths.flatMap(columns => (['none', 'dark'] as const).map(theme => ({columns, theme})));

/** A run in the middle of things: four accepted, one failed, two under way, one of them silent. */
function createRun() {
	let now = 1_000_000;
	const controls = createFakeControls({count: 128, parallel: 2, now: () => now});
	controls.emit({type: 'run-started', requested: 128, parallel: 2});
	for (let index = 0; index < 6; index++) {
		now += 60_000 + index * 5000;
		acceptOne(controls, index);
	}
	controls.emit({
		type: 'slot-started',
		worker: 0,
		planIndex: 6,
		cell: createSummary(6).cell,
		name: 'Ruth Baptiste',
	});
	controls.emit({
		type: 'attempt-failed',
		worker: 0,
		planIndex: 6,
		step: 'dialogue',
		attempt: 1,
		try: 1,
		failure: 'rule-broken',
		reason: 'the hook word does not surface',
	});
	controls.emit({
		type: 'interaction-failed',
		worker: 0,
		planIndex: 6,
		step: 'dialogue',
		failure: 'rule-broken',
		reason: 'x',
	});
	for (const worker of [0, 1]) {
		const {cell, name} = createSummary(7 + worker);
		controls.emit({type: 'slot-started', worker, planIndex: 7 + worker, cell, name});
		controls.emit({
			type: 'step-started',
			worker,
			planIndex: 7 + worker,
			step: 'dialogue',
			attempt: 1 + worker,
			try: 1,
		});
	}
	now += 42_000;
	controls.emit({
		type: 'text-written',
		worker: 0,
		planIndex: 7,
		step: 'dialogue',
		piece: '“I can’t,” she said, ',
	});
	controls.emit({
		type: 'text-written',
		worker: 0,
		planIndex: 7,
		step: 'dialogue',
		piece: 'and folded the receipt.',
	});
	return {controls, snapshot: takeSnapshot(controls.progress, now), now};
}

function draw(
	element: ReactElement,
	{columns, theme}: {columns: number; theme: keyof typeof themes},
): string {
	const text = renderToString(<ThemeContext value={themes[theme]}>{element}</ThemeContext>, {columns});
	for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
	return text;
}

function plain(text: string): string {
	return text.replaceAll(/\u001B\[[\d;]*m/g, '');
}

test.each(cases)('the header names state, engine, model, host, seed and run: $columns $theme', at => {
	const {snapshot} = createRun();
	const text = plain(draw(<HeaderPanel snapshot={snapshot} facts={fakeFacts} columns={at.columns} />, at));
	for (const word of ['RUNNING', 'ollama', 'qwen3:8b', '127.0.0.1:11434', '4711', '20261122-184510-q7']) {
		expect(text).toContain(word);
	}
});

test('the header names several hosts without their schemes', () => {
	const {snapshot} = createRun();
	const facts = {...fakeFacts, host: 'http://gpu1:11434, https://gpu2:443/'};
	const text = draw(<HeaderPanel snapshot={snapshot} facts={facts} columns={120} />, {
		columns: 120,
		theme: 'none',
	});
	expect(text).toContain('gpu1:11434, gpu2:443');
	expect(text).not.toContain('://');
});

test('the header says all the time that the rehearsal is no language model', () => {
	const {snapshot} = createRun();
	const facts = {...fakeFacts, engine: 'rehearsal'};
	expect(
		draw(<HeaderPanel snapshot={snapshot} facts={facts} columns={60} />, {columns: 60, theme: 'none'}),
	).toContain('no language model');
});

test('the header says whether a pause now has freed the model', () => {
	const at = {columns: 120, theme: 'none'} as const;
	const {controls, now} = createRun();
	const head = () =>
		draw(<HeaderPanel snapshot={takeSnapshot(controls.progress, now)} facts={fakeFacts} columns={120} />, at);
	controls.emit({type: 'pause-requested', mode: 'now'});
	controls.emit({type: 'model-unloaded'});
	controls.emit({type: 'paused'});
	expect(head()).toMatch(/paused since \d\d:\d\d, model unloaded, GPU free; space resumes/);
	controls.emit({type: 'pause-requested', mode: 'now'});
	controls.emit({type: 'model-kept', reason: 'could not unload: connection refused'});
	controls.emit({type: 'paused'});
	expect(head()).toContain('model still loaded, could not unload: connection refused');
	controls.emit({type: 'resumed'});
	expect(head()).not.toContain('unload');
});

test('a pause that the disk keeps from being reached says why, the cause before the path, and what became of the model', () => {
	const {controls, now} = createRun();
	const reason = `could not write \`/data/${'long/'.repeat(20)}steps.jsonl\`: no space left on the disk`;
	const snapshot = () => takeSnapshot(controls.progress, now + 32_400_000);
	const head = (columns: number) =>
		draw(<HeaderPanel snapshot={snapshot()} facts={fakeFacts} columns={columns} />, {columns, theme: 'none'});
	controls.emit({type: 'store-blocked', reason});
	expect(head(60)).toContain('disk refuses for 9 h: no space left on the disk (could');
	controls.emit({type: 'pause-requested', mode: 'after-step'});
	expect(head(60)).toContain('disk refuses for 9 h: no space left on the disk (could');
	controls.emit({type: 'pause-requested', mode: 'now'});
	controls.emit({type: 'model-unloaded'});
	expect(head(80)).toContain('model unloaded, GPU free; disk refuses for 9 h: no space left on the disk');
	expect(spokenTrouble(snapshot())[0]).toBe(`Waiting for 9 h: ${reason}`);
	controls.emit({type: 'store-freed'});
	expect(head(80)).toContain('model unloaded, GPU free; waiting for the work under way to end');
	controls.emit({type: 'paused'});
	expect(head(80)).toContain('model unloaded, GPU free; space resumes');
	controls.emit({type: 'store-blocked', reason});
	expect(head(120)).toMatch(
		/paused since \d\d:\d\d; model unloaded, GPU free; disk refuses for 9 h: no space/,
	);
});

test('a pause is no silence: the clocks of the workers stand still while it lasts', () => {
	const {controls, now} = createRun();
	controls.emit({type: 'paused'});
	const at = {columns: 120, theme: 'none'} as const;
	const drawAt = (later: number) => {
		const snapshot = takeSnapshot(controls.progress, later);
		const box = {id: 'workers' as const, columns: 120, rows: 6};
		return draw(<WorkersPanel snapshot={snapshot} box={box} isFramed={true} />, at);
	};
	expect(drawAt(now + 3_600_000)).toBe(drawAt(now));
});

test('fallen variety and what a judge misread are said on the narrowest screen', () => {
	const {controls, now} = createRun();
	controls.emit({
		type: 'variety-fell',
		worn: [{kind: 'phrase', what: 'a long breath', count: 9, of: 50}] as never,
	});
	for (const verdict of ['agreed', 'misread', 'misread'] as const) {
		controls.emit({type: 'interaction-judged', id: 'interaction-0', planIndex: 0, verdict});
	}
	const snapshot = takeSnapshot(controls.progress, now);
	const at = {columns: 60, theme: 'none'} as const;
	expect(draw(<HeaderPanel snapshot={snapshot} facts={fakeFacts} columns={60} />, at)).toContain(
		'variety fell',
	);
	const panel = <ProgressPanel snapshot={snapshot} columns={60} rows={4} isFramed={false} />;
	expect(draw(panel, at)).toContain('judged 3, 2 misread');
});

test.each(cases)('progress shows the sum, the range and the rates: $columns $theme', at => {
	const {snapshot} = createRun();
	const panel = <ProgressPanel snapshot={snapshot} columns={at.columns} rows={4} isFramed={false} />;
	const text = plain(draw(panel, at));
	expect(text).toMatch(/128 (requested )?= 6 accepted \+ 1 failed \+ 2 running \+ 119 queued/);
	expect(text).toMatch(/left .* – /);
	expect(text).toContain('an hour');
	expect(text).toContain('6 of 128  4 %');
});

test('the remaining time is hidden until there is an estimate', () => {
	const {controls, now} = createRun();
	controls.progress.throughput.acceptedHere = 4;
	const snapshot = takeSnapshot(controls.progress, now);
	const panel = <ProgressPanel snapshot={snapshot} columns={80} rows={4} isFramed={false} />;
	expect(draw(panel, {columns: 80, theme: 'none'})).not.toContain('left');
});

test.each(cases)('each worker has its steps, its clock, and its silence: $columns $theme', at => {
	const {snapshot} = createRun();
	const box = {id: 'workers' as const, columns: at.columns, rows: 4};
	const lines = plain(draw(<WorkersPanel snapshot={snapshot} box={box} isFramed={true} />, at)).split('\n');
	expect(lines[1]).toMatch(/1 ●●●◉○ dialogue +0:42/);
	expect(lines[1]).not.toContain('no token');
	expect(lines[2]).toMatch(/! +2 ●●●◉○ dialogue +0:42 +no token for 42 s +again 2/);
});

test('a worker whose reply is whole is saving, as long as the disk takes', () => {
	const {controls, now} = createRun();
	const rowAt = (later: number) => {
		const snapshot = takeSnapshot(controls.progress, later);
		const box = {id: 'workers' as const, columns: 120, rows: 4};
		const panel = <WorkersPanel snapshot={snapshot} box={box} isFramed={true} />;
		return draw(panel, {columns: 120, theme: 'none'}).split('\n')[2];
	};
	const call = {worker: 1, planIndex: 8, step: 'dialogue', host: 'h', durationMs: 42_000} as const;
	const cost = {promptTokens: 1, outputTokens: 1};
	controls.emit({type: 'call-finished', ...call, ...cost, isComplete: true});
	controls.emit({type: 'step-finished', ...call, ...cost});
	expect(rowAt(now + 1_900)).not.toMatch(/saving|no token/);
	expect(rowAt(now + 42_000)).toMatch(/saving for 42 s/);
	expect(rowAt(now + 42_000)).not.toMatch(/no token|!/);
	const failed = {step: 'outcomes', attempt: 1, try: 1, failure: 'rule-broken', reason: 'x'} as const;
	controls.emit({type: 'attempt-failed', worker: 1, planIndex: 8, ...failed});
	expect(rowAt(now + 42_000)).not.toContain('saving');
});

test('more workers than lines are packed, and what does not fit is counted', () => {
	const controls = createFakeControls({parallel: 9});
	controls.emit({type: 'run-started', requested: 200, parallel: 9});
	for (let worker = 0; worker < 9; worker++) {
		controls.emit({type: 'slot-started', worker, planIndex: worker, cell: 0, name: 'Mara'});
	}
	const snapshot = takeSnapshot(controls.progress, Date.now());
	const box = {id: 'workers' as const, columns: 60, rows: 3};
	const text = draw(<WorkersPanel snapshot={snapshot} box={box} isFramed={false} />, {
		columns: 60,
		theme: 'none',
	});
	expect(text).toContain('7 ◉○○○○');
	expect(text).toContain('+2 more');
});

test('a worker whose call is held back by the limit of the server says so, and blames no silence', () => {
	const now = Date.now();
	const controls = createFakeControls({parallel: 1, now: () => now});
	controls.emit({type: 'run-started', requested: 2, parallel: 1});
	controls.emit({type: 'slot-started', worker: 0, planIndex: 0, cell: 0, name: 'Mara'});
	controls.emit({type: 'call-held', worker: 0, planIndex: 0});
	const draws = (at: number) => {
		const snapshot = takeSnapshot(controls.progress, at);
		const box = {id: 'workers' as const, columns: 120, rows: 4};
		return draw(<WorkersPanel snapshot={snapshot} box={box} isFramed={true} />, {
			columns: 120,
			theme: 'none',
		});
	};
	expect(draws(now + 42_000)).toContain('held back for 42 s');
	expect(draws(now + 42_000)).not.toMatch(/no token|!/);
	expect(spokenTrouble(takeSnapshot(controls.progress, now + 42_000))).toEqual([
		'Held back for 42 s: the server takes no more.',
	]);
	controls.emit({type: 'call-let-go', worker: 0, planIndex: 0});
	expect(draws(now + 9_000)).not.toMatch(/held back|no token/);
});

test('of hundreds of workers as many are shown as fit, in columns, and the others counted', () => {
	const controls = createFakeControls({parallel: 550});
	controls.emit({type: 'run-started', requested: 2_000, parallel: 550});
	for (let worker = 0; worker < 550; worker++) {
		controls.emit({type: 'slot-started', worker, planIndex: worker, cell: 0, name: 'Mara'});
	}
	const startedAt = performance.now();
	const snapshot = takeSnapshot(controls.progress, Date.now());
	const box = {id: 'workers' as const, columns: 70, rows: 8};
	const text = draw(<WorkersPanel snapshot={snapshot} box={box} isFramed={false} />, {
		columns: 70,
		theme: 'none',
	});
	expect(performance.now() - startedAt).toBeLessThan(250);
	const places = text
		.split('\n')
		.map(line => [...line.matchAll(/\d+ [◉○]/g)].map(({0: found, index}) => index + found.length));
	expect(places.slice(1, 7)).toEqual(Array.from({length: 6}, () => [5, 22, 39, 56]));
	expect(text).toContain('  9 ◉○○○○');
	expect(text).toContain('+523 more');
});

test.each(cases)('the histograms show label, bar and count over target: $columns $theme', at => {
	const {snapshot} = createRun();
	const box = {id: 'coverage' as const, columns: at.columns, rows: 10};
	const view = {order: 'axis' as const, scroll: 0};
	const panel = (
		<CoveragePanel cells={snapshot.cells} view={view} box={box} isFramed={true} isFocused={false} />
	);
	const text = plain(draw(panel, at));
	expect(text).toMatch(/baseline +━+─+ +1\/16/);
	expect(text).toMatch(/crisis +━+─+ +\d\/32/);
});

test('by deficit the value that misses most comes first', () => {
	const cells = Array.from({length: 128}, (_, number) => ({
		requested: 2,
		accepted: number >= 112 ? 0 : 2,
		failed: 0,
		running: 0,
	}));
	expect(countAxes(cells, 'deficit')[0]?.values[0]).toEqual({name: 'projection', accepted: 0, target: 32});
	expect(countAxes(cells, 'axis')[0]?.values[0]?.name).toBe('baseline');
});

test.each(cases)('the map has eight rows of sixteen cells: $columns $theme', at => {
	const {snapshot} = createRun();
	const box = {id: 'map' as const, columns: at.columns, rows: 13};
	const panel = (
		<MapPanel cells={snapshot.cells} view={{cursor: 0}} box={box} isFramed={true} isFocused={false} />
	);
	const lines = plain(draw(panel, at)).split('\n');
	const grid = lines.slice(3, 11).map(line => line.replaceAll(/[^·█▶✗]/g, ''));
	expect(grid.map(row => row.length)).toEqual(Array(8).fill(16));
	expect(grid.join('').replaceAll('·', '').length).toBe(9);
});

test.each(['none', 'linux'])('the states of a cell differ by glyph: %s', kind => {
	const theme = createTheme('none', kind === 'linux' ? {TERM: 'linux'} : {});
	const base = {requested: 4, accepted: 0, failed: 0, running: 0};
	const states = [
		{...base, requested: 0},
		base,
		{...base, accepted: 1},
		{...base, accepted: 2},
		{...base, accepted: 3},
		{...base, accepted: 4},
		{...base, running: 1},
		{...base, failed: 1},
	];
	const glyphs = states.map(state => cellMark(state, theme).text);
	expect(new Set(glyphs).size).toBe(states.length);
});

test.each(cases)('the preview follows the tail of the newest dialogue: $columns $theme', at => {
	const {snapshot} = createRun();
	const box = {id: 'preview' as const, columns: at.columns, rows: 8};
	const view = {pinned: undefined, scrollBack: 0};
	const panel = <PreviewPanel snapshot={snapshot} view={view} box={box} isFramed={true} isFocused={true} />;
	expect(plain(draw(panel, at)).replaceAll(/[┃\s]+/g, ' ')).toContain(
		'“I can’t,” she said, and folded the receipt.▏',
	);
});

test('the preview shows a dialogue without what the model says around it', () => {
	const {controls} = createRun();
	const piece =
		'Sure! Here is the paragraph:\n\n“Not tonight,” she said.\nRain fell.\n\nLet me know if this works.';
	controls.emit({type: 'text-written', worker: 1, planIndex: 8, step: 'dialogue', piece});
	const lines = previewLines(takeSnapshot(controls.progress, 0), {pinned: 1, scrollBack: 0}, 80);
	expect(lines).toEqual(['“Not tonight,” she said. Rain fell.']);
});

test.each(cases)('the list shows names and cells, and the focus without colour: $columns $theme', at => {
	const {snapshot} = createRun();
	const list = new ListFilter().view(snapshot, '', 0);
	const box = {id: 'list' as const, columns: at.columns, rows: 8};
	const panel = (isFocused: boolean) => (
		<ListPanel list={list} position={1} filter="" box={box} isFramed={true} isFocused={isFocused} />
	);
	const text = plain(draw(panel(true), at));
	expect(text).toContain('2 of 6');
	expect(text).toMatch(/▸ ✓ Ruth Baptiste +emotional shutdown/);
	expect(text).toContain('┏━');
	expect(plain(draw(panel(false), at))).toContain('╭─');
});

test.each(cases)('failures are counted by name, the last with its age: $columns $theme', at => {
	const {snapshot} = createRun();
	const box = {id: 'failures' as const, columns: at.columns, rows: 9};
	const panel = <FailuresPanel snapshot={snapshot} scroll={0} box={box} isFramed={true} isFocused={false} />;
	const text = plain(draw(panel, at));
	expect(text).toContain('rule-broken, once, 42 s ago: the hook word does');
	expect(text).toMatch(/1 +rule-broken +the reply broke/);
});

test.each(cases)('falling variety is an alarm on one line, with what is worn: $columns $theme', at => {
	const snapshot = {
		...createRun().snapshot,
		worn: [{kind: 'phrase' as const, what: 'the kettle clicked off\u001B[31m', count: 14, of: 100}],
	};
	const box = {id: 'failures' as const, columns: at.columns, rows: 9};
	const panel = <FailuresPanel snapshot={snapshot} scroll={0} box={box} isFramed={true} isFocused={false} />;
	const lines = plain(draw(panel, at)).split('\n');
	expect(lines.filter(line => line.includes('variety fell: "the kettle'))).toHaveLength(1);
	expect(lines.join('')).toContain('rule-broken, once');
});

test.each(cases)('the picker shows cells per count and the estimate: $columns $theme', at => {
	const picker = createPickerState({engine: 'ollama', model: 'qwen3:8b', engines: ['ollama']});
	const facts = {estimateMs: {lowMs: 70_000, highMs: 90_000}, now: 0};
	const panel = (
		<PickerPanel picker={picker} facts={facts} version="0.1.0" size={{columns: at.columns, rows: 22}} />
	);
	const text = plain(draw(panel, at));
	expect(text).toMatch(/200 +128 cells x 1\.6 +about 3 h 50 min – 5 h/);
	for (const count of ['50', '500', '1,000', '2,000', 'custom']) expect(text).toContain(count);
});

test.each(cases)('no tag of another engine stands for a file: $columns $theme', at => {
	const picker = createPickerState({engine: 'embedded', model: 'qwen3:8b', engines: ['embedded']});
	const engineState: EngineState = {
		status: 'ready',
		version: '1',
		host: 'h',
		models: [],
		hasModel: false,
	};
	const facts = {estimateMs: undefined, now: 0};
	const show = (model: string) =>
		plain(
			draw(
				<PickerPanel
					picker={{...picker, model, engineState}}
					facts={facts}
					version="0.1.0"
					size={{columns: at.columns, rows: 22}}
				/>,
				at,
			),
		).replaceAll(/\s+/gu, ' ');
	expect(show('qwen3:8b')).toContain('model none');
	expect(show('qwen3:8b')).toContain('--engine embedded --model PATH.gguf');
	expect(show('qwen3:8b')).not.toContain('qwen3');
	expect(show('small.gguf')).toContain('small.gguf not here');
});

test('the rehearsal is shown with its grammar, not with the tag of another engine', () => {
	const picker = createPickerState({engine: 'rehearsal', model: 'qwen3:8b', engines: ['rehearsal']});
	const models = ['rehearsal-grammar'];
	const engineState: EngineState = {status: 'ready', version: '1', host: 'h', models, hasModel: true};
	const facts = {estimateMs: undefined, now: 0};
	const size = {columns: 80, rows: 22};
	const panel = <PickerPanel picker={{...picker, engineState}} facts={facts} version="0.1.0" size={size} />;
	const shown = draw(panel, {columns: 80, theme: 'none'});
	expect(shown).toContain('rehearsal-grammar');
	expect(shown).not.toContain('qwen3');
});

test('a record shows the prose first and spells out the trust formula', () => {
	const rows = recordRows(createInteraction(), 120, themes.none);
	const lines = rows.map(row => row.map(part => part.text).join(''));
	expect(lines[2]).toContain('You set the box down. “I can’t,” José said');
	const order = ['People', 'Context', 'Tension', 'Numbers', 'Quality', 'Provenance'].map(name =>
		lines.indexOf(name),
	);
	expect(order).toEqual(order.toSorted((one, other) => one - other));
	expect(order).not.toContain(-1);
	expect(lines.join('\n')).toContain(
		'= base 0.1 x personality 1.0 (baseline) x urgency 2 x trust 1 + honesty 0.12',
	);
	for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(120);
});

test('a panel drawn again with new counts shows them', () => {
	const {controls, snapshot, now} = createRun();
	const panel = (shown: typeof snapshot) => (
		<Box width={100}>
			<ProgressPanel snapshot={shown} columns={100} rows={3} isFramed={false} />
		</Box>
	);
	const {lastFrame, rerender} = render(panel(snapshot));
	expect(lastFrame()).toContain('6 of 128');
	acceptOne(controls, 20, 5);
	rerender(panel(takeSnapshot(controls.progress, now)));
	expect(lastFrame()).toContain('7 of 128');
});
