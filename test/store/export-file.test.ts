import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {writeBatchJson} from '../../source/exporters/batch-json.js';
import {StoreError} from '../../source/pipeline/errors.js';
import {exportBatch} from '../../source/store/export-file.js';
import {createInteraction, streamOf} from '../helpers/interaction-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const now = new Date(2026, 10, 22, 23, 15, 0).getTime();

function exportSome(outputFolder: string, options: {count?: number; partial?: boolean} = {}) {
	const {count = 2, partial = false} = options;
	const interactions = Array.from({length: count}, (_, planIndex) => ({
		original: createInteraction({planIndex}),
	}));
	return exportBatch({
		outputFolder,
		interactions: streamOf(interactions),
		partial,
		now,
		format: {extension: '.json', write: writeBatchJson},
	});
}

test('a batch is written under its name, whole, and nothing else is left', async () => {
	const outputFolder = createTemporaryFolder();

	const {path, count} = await exportSome(outputFolder);

	expect(path).toBe(join(outputFolder, 'multi_step_batch_20261122_231500.json'));
	expect(count).toBe(2);
	expect(JSON.parse(readFileSync(path as string, 'utf8'))).toEqual(
		[0, 1].map(planIndex => createInteraction({planIndex})),
	);
	expect(readdirSync(outputFolder)).toEqual(['multi_step_batch_20261122_231500.json']);
});

test('a file that is there is never replaced', async () => {
	const outputFolder = createTemporaryFolder();
	const taken = join(outputFolder, 'multi_step_batch_PARTIAL_20261122_231500.json');
	writeFileSync(taken, 'mine');

	const results = await Promise.all([
		exportSome(outputFolder, {partial: true}),
		exportSome(outputFolder, {partial: false}),
	]);
	const third = await exportSome(outputFolder, {partial: true});

	expect(readFileSync(taken, 'utf8')).toBe('mine');
	expect(results[0]?.path).toBe(join(outputFolder, 'multi_step_batch_PARTIAL_20261122_231500_2.json'));
	expect(third.path).toBe(join(outputFolder, 'multi_step_batch_PARTIAL_20261122_231500_3.json'));
	expect(readdirSync(outputFolder)).toHaveLength(4);
});

test('an empty partial batch is not written, an empty whole one is', async () => {
	const outputFolder = createTemporaryFolder();

	const partial = await exportSome(outputFolder, {count: 0, partial: true});
	const whole = await exportSome(outputFolder, {count: 0});

	expect(partial).toEqual({path: undefined, count: 0});
	expect(readFileSync(whole.path as string, 'utf8')).toBe('[]');
	expect(readdirSync(outputFolder)).toHaveLength(1);
});

test('an export that fails on the way leaves nothing', async () => {
	const outputFolder = createTemporaryFolder();
	async function* breakOff() {
		yield {original: createInteraction()};
		throw new StoreError('the journal could not be read');
	}

	const failing = exportBatch({
		outputFolder,
		interactions: breakOff(),
		partial: false,
		now,
		format: {extension: '.json', write: writeBatchJson},
	});

	await expect(failing).rejects.toThrow('the journal could not be read');
	expect(readdirSync(outputFolder)).toEqual([]);
});

test('a folder that cannot be written gives our error', async () => {
	const folder = createTemporaryFolder();
	writeFileSync(join(folder, 'file'), '');
	mkdirSync(join(folder, 'sub'));

	await expect(exportSome(join(folder, 'file'))).rejects.toThrow(StoreError);
	await expect(exportSome(join(folder, 'missing'))).rejects.toThrow(StoreError);
});
