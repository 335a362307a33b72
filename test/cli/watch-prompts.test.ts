import {cpSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createPromptLook} from '../../source/cli/watch-prompts.js';
import type {PromptOffer} from '../../source/pipeline/prompt-change.js';
import {defaultPromptFolder, loadPromptFiles} from '../../source/store/prompt-files.js';
import {createRun} from '../../source/store/run-folder.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const prompts = await loadPromptFiles(defaultPromptFolder);
const repair = 'Say it again, and mind this: {{reason}}\n';

/** A run over a copy of the prompts that a test may edit, and what it was told of them. */
async function startWatch() {
	const promptFolder = join(createTemporaryFolder(), 'prompts');
	cpSync(defaultPromptFolder, promptFolder, {recursive: true});
	const start = {...createRunStart(10), prompts};
	const folder = await createRun({outputFolder: createTemporaryFolder(), start, now: Date.now()});
	const offers: Array<PromptOffer | undefined> = [];
	const notices: string[] = [];
	const run = {
		offerPrompts: (offer: PromptOffer | undefined) => void offers.push(offer),
		giveNotice: (message: string) => void notices.push(message),
	};
	const look = createPromptLook({folder, run}, promptFolder);
	return {
		folder,
		offers,
		notices,
		edit: (path: string, text: string) => writeFileSync(join(promptFolder, path), text),
		remove: (path: string) => rmSync(join(promptFolder, path)),
		look,
		async lookTwice() {
			await look();
			await look();
		},
		[Symbol.asyncDispose]: () => folder.close(),
	};
}

test('prompts that nobody edits are not spoken of', async () => {
	await using watch = await startWatch();
	await watch.lookTwice();
	expect(watch.offers).toEqual([]);
	expect(watch.notices).toEqual([]);
});

test('an edit is offered once it stands still, and once only', async () => {
	await using watch = await startWatch();
	watch.edit('repair.md', repair);
	await watch.look();
	expect(watch.offers).toEqual([]);
	await watch.lookTwice();
	expect(watch.offers).toMatchObject([{files: ['repair.md'], book: {repair: repair.trim()}}]);
});

test('taking the offer keeps both sets of prompts in the run file, with a note', async () => {
	await using watch = await startWatch();
	watch.edit('repair.md', repair);
	await watch.lookTwice();
	await watch.offers[0]?.record();
	const {runFile} = watch.folder;
	expect(runFile.prompts.fingerprint).toBe(watch.offers[0]?.book.fingerprint);
	expect(runFile.prompts.texts['repair.md']).toBe(repair);
	expect(runFile.earlier_prompts.map(({fingerprint}) => fingerprint)).toEqual([prompts.fingerprint]);
	expect(runFile.notes).toMatchObject([{what: 'prompts changed during the run'}]);
});

test('an edit that is undone is taken off the screen again', async () => {
	await using watch = await startWatch();
	watch.edit('repair.md', repair);
	await watch.lookTwice();
	watch.edit('repair.md', prompts.texts['repair.md'] as string);
	await watch.lookTwice();
	expect(watch.offers).toHaveLength(2);
	expect(watch.offers[1]).toBeUndefined();
});

test.each([
	{what: 'a placeholder that nothing fills', break: {'repair.md': '{{oops}}'}, said: '{{oops}}'},
	{what: 'an empty file', break: {'system.md': ''}, said: 'system.md'},
	{what: 'a missing file', break: {}, said: 'dialogue.md'},
])('$what is only a notice, said once, and nothing is offered', async ({break: broken, said}) => {
	await using watch = await startWatch();
	for (const [path, text] of Object.entries(broken)) watch.edit(path, text);
	if (Object.keys(broken).length === 0) watch.remove('dialogue.md');
	await watch.lookTwice();
	await watch.lookTwice();
	expect(watch.notices).toHaveLength(1);
	expect(watch.notices[0]).toContain(said);
	expect(watch.offers.filter(Boolean)).toEqual([]);
});
