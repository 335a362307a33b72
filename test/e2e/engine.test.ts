import {existsSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {type FaultServerOptions, startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {modesLeftOn} from '../helpers/terminal-modes.js';
import {countUp, onlyRun, outputFolder, planIndexes, readJournal, readRecords} from './read-output.js';
import {runProgram} from './run-program.js';

async function openOllama(options: FaultServerOptions = {}) {
	const server = await startFaultServer(options);
	onTestFinished(() => server.stop());
	return server;
}

/** Takes connections and never answers. */
async function openSilentServer(): Promise<string> {
	const server = createServer(() => {});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** All prose, and some of what goes before it. */
const spoilProse: FaultServerOptions['script'] = (index, body) =>
	body.format === undefined || index % 5 === 0 ? 'escape-codes' : undefined;

function openRun(host: string, options: {count: number; folder?: string; arguments?: string[]}) {
	const {folder = createTemporaryFolder(), count} = options;
	const given = ['--host', host, '--model', 'tester:1b', '--count', String(count), '--parallel', '2'];
	return openTerminal({folder, arguments: [...given, '--seed', '7', ...(options.arguments ?? [])]});
}

test('a run on a server that speaks like Ollama is made to the end', async () => {
	const server = await openOllama();
	const folder = createTemporaryFolder();
	const terminal = openRun(server.host, {folder, count: 3});
	const shown = await terminal.waitFor(endDialog);
	expect(shown).toContain('tester:1b');
	expect(shown).not.toContain('no language model');
	expect(planIndexes(readRecords(onlyRun(folder)))).toEqual(countUp(3));
});

test('the picker shows the server and its models', async () => {
	const server = await openOllama();
	const terminal = openTerminal({
		folder: createTemporaryFolder(),
		arguments: ['--host', server.host, '--model', 'absent'],
	});
	const shown = await terminal.waitFor('ollama pull absent');
	expect(shown).toContain('ready  0.32.15');
});

test('terminal commands in the text of a model never reach the terminal', async () => {
	const server = await openOllama({script: spoilProse, tokenDelayMs: 1});
	const folder = createTemporaryFolder();
	const terminal = openRun(server.host, {folder, count: 40});
	await terminal.waitFor('dialogue');
	await server.chatArrived(12);
	await terminal.waitFor('schema-not-obeyed');
	const raw = terminal.raw();
	expect(raw).not.toMatch(/\u001B\]0;|\u202E|\u200B|\u009B/);
	expect(terminal.title()).toContain('unwritten');
	expect(terminal.text()).toContain(' requested = ');
	terminal.press('\u0003\u0003');
	await terminal.exit;
	expect(terminal.text()).not.toMatch(/[\u202E\u200B]/);
});

test('nor do they in plain lines', async () => {
	const server = await openOllama({script: spoilProse});
	const result = await runProgram({
		folder: createTemporaryFolder(),
		arguments: ['--plain', '--host', server.host, '--model', 'tester:1b', '--count', '1', '--seed', '7'],
	});
	expect(result.stdout).toMatch(/attempt|accepted/);
	expect(result.stdout + result.stderr).not.toMatch(/[\u001B\u0007\u202E\u200B\u009B]/);
});

test('an engine that goes away is waited for, and the run goes on when it is back', async () => {
	const server = await openOllama({tokenDelayMs: 1});
	const folder = createTemporaryFolder();
	const terminal = openRun(server.host, {folder, count: 4});
	await terminal.waitFor(/[1-3] of 4 /);
	await server.stop();
	await terminal.waitFor('ENGINE AWAY');
	await server.restart();
	await terminal.waitFor(endDialog);
	expect(planIndexes(readRecords(onlyRun(folder)))).toEqual(countUp(4));
});

test('P drops the request under way and unloads the model', async () => {
	const server = await openOllama({tokenDelayMs: 30});
	const terminal = openRun(server.host, {count: 4});
	await terminal.waitFor('▏');
	terminal.press('P');
	await terminal.waitFor('PAUSED');
	await Promise.all(server.chats().map(chat => chat.ended));
	expect(server.chats().some(chat => chat.aborted)).toBe(true);
	await expect.poll(() => server.isLoaded).toBe(false);
});

test('stopping drops the request under way', async () => {
	const server = await openOllama({tokenDelayMs: 30});
	const folder = createTemporaryFolder();
	const terminal = openRun(server.host, {folder, count: 4});
	await terminal.waitFor('Writing: ');
	terminal.press('q');
	await terminal.waitFor('Stop the run at');
	const pressedAt = performance.now();
	terminal.press('y');
	expect((await terminal.exit).code).toBe(130);
	expect(performance.now() - pressedAt).toBeLessThan(3_000);
	await Promise.all(server.chats().map(chat => chat.ended));
	expect(readJournal(onlyRun(folder))).toEqual([]);
});

test('the picker can be left while the engine says nothing', async () => {
	const terminal = openTerminal({
		folder: createTemporaryFolder(),
		arguments: ['--host', await openSilentServer()],
	});
	await terminal.waitFor('asking whether it is there');
	const pressedAt = performance.now();
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
	expect(performance.now() - pressedAt).toBeLessThan(2_000);
});

test('a start that is waiting for the engine can be left, and no run is begun behind it', async () => {
	const folder = createTemporaryFolder();
	const terminal = openRun(await openSilentServer(), {folder, count: 3});
	await terminal.waitFor('starting');
	const pressedAt = performance.now();
	terminal.press('\u0003');
	await terminal.exit;
	expect(performance.now() - pressedAt).toBeLessThan(2_000);
	expect(modesLeftOn(terminal.raw())).toEqual([]);
	expect(existsSync(outputFolder(folder))).toBe(false);
});

test('check names each finding and its remedy', async () => {
	const server = await openOllama();
	const folder = createTemporaryFolder();
	const good = await runProgram({
		folder,
		arguments: ['check', '--host', server.host, '--model', 'tester:1b'],
	});
	expect(good).toMatchObject({code: 0, stderr: ''});
	const bad = await runProgram({folder, arguments: ['check']});
	expect(bad.code).toBe(1);
	expect(bad.stdout).toContain('does not answer');
});
