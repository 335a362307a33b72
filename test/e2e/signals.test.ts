import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {modesLeftOn} from '../helpers/terminal-modes.js';
import {
	batchNames,
	countUp,
	onlyRun,
	planIndexes,
	readBatch,
	readRecords,
	readRunFile,
} from './read-output.js';
import {runProgram, startProgram} from './run-program.js';

const signals = [
	{signal: 'SIGINT', code: 130},
	{signal: 'SIGTERM', code: 143},
	{signal: 'SIGHUP', code: 129},
] as const;

const count = 8;
const parameters = ['--engine', 'rehearsal', '--count', String(count), '--parallel', '2'];
const env = {UNWRITTEN_REHEARSAL_DELAY_MS: '3'};

async function expectResumable(folder: string): Promise<void> {
	const run = onlyRun(folder);
	const kept = readFileSync(join(run, 'interactions.jsonl'), 'utf8');
	const {code, stderr} = await runProgram({folder, arguments: ['--resume', '--plain']});
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	expect(readFileSync(join(run, 'interactions.jsonl'), 'utf8').startsWith(kept)).toBe(true);
	expect(planIndexes(readRecords(run))).toEqual(countUp(count));
	const whole = batchNames(folder).filter(name => !name.includes('PARTIAL'));
	expect(whole).toHaveLength(1);
	expect(planIndexes(readBatch(folder, whole[0] as string))).toEqual(countUp(count));
}

for (const {signal, code} of signals) {
	test(`${signal} in full screen gives the terminal back, keeps the set and exits ${code}`, async () => {
		const folder = createTemporaryFolder();
		const terminal = openTerminal({folder, arguments: parameters, env});
		await terminal.waitFor(new RegExp(`[1-7] of ${count} `));
		const sentAt = performance.now();
		terminal.kill(signal);
		expect(await terminal.exit).toEqual({code, signal: undefined});
		expect(performance.now() - sentAt).toBeLessThan(3_000);
		expect(terminal.isAlternate()).toBe(false);
		expect(modesLeftOn(terminal.raw())).toEqual([]);
		expect(terminal.text()).toContain('go on    unwritten --resume');
		expect(readRunFile(onlyRun(folder)).state).toBe('stopped');
		expect(batchNames(folder).join()).toContain('PARTIAL');
		await expectResumable(folder);
	});

	test(`${signal} in plain keeps the set and exits ${code}`, async () => {
		const folder = createTemporaryFolder();
		const program = startProgram({folder, arguments: [...parameters, '--plain'], env});
		await program.waitForOutput(/accepted {4}2\//);
		program.kill(signal);
		const result = await program.ended;
		expect(result).toMatchObject({code, signal: null, stderr: ''});
		expect(result.stdout).toContain('go on    unwritten --resume');
		expect(readRunFile(onlyRun(folder)).state).toBe('stopped');
		expect(batchNames(folder).join()).toContain('PARTIAL');
		await expectResumable(folder);
	});
}

test('a signal in the picker gives the terminal back', async () => {
	const terminal = openTerminal({folder: createTemporaryFolder()});
	await terminal.waitFor('▸ try it with the rehearsal');
	terminal.kill('SIGTERM');
	expect((await terminal.exit).code).toBe(143);
	expect(modesLeftOn(terminal.raw())).toEqual([]);
});

test('a terminal that is closed under the run leaves it stopped and resumable', async () => {
	const folder = createTemporaryFolder();
	const terminal = openTerminal({folder, arguments: parameters, env});
	await terminal.waitFor(new RegExp(`[1-7] of ${count} `));
	terminal.hangUp();
	await terminal.exit;
	expect(readRunFile(onlyRun(folder)).state).toBe('stopped');
	expect(batchNames(folder).join()).toContain('PARTIAL');
	await expectResumable(folder);
});

test('after SIGKILL and a torn last line --resume cuts it off, says so, and makes exactly what lacks', async () => {
	const folder = createTemporaryFolder();
	const program = startProgram({folder, arguments: [...parameters, '--plain'], env});
	await program.waitForOutput(/accepted {4}4\//);
	program.kill('SIGKILL');
	expect((await program.ended).signal).toBe('SIGKILL');
	const run = onlyRun(folder);
	expect(readRunFile(run).state).toBe('running');
	const kept = readRecords(run);
	const path = join(run, 'interactions.jsonl');
	appendFileSync(path, readFileSync(path, 'utf8').slice(0, 300));

	const {code, stderr} = await runProgram({folder, arguments: ['--resume', '--plain']});
	expect(code).toBe(0);
	expect(stderr).toMatch(/^note: .*interactions\.jsonl/m);
	const records = readRecords(run);
	expect(records.slice(0, kept.length)).toEqual(kept);
	expect(planIndexes(records)).toEqual(countUp(count));
});

test('a screen that was killed is resumed in full screen', async () => {
	const folder = createTemporaryFolder();
	const killed = openTerminal({folder, arguments: parameters, env});
	await killed.waitFor(new RegExp(`[2-7] of ${count} `));
	killed.kill('SIGKILL');
	await killed.exit;
	const kept = readRecords(onlyRun(folder));
	const resumed = openTerminal({folder, arguments: ['--resume']});
	await resumed.waitFor(endDialog);
	resumed.kill('SIGTERM');
	await resumed.exit;
	const records = readRecords(onlyRun(folder));
	expect(records.slice(0, kept.length)).toEqual(kept);
	expect(planIndexes(records)).toEqual(countUp(count));
});
