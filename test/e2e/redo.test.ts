import {basename} from 'node:path';
import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {batchNames, onlyRun, readBatch, readJournal, readRecords} from './read-output.js';
import {runProgram} from './run-program.js';

test('redo prints the id of the new record, which the export holds in place of the old one', async () => {
	const folder = createTemporaryFolder();
	await runProgram({folder, arguments: ['--engine', 'rehearsal', '--count', '4', '--seed', '7', '--plain']});
	const run = onlyRun(folder);
	const [, , old] = readRecords(run);
	const id = old?.training_metadata.id as string;
	const redone = await runProgram({folder, arguments: ['redo', 'latest', id, '--from', 'tension']});
	expect(redone).toMatchObject({code: 0, stdout: `${id}-r1\n`});
	expect(redone.stderr).toContain(`replaced    ${id} by ${id}-r1`);
	expect(redone.stderr).toContain(
		`hint: batch files written before lack it: \`unwritten export ${basename(run)}\``,
	);
	expect(readRecords(run)).toHaveLength(5);
	expect(readJournal(run, 'decisions.jsonl')).toMatchObject([{id, decision: 'replace', by: `${id}-r1`}]);
	const exported = await runProgram({folder, arguments: ['export', 'latest']});
	expect(exported.code).toBe(0);
	const ids = batchNames(folder).map(name => readBatch(folder, name).map(each => each.training_metadata.id));
	expect(ids.at(-1)).toContain(`${id}-r1`);
	expect(ids.at(-1)).not.toContain(id);
});

test.each([
	[['redo', 'latest'], 'needs a run and the id'],
	[['redo', 'latest', 'nobody'], '`nobody` is not in this run'],
	[['redo', 'latest', 'nobody', '--from', 'outcomes'], 'there is no from `outcomes`'],
	[['redo', 'no-such-run', 'nobody'], 'no run `no-such-run`'],
])('a mistake with redo ends with 2 and a hint: %s', async (given, message) => {
	const folder = createTemporaryFolder();
	await runProgram({folder, arguments: ['--engine', 'rehearsal', '--count', '1', '--plain']});
	const result = await runProgram({folder, arguments: given});
	expect(result).toMatchObject({code: 2, stdout: ''});
	expect(result.stderr).toContain(message);
	expect(result.stderr).toContain('hint: ');
});
