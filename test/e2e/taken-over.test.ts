import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {runProgram, startProgram} from './run-program.js';

const slowly = {UNWRITTEN_REHEARSAL_DELAY_MS: '40'};
const rehearsal = ['--engine', 'rehearsal', '--plain', '--seed', '7', '--parallel', '2'];

test('a run that another process takes over ends, says so, and writes nothing more', async () => {
	const out = createTemporaryFolder();
	const first = startProgram({
		arguments: [...rehearsal, '--count', '400', '--out', out],
		folder: createTemporaryFolder(),
		env: slowly,
	});
	await first.waitForOutput(/accepted +2\/400/);

	const second = startProgram({
		arguments: ['--resume', '--take-over', '--plain', '--out', out],
		folder: createTemporaryFolder(),
		env: slowly,
	});
	const {code, stderr} = await first.ended;
	second.kill('SIGINT');
	await second.ended;

	expect(code).toBe(2);
	expect(stderr).toMatch(/another process took over the run `\S+`/);
	expect(stderr).not.toContain('the disk did not answer');
	expect(stderr).toContain('hint: what was accepted here until then is in the run');
	const runs = join(out, 'runs');
	const lines = readFileSync(join(runs, readdirSync(runs)[0] as string, 'interactions.jsonl'), 'utf8');
	const planIndexes = lines
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line).training_metadata.plan_index);
	expect(new Set(planIndexes).size).toBe(planIndexes.length);
	const resumed = await runProgram({
		arguments: ['--resume', '--plain', '--out', out],
		folder: createTemporaryFolder(),
	});
	expect(resumed.code).toBe(0);
	expect(resumed.stdout).toContain('400 of 400 accepted');
});
