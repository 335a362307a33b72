import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {createTerminalEnvironment} from '../helpers/terminal-environment.js';
import {nodePath, programPath} from '../helpers/terminal-program.js';
import {onlyRun, readJournal, readRecords, readRunFile} from './read-output.js';
import {runProgram} from './run-program.js';

/** The program with its stderr in a pipe that nobody reads; resolves with its exit code. */
async function runUnheard(folder: string, given: string[]): Promise<number> {
	const line = '{ "$@" 2>&1 >stdout.txt; echo $? >code.txt; } | exec 0<&-';
	const child = spawn('sh', ['-c', line, 'sh', nodePath, programPath, ...given], {
		cwd: folder,
		env: createTerminalEnvironment(folder),
		stdio: 'ignore',
	});
	await new Promise(resolve => child.once('close', resolve));
	return Number(readFileSync(join(folder, 'code.txt'), 'utf8'));
}

test('a run whose stderr nobody reads is made to its end, and a redo too', async () => {
	const folder = createTemporaryFolder();
	expect(await runUnheard(folder, ['--engine', 'rehearsal', '--count', '4', '--json'])).toBe(0);
	expect(readFileSync(join(folder, 'stdout.txt'), 'utf8')).toContain('"type":"run-ended"');
	const run = onlyRun(folder);
	expect(readRunFile(run).state).toBe('finished');
	const id = readRecords(run)[0]?.training_metadata.id as string;
	expect(await runUnheard(folder, ['redo', 'latest', id, '--from', 'tension'])).toBe(0);
	expect(readJournal(run, 'decisions.jsonl')).toMatchObject([{id, decision: 'replace'}]);
	const again = await runProgram({folder, arguments: ['redo', 'latest', `${id}-r1`, '--from', 'tension']});
	expect(again.code).toBe(0);
});
