import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {modesLeftOn} from '../helpers/terminal-modes.js';
import {onlyRun, outputFolder, readRunFile} from './read-output.js';

test('without an engine one enter starts a rehearsal of 50', async () => {
	const folder = createTemporaryFolder();
	const terminal = openTerminal({folder, env: {UNWRITTEN_REHEARSAL_DELAY_MS: '30'}});
	const picker = await terminal.waitFor('▸ try it with the rehearsal');
	expect(picker).toContain('does not answer');
	expect(picker.replaceAll(/\s+/g, ' ')).toMatch(/, or start it: `[^`]*ollama serve`/);
	terminal.press('\r');
	const shown = await terminal.waitFor('50 requested');
	expect(shown).toContain('no language model');
	expect(readRunFile(onlyRun(folder))).toMatchObject({
		plan: {requested: 50, shard: {part: 1, of: 1}},
		settings: {engine: 'rehearsal'},
	});
});

test('leaving the picker leaves nothing behind', async () => {
	const folder = createTemporaryFolder();
	const terminal = openTerminal({folder});
	await terminal.waitFor('▸ try it with the rehearsal');
	terminal.press('q');
	expect(await terminal.exit).toEqual({code: 0, signal: undefined});
	expect(terminal.isAlternate()).toBe(false);
	expect(modesLeftOn(terminal.raw())).toEqual([]);
	expect(existsSync(outputFolder(folder))).toBe(false);
});

test('ctrl+c leaves the picker too', async () => {
	const terminal = openTerminal({folder: createTemporaryFolder()});
	await terminal.waitFor('▸ try it with the rehearsal');
	terminal.press('\u0003');
	expect((await terminal.exit).code).toBe(0);
	expect(modesLeftOn(terminal.raw())).toEqual([]);
});

test('a typed target is made with the engine that was changed to', async () => {
	const folder = createTemporaryFolder();
	const terminal = openTerminal({folder, arguments: ['--engine', 'rehearsal']});
	await terminal.waitFor('ready');
	while (!/▸ +custom/.test(terminal.text())) {
		const before = terminal.text();
		terminal.press('j');
		await terminal.waitFor(text => text !== before);
	}
	terminal.press('\r');
	await terminal.waitFor('enter starts, esc goes back');
	terminal.press('3\r');
	await terminal.waitFor(endDialog);
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
	expect(readRunFile(onlyRun(folder)).plan.requested).toBe(3);
});

test('the picker offers to go on with a run that was left unfinished, and says how a finished one is reviewed', async () => {
	const folder = createTemporaryFolder();
	const first = openTerminal({
		folder,
		arguments: ['--engine', 'rehearsal', '--count', '8'],
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: '2'},
	});
	await first.waitFor(/[1-7] of 8 /);
	first.kill('SIGTERM');
	await first.exit;
	const second = openTerminal({folder, arguments: ['--engine', 'rehearsal']});
	expect(await second.waitFor(/▸ \d{8}-\d{6}-\w\w/)).not.toContain('review a finished run');
	second.press('\r');
	await second.waitFor(endDialog);
	expect(readRunFile(onlyRun(folder)).plan.requested).toBe(8);
	second.press('q');
	await second.exit;
	const third = openTerminal({folder, arguments: ['--engine', 'rehearsal']});
	expect(await third.waitFor('review a finished run: unwritten --resume ID')).not.toContain('Go on');
});
