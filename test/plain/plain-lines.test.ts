import {expect, test} from 'vitest';
import type {RunFact} from '../../source/pipeline/events.js';
import {formatDuration} from '../../source/plain/format-duration.js';
import {formatEvent} from '../../source/plain/format-event.js';
import {formatProgress} from '../../source/plain/format-progress.js';
import {startJsonDisplay, startPlainDisplay} from '../../source/plain/plain-display.js';
import {takeSnapshot} from '../../source/ui/progress-snapshot.js';
import {acceptOne, createFakeControls, createSummary, type FakeControls} from '../helpers/fake-controls.js';

const nasty = 'a\u001b[2J\u009b31mb\u0007\u202ec\r\nd\u2028e\u0000f';
const slot = {worker: 0, planIndex: 3};

const withText: RunFact[] = [
	{type: 'attempt-failed', ...slot, step: 'dialogue', attempt: 1, try: 1, failure: 'empty', reason: nasty},
	{type: 'interaction-accepted', ...slot, summary: createSummary(3, {name: nasty}), durationMs: 5},
	{type: 'interaction-failed', ...slot, step: 'dialogue', failure: 'rule-broken', reason: nasty},
	{type: 'engine-lost', host: nasty, reason: nasty},
	{type: 'engine-returned', host: nasty, awayMs: 5},
	{type: 'store-blocked', reason: nasty},
	{type: 'interaction-rejected', id: nasty, planIndex: 3},
	{type: 'rejection-taken-back', id: nasty, planIndex: 3},
	{type: 'batch-exported', path: nasty, count: 3, partial: false},
	{type: 'notice-given', message: nasty},
];

// biome-ignore format: one class of characters a line
const unsafe = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E]/;

test.each(withText)('no control character of a model, a server or a file reaches a line: $type', fact => {
	const {progress} = createFakeControls();
	const line = formatEvent({...fact, at: 0}, progress);
	expect(line).toMatch(/^\d\d:\d\d:\d\d \S/);
	expect(line).not.toMatch(unsafe);
	expect(line).not.toContain('\n');
	expect(line).not.toContain('[2J');
});

test.each(withText)('a JSON line holds the text whole, and nothing a terminal obeys: $type', fact => {
	const lines: string[] = [];
	const run = createFakeControls({now: () => 0});
	startJsonDisplay(run, line => lines.push(line));
	run.emit(fact);
	expect(lines).toHaveLength(1);
	expect(lines[0]?.endsWith('\n')).toBe(true);
	expect(lines[0]).not.toMatch(unsafe);
	expect(JSON.parse(lines[0] as string)).toEqual({...fact, at: 0});
});

test.each([
	[8 * 3_600_000, 'skipped     8 h 0 min in which the machine slept or the program was stopped'],
	[-3_600_000, 'clock       set back by 1 h 0 min'],
	[-3, undefined],
])('time of day that nobody lived through is told as what it was: %s', (skippedMs, told) => {
	const {progress} = createFakeControls();
	expect(formatEvent({type: 'time-skipped', skippedMs, at: 0}, progress)?.slice(9)).toBe(told);
});

test('the text that a model writes is no line of its own, in either display', () => {
	const lines: string[] = [];
	const run = createFakeControls();
	startPlainDisplay(run, line => lines.push(line));
	startJsonDisplay(run, line => lines.push(line));
	run.emit({type: 'text-written', ...slot, step: 'dialogue', piece: 'You came in.'});
	expect(lines).toEqual([]);
});

test('there is progress with every tenth that is accepted', () => {
	const lines: string[] = [];
	const run = createFakeControls({count: 25});
	startPlainDisplay(run, line => lines.push(line));
	for (let index = 0; index < 25; index++) acceptOne(run, index);
	const progress = lines.filter(line => line.includes('progress'));
	expect(progress).toHaveLength(2);
	expect(progress[0]).toContain('10/25 (40 %)');
	expect(progress[1]).toContain('20/25 (80 %)');
	expect(lines.filter(line => line.includes('accepted    '))).toHaveLength(25);
	for (const line of lines) expect(line.match(/\n/g)).toHaveLength(1);
});

test('the time left is that of the screen: what was given up is not waited for', () => {
	let now = 0;
	const run = createFakeControls({count: 100, now: () => now});
	run.emit({type: 'run-started', requested: 100, parallel: 1});
	for (let index = 0; index < 90; index++) {
		now += 10_000;
		if (index % 3 === 0) acceptOne(run, index);
		else failOne(run, index);
	}
	const {lowMs, highMs} = takeSnapshot(run.progress, now).remaining ?? {lowMs: 0, highMs: 0};
	expect(highMs).toBeGreaterThan(60_000);
	const shown = `remaining ${formatDuration(lowMs)} to ${formatDuration(highMs)}`;
	expect(formatProgress(run.progress, now)).toContain(shown);
});

function failOne(run: FakeControls, planIndex: number): void {
	const {cell, name} = createSummary(planIndex);
	run.emit({type: 'slot-started', worker: 0, planIndex, cell, name});
	run.emit({
		type: 'interaction-failed',
		worker: 0,
		planIndex,
		step: 'dialogue',
		failure: 'empty',
		reason: 'none',
	});
}

test('once ended a display writes nothing more', () => {
	const lines: string[] = [];
	const run = createFakeControls();
	const endings = [
		startPlainDisplay(run, line => lines.push(line)),
		startJsonDisplay(run, line => lines.push(line)),
	];
	for (const end of endings) end();
	acceptOne(run, 0);
	expect(lines).toEqual([]);
});

test('progress says 100 % only when everything is accepted', () => {
	const run = createFakeControls({count: 1_000});
	run.progress.accepted = 999;
	expect(formatProgress(run.progress, 0)).toContain('(99 %)');
	run.progress.accepted = 1_000;
	expect(formatProgress(run.progress, 0)).toContain('(100 %)');
});

test('a pause now and a pause after the step read differently', () => {
	const {progress} = createFakeControls();
	const now = formatEvent({type: 'pause-requested', mode: 'now', at: 0}, progress);
	const afterStep = formatEvent({type: 'pause-requested', mode: 'after-step', at: 0}, progress);
	expect(now).not.toBe(afterStep);
	expect(now).toContain('unloaded');
});

test('a long reason is cut', () => {
	const {progress} = createFakeControls();
	const line = formatEvent({type: 'store-blocked', reason: 'x'.repeat(5_000), at: 0}, progress);
	expect(line?.length).toBeLessThan(220);
});

test.each([
	[0, '0 ms'],
	[999.9, '999 ms'],
	[1_000, '1.0 s'],
	[59_999, '59.9 s'],
	[60_000, '1 min 0 s'],
	[3_599_999, '59 min 59 s'],
	[7_500_000, '2 h 5 min'],
])('%d ms reads %s', (durationMs, text) => {
	expect(formatDuration(durationMs)).toBe(text);
});
