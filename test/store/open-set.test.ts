import {cpSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {DamagedElement, SetRecord} from '../../source/domain/set-record.js';
import {UserError} from '../../source/pipeline/errors.js';
import {openSet} from '../../source/store/open-set.js';
import {createRun} from '../../source/store/run-folder.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const legacyPath = join(import.meta.dirname, '../fixtures/v2.2-batch.json');

async function readSet(wanted: string, outputFolder = '.') {
	const set = await openSet(outputFolder, wanted);
	const records: SetRecord[] = [];
	const damaged: DamagedElement[] = [];
	for await (const record of set.records(element => damaged.push(element))) records.push(record);
	await set.close();
	return {set, records, damaged, originals: records.map(({original}) => original)};
}

function readText(text: string | Buffer) {
	const path = join(createTemporaryFolder(), 'set.json');
	writeFileSync(path, text);
	return readSet(path);
}

const some = [0, 1, 2].map(planIndex =>
	createInteraction({planIndex, prose: `“A, ]}\\" [${planIndex}” she said.`}),
);

test('a run is found by id, as latest and by its path, and gives what counts', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await createRun({outputFolder, start: createRunStart(3), now: Date.now()});
	for (const interaction of some) await run.appendInteraction(interaction);
	const {id} = (some[1] as (typeof some)[0]).training_metadata;
	await run.appendDecision({at: new Date().toISOString(), id, plan_index: 1, decision: 'reject'});
	await run.close();

	for (const wanted of [run.runId, 'latest', run.folder, `${run.folder}/`]) {
		const {set, originals, records} = await readSet(wanted, outputFolder);

		expect(originals).toEqual([some[0], some[2]]);
		expect(records.map(({source, position}) => [source, position])).toEqual([
			[run.runId, 1],
			[run.runId, 2],
		]);
		expect(set.run?.attemptsPath).toBe(join(run.folder, 'attempts.jsonl'));
	}
});

test('a run folder that was copied to wherever, under whatever name, is read there', async () => {
	const run = await createRun({
		outputFolder: createTemporaryFolder(),
		start: createRunStart(3),
		now: Date.now(),
	});
	for (const interaction of some) await run.appendInteraction(interaction);
	await run.close();
	const disk = createTemporaryFolder();

	for (const name of [run.runId, 'the copy']) {
		const copy = join(disk, name);
		cpSync(run.folder, copy, {recursive: true});
		const {set, originals} = await readSet(copy);

		expect(originals).toEqual(some);
		expect(set).toMatchObject({source: copy, run: {folder: copy, outputFolder: undefined}});
	}
});

test('the reference file of v2.2 is read whole, with its fields as they stand and readable ones beside them', async () => {
	const {set, records, damaged} = await readSet(legacyPath);

	expect(set.kind).toBe('batch');
	expect(damaged).toEqual([]);
	expect(records).toHaveLength(49);
	expect(records[0]?.original).toMatchObject({tension_memory: {tension_hook: {type: 'mystery'}}});
	expect(records[0]?.record.tension_memory.tension_hook.type).toBe('mystery_hook');
});

test('whatever the layout, byte order mark, line ends and white space, the records are the same', async () => {
	const compact = JSON.stringify(some);
	const layouts = {
		pretty: JSON.stringify(some, null, 2),
		compact,
		windows: `\uFEFF${JSON.stringify(some, null, '\t').replaceAll('\n', '\r\n')}\r\n`,
		'blanks and a comma too many': ` \n${compact.slice(0, -1)} ,\n] \n`,
		lines: some.map(interaction => JSON.stringify(interaction)).join('\n'),
		'lines of Windows': `\uFEFF${some.map(interaction => `${JSON.stringify(interaction)}\r\n`).join('\r\n')}`,
	};
	for (const text of Object.values(layouts)) {
		const {originals, damaged} = await readText(text);

		expect({originals, damaged}).toEqual({originals: some, damaged: []});
	}
});

test('records of any text survive, also where a chunk ends within a character', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.string({unit: 'grapheme', minLength: 1}), {maxLength: 4}), async texts => {
			const set = texts.map((prose, planIndex) => createInteraction({prose, planIndex}));
			const {originals} = await readText(JSON.stringify(set, null, 2));
			expect(originals).toEqual(set);
		}),
		{numRuns: 40},
	);
	const long = [
		createInteraction({prose: 'é'.repeat(300_000)}),
		createInteraction({prose: 'ü'.repeat(300_001)}),
	];
	expect((await readText(JSON.stringify(long))).originals).toEqual(long);
});

test('damaged elements are named with their place, and cost no other', async () => {
	const [first, second, third] = some.map(interaction => JSON.stringify(interaction));
	const broken = [
		first,
		'7',
		'{"npc_profile": {}}',
		second,
		'{"a": "never closed\n}',
		'{"a": tru}',
		`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
		`"${'x'.repeat(5_000_000)}"`,
		'"\\ud800"',
		third,
	];
	const array = await readText(`[${broken.join(',\n')}]`);

	expect(array.originals).toEqual(some);
	expect(array.damaged.map(({position, reason}) => `${position} ${reason}`)).toEqual([
		'2 it is no object',
		expect.stringMatching(/^3 npc_profile\.name: /u),
		'5 it is not valid JSON',
		'6 it is not valid JSON',
		'7 it is nested more than 64 levels deep',
		'8 it is larger than 4 MB',
		'9 it is no object',
	]);
});

test('a file that was cut keeps what is whole, and says so', async () => {
	const whole = JSON.stringify(some, null, 2);

	const {originals, damaged} = await readText(whole.slice(0, whole.length - 200));

	expect(originals).toEqual(some.slice(0, 2));
	expect(damaged).toMatchObject([{position: 3, reason: 'the file ends inside it'}]);
});

test('a key that reaches for a prototype is left out, and bytes that are no UTF-8 are damage', async () => {
	const text = JSON.stringify(some[0]);
	const invalid = Buffer.concat([Buffer.from(`[${text},{"a":"`), Buffer.from([0xff]), Buffer.from('"}]')]);

	const poisoned = await readText(`[{"__proto__": {"polluted": true}, ${text.slice(1)}]`);

	expect(poisoned.originals).toEqual([some[0]]);
	expect(Object.getPrototypeOf(poisoned.originals[0])).toBe(Object.prototype);
	expect((await readText(invalid)).damaged).toMatchObject([{position: 2, reason: 'it is not valid UTF-8'}]);
});

test('an empty array holds nothing and is no mistake', async () => {
	for (const text of ['[]', ' [\n] ']) {
		expect(await readText(text)).toMatchObject({records: [], damaged: []});
	}
});

test('what is no set is the mistake of the user', async () => {
	const folder = createTemporaryFolder();
	mkdirSync(join(folder, 'folder'));
	writeFileSync(join(folder, 'empty.json'), '\uFEFF \n');
	writeFileSync(join(folder, 'text.json'), 'not JSON');
	const wanted = ['missing.json', 'folder', 'empty.json', 'text.json'].map(name => join(folder, name));

	for (const path of [...wanted, '20261122-184510-q7', 'latest', '/dev/null']) {
		await expect(openSet(folder, path)).rejects.toThrow(UserError);
	}
});
