import {stripVTControlCharacters} from 'node:util';
import {renderToString} from 'ink';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {formatEvent} from '../../source/plain/format-event.js';
import {formatProgress} from '../../source/plain/format-progress.js';
import {ThemeContext} from '../../source/ui/hooks/use-theme.js';
import {WorkersPanel} from '../../source/ui/panels/workers-panel.js';
import {takeSnapshot} from '../../source/ui/progress-snapshot.js';
import {createTheme} from '../../source/ui/theme.js';
import {createFakeControls, createSummary} from '../helpers/fake-controls.js';

const gpu = 'http://gpu1:11434';
const other = 'http://gpu2:11434';

/** Two workers on two hosts; the second host then dies and its call moves to the first. */
function createPooledRun() {
	let now = 1_000_000;
	const controls = createFakeControls({count: 8, parallel: 2, now: () => now});
	controls.emit({type: 'run-started', requested: 8, parallel: 2});
	for (const [worker, host] of [gpu, other].entries()) {
		const {cell, name} = createSummary(worker);
		const of = {worker, planIndex: worker, step: 'dialogue'} as const;
		controls.emit({type: 'slot-started', worker, planIndex: worker, cell, name});
		controls.emit({type: 'step-started', ...of, attempt: 1, try: 1});
		controls.emit({type: 'call-sent', ...of, host});
		for (let second = 0; second < 4; second++) {
			now += 1_000;
			for (let piece = 0; piece < 30; piece++) controls.emit({type: 'text-written', ...of, piece: 'a '});
		}
	}
	return {
		controls,
		loseOther() {
			const of = {worker: 1, planIndex: 1, step: 'dialogue'} as const;
			controls.emit({type: 'host-lost', host: other, reason: 'it does not answer'});
			controls.emit({type: 'call-moved', ...of, from: other, to: gpu, lostTokens: 120});
			controls.emit({type: 'call-sent', ...of, host: gpu});
			now += 12_000;
		},
		now: () => now,
	};
}

function drawWorkers(
	{controls, now}: ReturnType<typeof createPooledRun>,
	size: {columns: number; rows: number},
) {
	const box = {id: 'workers' as const, ...size};
	const panel = <WorkersPanel snapshot={takeSnapshot(controls.progress, now())} box={box} isFramed={false} />;
	const drawn = <ThemeContext value={createTheme('none', {})}>{panel}</ThemeContext>;
	return stripVTControlCharacters(renderToString(drawn, {columns: size.columns}));
}

test('each host has a line with its rate, and one that is away says for how long', () => {
	const run = createPooledRun();
	const before = drawWorkers(run, {columns: 80, rows: 6});
	expect(before).toMatch(/gpu1:11434 1 running .* 15 tokens\/s/);
	expect(before).toMatch(/gpu2:11434 1 running .* 23 tokens\/s/);
	run.loseOther();
	const after = drawWorkers(run, {columns: 80, rows: 6});
	expect(after).toMatch(/gpu1:11434 2 running/);
	expect(after).toMatch(/gpu2:11434 away 12/);
});

test('more workers than lines are packed, so that each host keeps its line', () => {
	const run = createPooledRun();
	for (let worker = 2; worker < 8; worker++) {
		const {cell, name} = createSummary(worker);
		run.controls.emit({type: 'slot-started', worker, planIndex: worker, cell, name});
	}
	const text = drawWorkers(run, {columns: 64, rows: 5});
	expect(text).toMatch(/gpu1:11434 1 running/);
	expect(text).toMatch(/gpu2:11434 1 running/);
});

test('where the hosts share one line, one that is away stands first', () => {
	const run = createPooledRun();
	run.loseOther();
	const text = drawWorkers(run, {columns: 44, rows: 3});
	expect(text).toMatch(/gpu2:11434 away 12/);
});

test.each([3, 4, 5, 8])('in %i rows no line is too long and none too many', rows => {
	const text = drawWorkers(createPooledRun(), {columns: 60, rows});
	const lines = text.split('\n');
	expect(lines.length).toBeLessThanOrEqual(rows);
	expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(60);
	expect(text).toContain('gpu1:11434');
});

test('plain lines show the hosts, what is lost and what is moved', () => {
	const run = createPooledRun();
	const lines: string[] = [];
	run.controls.subscribe(event => {
		const line = formatEvent(event, run.controls.progress);
		if (line !== undefined) lines.push(line.slice(9));
	});
	run.loseOther();
	expect(lines).toEqual([
		'host        http://gpu2:11434 is left: it does not answer',
		'moved       #1 dialogue from http://gpu2:11434 to http://gpu1:11434, 120 tokens given up',
	]);
	const progress = formatProgress(run.controls.progress, run.now());
	expect(progress).toContain('gpu1:11434 2 running, ');
	expect(progress).toContain('gpu2:11434 away for 12.0 s');
});
