import {basename} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {batchNames, onlyRun, readBatch, readRecords, readRunFile} from './read-output.js';
import {runProgram, startProgram} from './run-program.js';

/** A finished run of 2, whose engine is not there any more. */
async function leaveFinishedRun(tokenDelayMs = 0) {
	const server = await startFaultServer({tokenDelayMs});
	onTestFinished(() => server.stop());
	const folder = createTemporaryFolder();
	const engine = ['--host', server.host, '--model', 'tester:1b', '--parallel', '1'];
	await runProgram({folder, arguments: [...engine, '--count', '2', '--seed', '7', '--plain']});
	await server.stop();
	const runId = basename(onlyRun(folder));
	return {server, folder, runId};
}

test('a finished run is opened and left without its engine, and no other batch is written', async () => {
	const {folder, runId} = await leaveFinishedRun();
	const {stdout} = await runProgram({folder, arguments: ['runs']});
	expect(stdout).toContain(`review: unwritten --resume ${runId}`);
	const [batch] = batchNames(folder);
	const terminal = openTerminal({folder, arguments: ['--resume', runId]});
	expect(await terminal.waitFor(endDialog)).toMatch(/batch {4}\S+training_output/);
	terminal.press('\u001B');
	await terminal.waitFor(/COMPLETE[\s\S]*2 requested/);
	terminal.press('\r');
	await terminal.waitFor('1 of 2');
	terminal.press('\u001Bq');
	expect((await terminal.exit).code).toBe(0);
	expect(terminal.text()).toContain(batch);
	expect(batchNames(folder)).toEqual([batch]);
	expect(readRunFile(onlyRun(folder)).state).toBe('finished');
});

test('what is rejected in it waits for the engine and is made once that is back', async () => {
	const {server, folder, runId} = await leaveFinishedRun();
	const terminal = openTerminal({folder, arguments: ['--resume', runId]});
	await terminal.waitFor(endDialog);
	terminal.press('\u001B');
	await terminal.waitFor(/COMPLETE[\s\S]*2 requested/);
	terminal.press('x');
	await terminal.waitFor('ENGINE AWAY');
	expect(readRunFile(onlyRun(folder)).state).toBe('running');
	await server.restart();
	await terminal.waitFor(/COMPLETE[\s\S]*Interactions [^\n]*of 3/);
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
	const [old, fresh, ...others] = batchNames(folder);
	expect(others).toEqual([]);
	const ids = (name: string | undefined) =>
		readBatch(folder, name as string).map(({training_metadata: {id}}) => id);
	const made = readRecords(onlyRun(folder)).at(-1);
	expect(ids(fresh)).toContain(made?.training_metadata.id);
	expect(ids(old)).not.toContain(made?.training_metadata.id);
});

test('one that is killed as it goes on to a larger target is unfinished, and the screen asks for its engine', async () => {
	const {server, folder, runId} = await leaveFinishedRun(5);
	await server.restart();
	const extended = startProgram({
		folder,
		arguments: ['--plain', '--resume', runId, '--accept-changes', '--count', '9'],
	});
	await expect.poll(() => readRecords(onlyRun(folder)).length, {timeout: 30_000}).toBeGreaterThan(2);
	extended.kill('SIGKILL');
	await extended.ended;
	await server.stop();
	expect(readRunFile(onlyRun(folder))).toMatchObject({plan: {requested: 9}, state: 'running'});
	expect((await runProgram({folder, arguments: ['runs']})).stdout).toContain(`${runId}  unfinished`);
	const terminal = openTerminal({folder, arguments: ['--resume', runId]});
	await terminal.waitFor('does not answer');
});
