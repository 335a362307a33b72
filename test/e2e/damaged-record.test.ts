import {closeSync, openSync, readdirSync, readFileSync, writeSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {
	batchNames,
	countUp,
	onlyRun,
	outputFolder,
	planIndexes,
	readBatch,
	readRunFile,
} from './read-output.js';
import {runProgram, startProgram} from './run-program.js';

const rehearsal = ['--engine', 'rehearsal', '--plain', '--seed', '7', '--parallel', '2', '--count', '24'];

/** Another program writes over the beginning of the first record; the file keeps its size. */
function spoilFirstRecord(run: string): string {
	const path = join(run, 'interactions.jsonl');
	const id = readFileSync(path, 'utf8').match(/"id":"([^"]+)"/)?.[1] as string;
	const file = openSync(path, 'r+');
	writeSync(file, '#'.repeat(40), 0);
	closeSync(file);
	return id;
}

test('a record that was damaged under a run is named at its end, with the way to the others, and nothing is waited for', async () => {
	const folder = createTemporaryFolder();
	const go = (...given: string[]) => runProgram({arguments: given, folder});
	const program = startProgram({
		arguments: rehearsal,
		folder,
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: '3'},
	});
	await program.waitForOutput(/accepted +5\//);
	const run = onlyRun(folder);
	const runId = basename(run);
	const id = spoilFirstRecord(run);

	const {code, stdout} = await program.ended;

	expect(code).toBe(1);
	expect(stdout).toContain(id);
	expect(stdout).not.toContain('for the disk');
	expect(stdout).toContain(`get it with unwritten runs --repair ${runId}, then unwritten export ${runId}`);
	expect(batchNames(folder)).toEqual([]);
	const repaired = await go('runs', '--repair', runId);
	expect(repaired.stdout).toMatch(/1 line nobody can read/);
	expect((await go('export', runId)).code).toBe(0);
	const [name] = batchNames(folder);
	expect(readBatch(folder, name as string)).toHaveLength(23);
	const resumed = await go('--resume', runId, '--plain');
	expect(resumed.code).toBe(0);
	const whole = batchNames(folder).find(each => each !== name) as string;
	expect(planIndexes(readBatch(folder, whole))).toEqual(countUp(24));
	expect(readRunFile(run).state).toBe('finished');
	expect(readdirSync(outputFolder(folder)).filter(each => each.endsWith('.tmp'))).toEqual([]);
});
