import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createRun, openRun} from '../../source/store/run-folder.js';
import {findWrittenBatch} from '../../source/store/written-batch.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const now = Date.UTC(2026, 10, 22, 18, 45, 10);

/** A finished run of one whose batch was written, opened again. */
async function reopenFinished(change: (runFolder: string) => void = () => {}) {
	const outputFolder = createTemporaryFolder();
	const batchPath = join(outputFolder, 'batch.json');
	writeFileSync(batchPath, '[]');
	const run = await createRun({outputFolder, start: createRunStart(1), now});
	await run.appendInteraction(createInteraction({planIndex: 0}));
	await run.appendDecision({at: '', id: 'interaction-0', plan_index: 0, decision: 'keep'});
	run.noteBatch({file: 'batch.json', count: 1, ...run.contents()});
	await run.setState('finished');
	await run.close();
	change(run.folder);
	const again = await openRun({outputFolder, runId: run.runId, now});
	return {batchPath, again, find: () => findWrittenBatch(again, outputFolder)};
}

test('a batch is known as long as it is there and nothing was decided since', async () => {
	const {again, find, batchPath} = await reopenFinished();
	expect(await find()).toEqual({path: batchPath, count: 1});
	await again.appendDecision({at: '', id: 'interaction-0', plan_index: 0, decision: 'note', note: 'odd'});
	expect(await find()).toBeUndefined();
	await again.close();
});

test('a batch that was deleted is written again', async () => {
	const {again, find, batchPath} = await reopenFinished();
	rmSync(batchPath);
	expect(await find()).toBeUndefined();
	await again.close();
});

test.each(['../batch.json', '', 7])(
	'a run file that names %o as its batch is read, without a batch',
	async file => {
		const {again, find} = await reopenFinished(folder => {
			const path = join(folder, 'run.json');
			const data = JSON.parse(readFileSync(path, 'utf8'));
			writeFileSync(path, JSON.stringify({...data, last_batch: {...data.last_batch, file}}));
		});
		expect(await find()).toBeUndefined();
		await again.close();
	},
);
