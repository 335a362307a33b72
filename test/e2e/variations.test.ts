import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {onlyRun, readRecords, readRunFile} from './read-output.js';
import {runProgram} from './run-program.js';

const given = ['--engine', 'rehearsal', '--count', '10', '--seed', '7', '--variations', '4', '--plain'];

test('a shard is cut between scenes, and its family is that of the whole plan', async () => {
	const [whole, part] = [createTemporaryFolder(), createTemporaryFolder()];
	await runProgram({folder: whole, arguments: given});
	const {code} = await runProgram({folder: part, arguments: [...given, '--shard', '2/3']});
	expect(code).toBe(0);
	const records = readRecords(onlyRun(part));
	const indexes = records.map(({training_metadata: meta}) => meta.plan_index).sort();
	expect(indexes).toEqual([4, 5, 6, 7]);
	expect(new Set(records.map(({training_metadata: meta}) => meta.variation_family)).size).toBe(1);
	const sameScene = readRecords(onlyRun(whole)).find(each => each.training_metadata.plan_index === 4);
	expect(records[0]?.npc_profile.name).toBe(sameScene?.npc_profile.name);
});

test('a run keeps its variations: another number at resume is refused', async () => {
	const folder = createTemporaryFolder();
	await runProgram({folder, arguments: given});
	expect(readRunFile(onlyRun(folder)).plan.variations).toBe(4);
	const more = ['--resume', onlyRun(folder), '--count', '12', '--accept-changes', '--plain'];
	const refused = await runProgram({folder, arguments: [...more, '--variations', '3']});
	expect(refused).toMatchObject({code: 2});
	expect(refused.stderr).toContain("the run's variations is `4` and cannot become `3`");
	expect((await runProgram({folder, arguments: more})).code).toBe(0);
	const steps = readRecords(onlyRun(folder)).flatMap(({training_metadata: meta}) => meta.steps);
	expect(steps.filter(({step}) => step === 'context').length).toBe(3);
});
