import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal, type TerminalOptions} from '../helpers/terminal.js';
import {colorCodes, modesLeftOn} from '../helpers/terminal-modes.js';
import {nodePath, programPath} from '../helpers/terminal-program.js';

const programCommand = `${nodePath} ${programPath}`;

function openRun(options: Partial<TerminalOptions> = {}) {
	const folder = createTemporaryFolder();
	return openTerminal({
		folder,
		arguments: ['--engine', 'rehearsal', '--count', '60', '--seed', '7'],
		...options,
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: '10', ...options.env},
	});
}

test('the run survives a storm of sizes and fills the last one', async () => {
	const terminal = openRun();
	await terminal.waitFor('RUNNING');
	const sizes = [
		[200, 60],
		[40, 10],
		[60, 16],
		[300, 12],
		[61, 90],
		[1, 1],
		[80, 24],
		[120, 40],
		[90, 30],
	] as const;
	for (const [columns, rows] of sizes) terminal.resize(columns, rows);
	await terminal.waitFor(text => isWhole(text, 30));
	for (const [columns, rows] of [
		[40, 10],
		[100, 30],
	] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(columns < 60 ? 'needs 60 x 16' : 'RUNNING');
	}
	await terminal.waitFor(text => isWhole(text, 30));
});

/** Every row from the state to the status bar is there, once. */
function isWhole(text: string, rows: number): boolean {
	const lines = text.split('\n');
	return (
		lines.length === rows &&
		/^ RUNNING/.test(lines[0] ?? '') &&
		/space pause/.test(lines.at(-1) ?? '') &&
		text.split('Interactions').length === 2 &&
		text.split(' requested = ').length === 2
	);
}

test('a window that is too small says what is needed, and q asks where it is seen', async () => {
	const terminal = openRun({columns: 40, rows: 10});
	await terminal.waitFor('needs 60 x 16, has 40 x 10');
	await terminal.waitFor('of 60');
	terminal.press('q');
	await terminal.waitFor('Stop the run? y n');
	terminal.resize(80, 24);
	await terminal.waitFor('Stop the run at');
	terminal.press('y');
	expect((await terminal.exit).code).toBe(130);
	expect(modesLeftOn(terminal.raw())).toEqual([]);
});

test('the picker says what it needs in a window that is too small', async () => {
	const terminal = openTerminal({folder: createTemporaryFolder(), columns: 40, rows: 10});
	expect(await terminal.waitFor('needs 60 x 16, has 40 x 10')).toContain('q leave');
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
});

test('NO_COLOR: not one colour code, while the focus and the state are still seen', async () => {
	const terminal = openRun({env: {NO_COLOR: '1', UNWRITTEN_REHEARSAL_DELAY_MS: '2'}});
	await terminal.waitFor(/[1-9] of 60 /);
	expect(colorCodes(terminal.raw())).toEqual([]);
	expect(terminal.text()).toContain('┏━ Interactions');
	expect(terminal.raw()).toMatch(/\u001B\[7m/);
});

test('with colours there are some', async () => {
	const terminal = openRun();
	await terminal.waitFor('RUNNING');
	expect(colorCodes(terminal.raw()).length).toBeGreaterThan(10);
});

test.each([
	{name: 'TERM=dumb', env: {TERM: 'dumb'}},
	{name: 'CI=true', env: {CI: 'true'}},
])('$name on a terminal: plain lines, no escape sequence', async ({env}) => {
	const folder = createTemporaryFolder();
	const terminal = openTerminal({
		folder,
		arguments: ['--engine', 'rehearsal', '--count', '3'],
		env,
	});
	expect((await terminal.exit).code).toBe(0);
	expect(terminal.text()).toContain('complete: 3 of 3 accepted');
	expect(terminal.raw()).not.toContain('\u001B');
});

test('ctrl+z gives the terminal to the shell, fg brings everything back', async () => {
	const folder = createTemporaryFolder();
	const terminal = openRun({
		folder,
		command: {file: '/bin/bash', arguments: ['--norc', '--noprofile', '-i']},
		env: {PS1: 'shell> ', BIN: programCommand},
	});
	await terminal.waitFor('shell>');
	terminal.press('$BIN --engine rehearsal --count 60\r');
	await terminal.waitFor('RUNNING');
	terminal.press('\u001A');
	await terminal.waitFor('Stopped');
	expect(terminal.isAlternate()).toBe(false);
	expect(modesLeftOn(terminal.raw()).filter(mode => mode !== '2004')).toEqual([]);
	terminal.press('fg\r');
	await terminal.waitFor('RUNNING');
	expect(terminal.isAlternate()).toBe(true);
	terminal.press('q');
	await terminal.waitFor('Stop the run at');
	terminal.press('y');
	await terminal.waitFor(/stopped: .*\n[\s\S]*shell>\s*$/);
	terminal.press('echo code $?\r');
	await terminal.waitFor('code 130');
});

test('ctrl+z where no shell could bring it back freezes nothing', async () => {
	const terminal = openRun();
	await terminal.waitFor('RUNNING');
	terminal.press('\u001A');
	await terminal.waitFor(() => terminal.raw().split('\u001B[?1049h').length === 3);
	terminal.press(' ');
	await terminal.waitFor('PAUSED');
});

test('SIGCONT draws the screen again', async () => {
	const terminal = openRun();
	await terminal.waitFor('RUNNING');
	terminal.press(' ');
	await terminal.waitFor('PAUSED');
	terminal.kill('SIGSTOP');
	terminal.emulator.write('\u001B[3;1Hsomething else wrote here');
	await terminal.waitFor('something else wrote here');
	terminal.kill('SIGCONT');
	await terminal.waitFor(text => !text.includes('something else') && text.includes('PAUSED'));
});
