import {expect, onTestFinished, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {countUp, onlyRun, planIndexes, readRecords, readRunFile} from './read-output.js';

async function openPicker(folder: string) {
	const server = await startFaultServer({});
	onTestFinished(() => server.stop());
	const terminal = openTerminal({
		folder,
		arguments: ['--host', server.host, '--model', 'tester:1b', '--parallel', '2', '--seed', '7'],
	});
	await terminal.waitFor('try 2 first');
	return terminal;
}

test('two tried first give each target its time, and they are the first two of the target', async () => {
	const folder = createTemporaryFolder();
	const terminal = await openPicker(folder);
	terminal.press('jjjjjj\r');
	await terminal.waitFor(/▸ +50 .* about /);
	const [first, second] = readRecords(onlyRun(folder));
	terminal.press('jjjjj\r');
	await terminal.waitFor('enter starts, esc goes back');
	terminal.press('5\r');
	await terminal.waitFor(endDialog);
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
	const run = onlyRun(folder);
	expect(planIndexes(readRecords(run))).toEqual(countUp(5));
	expect(readRecords(run).slice(0, 2)).toEqual([first, second]);
	expect(readRunFile(run)).toMatchObject({plan: {requested: 5}, state: 'finished'});
});

test('a trial that nothing follows is a run like any, and its summary is printed', async () => {
	const folder = createTemporaryFolder();
	const terminal = await openPicker(folder);
	terminal.press('jjjjjj\r');
	await terminal.waitFor(/▸ +50 .* about /);
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
	expect(terminal.text()).toContain('complete: 2 of 2 accepted');
	expect(readRunFile(onlyRun(folder))).toMatchObject({plan: {requested: 2}, state: 'finished'});
});
