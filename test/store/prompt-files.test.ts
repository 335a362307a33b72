import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {UserError} from '../../source/pipeline/errors.js';
import {defaultPromptFolder, loadPromptFiles} from '../../source/store/prompt-files.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

function makePrompts(changes: Record<string, string | Buffer> = {}): string {
	const folder = createTemporaryFolder();
	const files = {
		'primitives.md': 'Who is {{name}}?\n',
		'context.md': 'Context\n',
		'tension.md': 'Tension\n',
		'dialogue.md': 'Dialogue\n',
		'world/venues.txt': 'bakery\nbus stop\n',
		...changes,
	};
	mkdirSync(join(folder, 'world'));
	for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
	return folder;
}

test('the prompts that come with the program are found and read', async () => {
	const {texts, fingerprint} = await loadPromptFiles(defaultPromptFolder);

	expect(Object.keys(texts)).toEqual(expect.arrayContaining(['dialogue.md', 'world/names.txt']));
	expect(fingerprint).toMatch(/^[0-9a-f]{16}$/u);
});

test('byte order marks and CRLF make no difference, a changed word does', async () => {
	const plain = await loadPromptFiles(makePrompts());
	const windows = await loadPromptFiles(
		makePrompts({'dialogue.md': '\uFEFFDialogue\r\n', 'world/venues.txt': 'bakery\r\nbus stop\r\n'}),
	);
	const changed = await loadPromptFiles(makePrompts({'world/venues.txt': 'bakery\nbus stops\n'}));

	expect(windows).toEqual(plain);
	expect(changed.fingerprint).not.toBe(plain.fingerprint);
});

test('other files in the folder are left alone', async () => {
	const {texts} = await loadPromptFiles(
		makePrompts({'notes.bak': 'x', '.hidden.md': 'x', 'world/list.md': 'x'}),
	);

	expect(Object.keys(texts)).toEqual([
		'context.md',
		'dialogue.md',
		'primitives.md',
		'tension.md',
		'world/venues.txt',
	]);
});

test('missing folders and files, too much, and what is no text are told by name', async () => {
	const empty = createTemporaryFolder();
	const noWorld = createTemporaryFolder();
	for (const step of ['primitives', 'context', 'tension', 'dialogue'])
		writeFileSync(join(noWorld, `${step}.md`), 'x');

	await expect(loadPromptFiles(join(empty, 'missing'))).rejects.toThrow(/missing`: it does not exist/u);
	await expect(loadPromptFiles(empty)).rejects.toThrow(/has no `primitives.md`/u);
	await expect(loadPromptFiles(noWorld)).rejects.toThrow(/has no `world\/\*.txt`/u);
	await expect(loadPromptFiles(makePrompts(), ['labels.md'])).rejects.toThrow(/has no `labels.md`/u);
	await expect(loadPromptFiles(makePrompts({'big.md': 'x'.repeat(1_100_000)}))).rejects.toThrow(
		/larger than 1 MB/u,
	);
	await expect(loadPromptFiles(makePrompts({'latin.md': Buffer.from([0x4a, 0xe9])}))).rejects.toThrow(
		UserError,
	);
});

test('a link may lead about inside the folder, and not out of it', async () => {
	const inside = makePrompts();
	symlinkSync(join(inside, 'context.md'), join(inside, 'again.md'));
	const outside = makePrompts();
	symlinkSync('/etc/hostname', join(outside, 'secret.md'));

	expect((await loadPromptFiles(inside)).texts['again.md']).toBe('Context\n');
	await expect(loadPromptFiles(outside)).rejects.toThrow(/leads out of its folder/u);
});
