import {execFileSync} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {countUp, onlyRun, planIndexes, readRecords} from './read-output.js';
import {startProgram} from './run-program.js';

const preload = new URL('hold-sync.mjs', import.meta.url).href;
const helpTitle = /this help/;

/** A run on a disk whose flushes of records do not end before they are let go; `hung`: nor do the threads that wait for them. */
function startHeld(kind: 'slow' | 'hung' = 'slow') {
	const folder = createTemporaryFolder();
	const hold = join(folder, 'hold');
	if (kind === 'slow') writeFileSync(hold, '');
	else execFileSync('mkfifo', [hold]);
	const options = (given: string[]) => ({
		folder,
		arguments: ['--engine', 'rehearsal', '--seed', '7', '--parallel', '2', ...given],
		env: {NODE_OPTIONS: `--import ${preload}`, UNWRITTEN_HOLD_SYNC: hold},
	});
	const open = (...given: string[]) => openTerminal(options(given));
	const plain = (...given: string[]) => startProgram(options(['--plain', ...given]));
	return {folder, open, plain, release: () => rmSync(hold)};
}

test('while a flush takes its time nothing is announced, and every key answers', async () => {
	const {folder, open, release} = startHeld();
	const terminal = open('--count', '4');
	await terminal.waitFor('RUNNING');
	await expect.poll(() => readRecords(onlyRun(folder)).length, {timeout: 10_000}).toBeGreaterThan(0);
	expect(await terminal.waitFor(/dialogue .* saving for [2-9] s/)).not.toContain('no token');
	for (let turn = 0; turn < 3; turn++) {
		const asked = performance.now();
		terminal.press('?');
		await terminal.waitFor(helpTitle);
		expect(performance.now() - asked).toBeLessThan(1_500);
		terminal.press('\u001b');
		await terminal.waitFor('= 0 accepted');
	}
	release();
	await terminal.waitFor(endDialog);
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
	expect(planIndexes(readRecords(onlyRun(folder)))).toEqual(countUp(4));
});

test('a stop during a flush says that it is stopping, and ends as soon as the disk is done with what it was given', async () => {
	const {folder, open, release} = startHeld();
	const terminal = open('--count', '4');
	await terminal.waitFor('RUNNING');
	await expect.poll(() => readRecords(onlyRun(folder)).length, {timeout: 10_000}).toBeGreaterThan(0);
	terminal.press('q');
	await terminal.waitFor('Stop the run at');
	terminal.press('y');
	expect(await terminal.waitFor('STOPPING')).toContain('= 0 accepted');
	const released = performance.now();
	release();
	expect((await terminal.exit).code).toBe(130);
	expect(performance.now() - released).toBeLessThan(3_000);
	const kept = readRecords(onlyRun(folder)).length;
	expect(kept).toBeGreaterThan(0);
	expect(terminal.text()).toContain(`stopped: ${kept} of 4 accepted`);
	const resumed = open('--resume');
	await resumed.waitFor(endDialog);
	resumed.press('q');
	expect((await resumed.exit).code).toBe(0);
	expect(planIndexes(readRecords(onlyRun(folder)))).toEqual(countUp(4));
});

for (const kind of ['slow', 'hung'] as const) {
	test(`quitting while a flush does not end (${kind}) gives the terminal back within 3 s and says what was not confirmed`, async () => {
		const {folder, open, release} = startHeld(kind);
		const terminal = open('--count', '4');
		await terminal.waitFor('RUNNING');
		const written = () => readRecords(onlyRun(folder)).length;
		await expect.poll(written, {timeout: 10_000}).toBeGreaterThan(0);
		terminal.press('q');
		await terminal.waitFor('Stop the run at');
		const answered = performance.now();
		terminal.press('y');
		expect((await terminal.exit).code).toBe(130);
		expect(performance.now() - answered).toBeLessThan(3_000);
		expect(terminal.text()).toContain('stopped: 0 of 4 accepted');
		expect(terminal.text()).toMatch(
			/the disk did not answer in time: it did not confirm (a record|2 records)/,
		);
		const kept = written();
		release();
		const resumed = open('--resume');
		await resumed.waitFor(endDialog);
		resumed.press('q');
		expect((await resumed.exit).code).toBe(0);
		expect(kept).toBeGreaterThan(0);
		expect(planIndexes(readRecords(onlyRun(folder)))).toEqual(countUp(4));
	});
}

test('a signal while a flush hangs ends a plain run within 3 s, with the code of the signal', async () => {
	const {folder, plain} = startHeld('hung');
	const program = plain('--count', '4');
	await program.waitForOutput(/started/);
	await expect.poll(() => readRecords(onlyRun(folder)).length, {timeout: 10_000}).toBeGreaterThan(0);
	const asked = performance.now();
	program.kill('SIGTERM');
	const {code, stderr} = await program.ended;
	expect(performance.now() - asked).toBeLessThan(3_000);
	expect(code).toBe(143);
	expect(stderr).toContain('the disk did not answer in time: it did not confirm');
});
