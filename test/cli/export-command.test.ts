import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const output = captureOutput();
let folder: string;
let batch: string;

beforeEach(() => {
	folder = createTemporaryFolder();
	batch = join(folder, 'batch.json');
	const proseOf = (index: number) => Array.from({length: 40}, (_, at) => `own${index}word${at}`).join(' ');
	const records = Array.from({length: 10}, (_, planIndex) =>
		createInteraction({planIndex, prose: proseOf(planIndex)}),
	);
	writeFileSync(batch, JSON.stringify(records));
});

const countLines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').length;

test('each format is a file of its own, in a folder that need not be there', async () => {
	const out = join(folder, 'new', 'folder');
	expect(await main(['export', batch, '--format', 'csv', '--format', 'alpaca', '--out', out])).toBe(0);
	const paths = output.stdout.map(line => line.trim());
	expect(paths.map(path => countLines(path))).toEqual([11, 10]);
	expect(readdirSync(out)).toHaveLength(2);
});

test('splits are files of their own and hold every record once', async () => {
	const splits = ['--splits', '80/20', '--format', 'messages'];
	expect(await main(['export', batch, ...splits, '--out', folder])).toBe(0);
	const paths = output.stdout.map(line => line.trim());
	expect(paths.map(path => /_(train|test)_/.exec(path)?.[1])).toEqual(['train', 'test']);
	expect(paths.map(path => countLines(path))).toEqual([8, 2]);
});

test('a data set is a folder with a card, and never takes the place of another', async () => {
	const set = join(folder, 'set');
	expect(await main(['export', batch, '--dataset', set])).toBe(0);
	expect(readdirSync(set).sort()).toEqual(['README.md', 'jsonl', 'messages']);
	expect(countLines(join(set, 'messages', 'train.jsonl'))).toBe(10);
	expect(readFileSync(join(set, 'README.md'), 'utf8')).toMatch(/^---\n[\s\S]*num_examples: 10[\s\S]*\n---\n/);
	expect(await main(['export', batch, '--dataset', set])).toBe(2);
	expect(output.stderr.join('')).toContain('is there already');
});

test('a data set of files of different kinds, which no reader could load, is refused', async () => {
	const set = join(folder, 'set');
	const formats = ['--format', 'messages', '--format', 'parquet'];
	expect(await main(['export', batch, '--dataset', set, ...formats])).toBe(2);
	expect(output.stderr.join('')).toContain('hint: write one folder');
	expect(existsSync(set)).toBe(false);
});

test('in a data set no row holds what its card does not say, whoever wrote the record; a file keeps everything', async () => {
	const [record, ...others] = JSON.parse(readFileSync(batch, 'utf8'));
	const metadata = {...record.training_metadata, run_seed: 'seven', tries: 1.5, theirs: true};
	const strange = {...record, extra: {a: 1}, training_metadata: metadata};
	writeFileSync(batch, JSON.stringify([strange, ...others]));
	const set = join(folder, 'set');
	const readFirst = (path: string) => JSON.parse(readFileSync(path, 'utf8').split('\n')[0] as string);

	expect(await main(['export', batch, '--dataset', set, '--format', 'jsonl'])).toBe(0);
	expect(await main(['export', batch, '--format', 'jsonl', '--out', folder])).toBe(0);

	const {run_seed, tries, theirs, ...known} = metadata;
	expect(readFirst(join(set, 'jsonl', 'train.jsonl'))).toEqual({...record, training_metadata: known});
	expect(readFirst(output.stdout.at(-1)?.trim() as string)).toEqual(strange);
});
