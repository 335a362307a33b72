import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parsePromptBook} from '../../source/pipeline/prompt-book.js';
import {defaultPromptFolder, loadPromptFiles} from '../../source/store/prompt-files.js';
import {keepOwnWorld, takeOwnWorld} from '../../source/store/world-folder.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const shipped = await loadPromptFiles(defaultPromptFolder);

function makeWorld(files: Record<string, string>): string {
	const folder = join(createTemporaryFolder(), 'my world');
	mkdirSync(folder);
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return folder;
}

test('lists of a world of your own take the place of those of the program, the others stay', async () => {
	const folder = makeWorld({'names.txt': '# cast\nWanda she/her\nIgor he/him\n', 'notes.md': 'mine'});
	const {prompts, world} = await takeOwnWorld(shipped, folder);
	const book = parsePromptBook(prompts.texts, prompts.fingerprint);
	expect(book.world.names.map(({name}) => name)).toEqual(['Wanda', 'Igor']);
	expect(book.world.venues.length).toBeGreaterThan(100);
	expect(world).toMatchObject({files: ['names.txt']});
	expect(prompts.fingerprint).not.toBe(shipped.fingerprint);
	expect(world.fingerprint).toMatch(/^[0-9a-f]{16}$/);
});

test('a run keeps its world although the program is the one it came with', async () => {
	const folder = makeWorld({'venues.txt': 'the ferry to Skye\n'});
	const {prompts, world} = await takeOwnWorld(shipped, folder);
	expect(keepOwnWorld(shipped, {texts: prompts.texts, world})).toEqual(prompts);
	expect(keepOwnWorld(shipped, {texts: prompts.texts, world: undefined})).toBe(shipped);
});

test.each([
	['an unknown name', {'name.txt': 'Ana she/her'}, /name\.txt` is no list of a world/],
	['no list', {'readme.md': 'hello'}, /has no list in it/],
	['a name without pronouns', {'names.txt': 'Ana she/her\n\nBob'}, /`names\.txt`, line 3: .*pronouns/],
	['a name twice', {'names.txt': 'Ana she/her\nana she/her'}, /line 2: the name `ana` stands on line 1/],
	['an empty list', {'venues.txt': '# nothing yet\n'}, /`venues\.txt`: the list has 0/],
	['an unknown section', {'subjects.txt': '[gossip]\nx'}, /`subjects\.txt`, line 1: unknown section/],
	['a control character', {'venues.txt': 'a bar\n\u001b[31mred'}, /`venues\.txt`, line 2: control character/],
	[
		'a foreign setting',
		{'venues.txt': 'a bar\nthe ruins of a temple'},
		/line 2: `the ruins`.*the gate refuses it/,
	],
])('a world with %s is refused, with file and line', async (_, files, message) => {
	const folder = makeWorld(files as Record<string, string>);
	await expect(takeOwnWorld(shipped, folder)).rejects.toThrow(message);
});

test('a folder that is not there and one that is a file are named', async () => {
	await expect(takeOwnWorld(shipped, '/nowhere/at/all')).rejects.toThrow('`/nowhere/at/all`');
	const folder = makeWorld({'names.txt': 'Ana she/her'});
	await expect(takeOwnWorld(shipped, join(folder, 'names.txt'))).rejects.toThrow('names.txt');
});
