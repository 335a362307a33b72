import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {onlyRun, readRecords, readRunFile} from './read-output.js';
import {runProgram} from './run-program.js';

test('a run draws from a world of your own, remembers it, and resumes without the folder', async () => {
	const folder = createTemporaryFolder();
	const world = join(folder, 'mine');
	mkdirSync(world);
	writeFileSync(join(world, 'names.txt'), 'Wanda she/her\nIgor he/him\n');
	writeFileSync(join(world, 'venues.txt'), 'the ferry to Skye\n');
	const given = ['--engine', 'rehearsal', '--count', '3', '--seed', '7', '--plain'];
	await runProgram({folder, arguments: [...given, '--world', 'mine']});
	const run = onlyRun(folder);
	expect(readRunFile(run).settings.world).toMatchObject({files: ['names.txt', 'venues.txt']});
	rmSync(world, {recursive: true});
	const more = ['--resume', run, '--count', '5', '--accept-changes', '--plain'];
	const {code, stderr} = await runProgram({folder, arguments: more});
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const records = readRecords(run);
	expect(records.length).toBe(5);
	expect(new Set(records.map(({npc_profile: {name}}) => name))).toEqual(new Set(['Igor', 'Wanda']));
	expect(new Set(records.map(({interaction_context: {location}}) => location))).toEqual(
		new Set(['the ferry to Skye']),
	);
	expect(readRunFile(run).notes.map(({what}: {what: string}) => what)).toEqual(['count changed at resume']);
});

test('a list that cannot be used ends with 2, its file and line, and leaves nothing on disk', async () => {
	const folder = createTemporaryFolder();
	mkdirSync(join(folder, 'mine'));
	writeFileSync(join(folder, 'mine', 'names.txt'), 'Wanda she/her\nIgor him\n');
	const given = ['--engine', 'rehearsal', '--count', '3', '--plain', '--world', 'mine'];
	const {code, stderr} = await runProgram({folder, arguments: given});
	expect(code).toBe(2);
	expect(stderr).toContain('`names.txt`, line 2: unknown pronouns `him`');
	expect(stderr).toContain('hint: ');
	expect(() => onlyRun(folder)).toThrow();
});
