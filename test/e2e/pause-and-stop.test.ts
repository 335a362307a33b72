import {expect, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal, type TerminalSession} from '../helpers/terminal.js';
import {modesLeftOn} from '../helpers/terminal-modes.js';
import {
	batchNames,
	countUp,
	onlyRun,
	planIndexes,
	readBatch,
	readJournal,
	readRecords,
	readRunFile,
} from './read-output.js';

function startRun(options: {count?: number; delayMs?: number; parallel?: number; resume?: boolean} = {}) {
	const {count = 12, delayMs = 4, parallel = 2} = options;
	const folder = createTemporaryFolder();
	return {folder, terminal: openRun({folder, count, delayMs, parallel})};
}

function openRun(options: {
	folder: string;
	count: number;
	delayMs: number;
	parallel: number;
}): TerminalSession {
	const {folder, count, delayMs, parallel} = options;
	return openTerminal({
		folder,
		arguments: [
			'--engine',
			'rehearsal',
			'--count',
			String(count),
			'--parallel',
			String(parallel),
			'--seed',
			'7',
		],
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: String(delayMs)},
	});
}

test('a run goes to its end, says so, and q leaves a summary on the normal screen', async () => {
	const {folder, terminal} = startRun({count: 5, delayMs: 0});
	const shown = await terminal.waitFor(endDialog);
	expect(shown).toContain('5 of 5');
	expect(terminal.title()).toContain('100 %');
	terminal.press('q');
	expect(await terminal.exit).toEqual({code: 0, signal: undefined});
	expect(terminal.isAlternate()).toBe(false);
	expect(terminal.text()).toContain('complete: 5 of 5 accepted, 0 failed, 0 still to do');
	expect(terminal.text()).toContain('seed 7');
	expect(modesLeftOn(terminal.raw())).toEqual([]);
	const [batch = ''] = batchNames(folder);
	expect(terminal.text()).toContain(batch);
	expect(planIndexes(readBatch(folder, batch))).toEqual(countUp(5));
});

test('space finishes the step under way and starts nothing new until space again', async () => {
	const {folder, terminal} = startRun({count: 4, delayMs: 6});
	await terminal.waitFor('RUNNING');
	terminal.press(' ');
	expect(await terminal.waitFor('space resumes')).toContain('PAUSED');
	const stepsBefore = readJournal(onlyRun(folder), 'steps.jsonl').length;
	await terminal.waitFor(/paused since \d\d:\d\d/);
	expect(readJournal(onlyRun(folder), 'steps.jsonl')).toHaveLength(stepsBefore);
	expect(stepsBefore).toBeGreaterThan(0);
	terminal.press(' ');
	await terminal.waitFor('RUNNING');
	await terminal.waitFor(/[1-4] of 4 /);
});

test('P pauses at once and drops the step under way', async () => {
	const {terminal} = startRun({count: 4, delayMs: 600});
	await terminal.waitFor('Writing: ');
	const pressedAt = performance.now();
	terminal.press('P');
	await terminal.waitFor('PAUSED');
	// At this speed the step itself would take longer than five seconds.
	expect(performance.now() - pressedAt).toBeLessThan(2_000);
	terminal.press(' ');
	await terminal.waitFor('RUNNING');
});

test('q asks and n goes on', async () => {
	const {terminal} = startRun({delayMs: 20});
	await terminal.waitFor('RUNNING');
	terminal.press('q');
	await terminal.waitFor('Stop the run at');
	terminal.press('n');
	await terminal.waitFor(text => !text.includes('Stop the run at') && text.includes('RUNNING'));
});

test('q and y stop within three seconds: partial batch, summary, exit 130; --resume makes exactly the rest', async () => {
	const {folder, terminal} = startRun();
	await terminal.waitFor(/[3-9] of 12 /);
	const askedAt = performance.now();
	terminal.press('q');
	await terminal.waitFor('Stop the run at');
	terminal.press('y');
	expect(await terminal.exit).toEqual({code: 130, signal: undefined});
	expect(performance.now() - askedAt).toBeLessThan(3_000);
	expect(modesLeftOn(terminal.raw())).toEqual([]);

	const run = onlyRun(folder);
	const kept = readRecords(run);
	const [partial = ''] = batchNames(folder);
	expect(partial).toContain('PARTIAL');
	expect(planIndexes(readBatch(folder, partial))).toEqual(planIndexes(kept));
	expect(readRunFile(run).state).toBe('stopped');
	expect(terminal.text()).toMatch(/stopped: \d+ of 12 accepted/);
	expect(terminal.text()).toContain('go on    unwritten --resume');

	const resumed = openTerminal({folder, arguments: ['--resume']});
	await resumed.waitFor(endDialog);
	resumed.press('q');
	expect((await resumed.exit).code).toBe(0);
	const records = readRecords(run);
	expect(records.slice(0, kept.length)).toEqual(kept);
	expect(planIndexes(records)).toEqual(countUp(12));
	const names = batchNames(folder);
	expect(names).toHaveLength(2);
	expect(names).toContain(partial);
	const whole = names.find(name => !name.includes('PARTIAL')) as string;
	expect(planIndexes(readBatch(folder, whole))).toEqual(countUp(12));
});

test('ctrl+c asks first', async () => {
	const {terminal} = startRun({delayMs: 20});
	await terminal.waitFor('RUNNING');
	terminal.press('\u0003');
	await terminal.waitFor('Stop the run at');
	terminal.press('\u001B');
	await terminal.waitFor(text => !text.includes('Stop the run at') && text.includes('RUNNING'));
});

test('ctrl+c twice stops now, and what was accepted is in a partial batch', async () => {
	const {folder, terminal} = startRun();
	await terminal.waitFor(/[1-9] of 12 /);
	const pressedAt = performance.now();
	terminal.press('\u0003\u0003');
	expect((await terminal.exit).code).toBe(130);
	expect(performance.now() - pressedAt).toBeLessThan(3_000);
	expect(modesLeftOn(terminal.raw())).toEqual([]);
	const [partial = ''] = batchNames(folder);
	expect(partial).toContain('PARTIAL');
	expect(planIndexes(readBatch(folder, partial))).toEqual(planIndexes(readRecords(onlyRun(folder))));
});

test('stopping while paused works as well', async () => {
	const {folder, terminal} = startRun({delayMs: 10});
	await terminal.waitFor('RUNNING');
	terminal.press(' ');
	await terminal.waitFor('PAUSED');
	terminal.press('q');
	await terminal.waitFor('Stop the run at');
	terminal.press('y');
	expect((await terminal.exit).code).toBe(130);
	expect(readRunFile(onlyRun(folder)).state).toBe('stopped');
});
