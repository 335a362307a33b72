import {readFileSync, writeFileSync} from 'node:fs';
import {extname, join} from 'node:path';
import {expect, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const output = captureOutput();
const reference = 'test/fixtures/v2.2-batch.json';

const proseOf = (index: number) => Array.from({length: 40}, (_, at) => `own${index}word${at}`).join(' ');

test('a file merged with itself and with one of v2.2 keeps each record once, as it was', async () => {
	const folder = createTemporaryFolder();
	const ours = join(folder, 'ours.json');
	const records = [0, 1, 2].map(planIndex => createInteraction({planIndex, prose: proseOf(planIndex)}));
	writeFileSync(ours, JSON.stringify(records));

	const code = await main(['merge', ours, reference, ours, '--out', folder]);

	const facts = output.stdout.join('').trim().split('\n');
	expect(code).toBe(0);
	expect(facts).toEqual(
		expect.arrayContaining(['records read: 55', 'same id: 3', 'same prose: 0', 'records kept: 52']),
	);
	const merged = JSON.parse(readFileSync(facts.at(-1) as string, 'utf8'));
	const old = JSON.parse(readFileSync(reference, 'utf8'));
	expect(merged).toEqual([...records, ...old]);
	expect(output.stderr.join('')).toContain('left out: interaction-0 (same-id as interaction-0)');
});

test('the most even part is taken where that is asked for', async () => {
	const folder = createTemporaryFolder();
	const path = join(folder, 'ours.jsonl');
	const planIndexes = [0, 128, 256, 1, 129, 2];
	const records = planIndexes.map(planIndex => createInteraction({planIndex, prose: proseOf(planIndex)}));
	writeFileSync(path, records.map(record => `${JSON.stringify(record)}\n`).join(''));

	await main(['merge', path, '--balance', '4', '--json', '--out', folder]);

	const facts = JSON.parse(output.stdout.join(''));
	expect(JSON.parse(readFileSync(facts.files[0], 'utf8'))).toHaveLength(4);
	expect(facts.files).toHaveLength(1);
	expect(facts).toMatchObject({
		records_kept: 4,
		cells_covered: 3,
		most_in_a_cell: 2,
		left_out_for_balance: 2,
	});
});

test('with --json the files of every format stand in the one object, and none where nothing was written', async () => {
	const folder = createTemporaryFolder();
	const json = async (...given: string[]) => {
		output.stdout.length = 0;
		expect(await main(['merge', reference, '--json', '--out', folder, ...given])).toBe(0);
		return JSON.parse(output.stdout.join(''));
	};
	const {files} = await json('--format', 'jsonl', '--format', 'csv');
	expect(files.map((path: string) => extname(path))).toEqual(['.jsonl', '.csv']);
	expect(await json('--dry-run')).toMatchObject({records_read: 49, files: []});
});

test('a merge of nothing is a mistake', async () => {
	expect(await main(['merge'])).toBe(2);
	expect(await main(['merge', join(createTemporaryFolder(), 'nowhere.json')])).toBe(2);
});

test('no control that an id holds reaches a terminal, as lines or with --json', async () => {
	const folder = createTemporaryFolder();
	const path = join(folder, 'ours.json');
	const record = createInteraction({planIndex: 0, prose: proseOf(0)});
	record.training_metadata.id = 'one\u009b31mred\u009d0;title\u009c';
	writeFileSync(path, JSON.stringify([record, record]));
	const shown = async (...given: string[]) => {
		output.stdout.length = 0;
		output.stderr.length = 0;
		expect(await main(['merge', path, '--dry-run', '--out', folder, ...given])).toBe(0);
		const text = [...output.stdout, ...output.stderr].join('');
		expect(text).not.toMatch(/[\u0080-\u009f]/u);
		return text;
	};
	expect(await shown()).toContain('onered');
	for (const given of [[], ['--fill', '--count', '2']]) {
		await shown('--json', ...given);
		expect(JSON.parse(output.stdout.join('')).left_out).toMatchObject([{name: record.training_metadata.id}]);
	}
});
