import {appendFileSync, cpSync, symlinkSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {nodePath, programPath} from '../helpers/terminal-program.js';
import {onlyRun, readRecords, readRunFile} from './read-output.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The program with prompts of its own, which a test may edit. */
function copyProgram(): {program: string; prompts: string} {
	const folder = createTemporaryFolder();
	cpSync(dirname(programPath), join(folder, 'dist'), {recursive: true});
	cpSync(join(root, 'prompts'), join(folder, 'prompts'), {recursive: true});
	cpSync(join(root, 'package.json'), join(folder, 'package.json'));
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	return {program: join(folder, 'dist/cli.js'), prompts: join(folder, 'prompts')};
}

test('prompts edited during a run are offered, and hold for new interactions once they are taken', async () => {
	const {program, prompts} = copyProgram();
	const folder = createTemporaryFolder();
	const given = ['--engine', 'rehearsal', '--count', '500', '--seed', '7', '--parallel', '2'];
	const terminal = openTerminal({
		folder,
		command: {file: nodePath, arguments: [program, ...given]},
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: '15'},
	});
	await terminal.waitFor(/[1-9] of 500 /);
	appendFileSync(join(prompts, 'tension.md'), '\nOne line more.\n');
	await terminal.waitFor('prompts edited: u uses them');
	terminal.press('u');
	await terminal.waitFor('edited: tension.md');
	terminal.press('y');
	await terminal.waitFor('new interactions are made from the edited prompts');
	const run = onlyRun(folder);
	const before = readRunFile(run).earlier_prompts[0].fingerprint;
	const after = readRunFile(run).prompts.fingerprint;
	const prints = () => readRecords(run).map(record => record.training_metadata.prompt_fingerprint);
	await terminal.waitFor(() => prints().includes(after));
	terminal.press('qy');
	expect((await terminal.exit).code).toBe(130);
	expect(new Set(prints())).toEqual(new Set([before, after]));
	expect(readRunFile(run).notes).toMatchObject([{what: 'prompts changed during the run'}]);
}, 40_000);
