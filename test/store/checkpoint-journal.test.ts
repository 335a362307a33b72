import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Checkpoint} from '../../source/pipeline/ports.js';
import {openCheckpointJournal} from '../../source/store/checkpoint-journal.js';
import {createRunFold, foldRecord} from '../../source/store/fold-run.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

function createCheckpoint(planIndex: number): Checkpoint {
	return {planIndex, outputs: {dialogue: {prose: `é ${planIndex}`, trimmed: false}}, reports: []};
}

test('the file is compacted while the run goes on, and nothing unfinished is lost', async () => {
	const path = join(createTemporaryFolder(), 'steps.jsonl');
	const fold = createRunFold();
	const options = {path, fold, readOnly: false, compactionBytes: 4000};
	const journal = await openCheckpointJournal(options);
	const written: Array<Promise<void>> = [];
	for (let planIndex = 0; planIndex < 500; planIndex++) {
		written.push(journal.append(createCheckpoint(planIndex)));
		if (planIndex % 100 !== 0) foldRecord(fold, {id: `r${planIndex}`, planIndex});
	}
	await Promise.all(written);
	const size = statSync(path).size;
	await journal.append(createCheckpoint(1000));
	await journal.close();

	const again = await openCheckpointJournal(options);
	const unfinished = await again.readUnfinished();
	await again.close({compact: true});

	expect(size).toBeLessThan(4000);
	expect([...unfinished.keys()].sort((left, right) => left - right)).toEqual([0, 100, 200, 300, 400, 1000]);
	expect(unfinished.get(1000)).toEqual(createCheckpoint(1000));
	expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(6);
});

test('a step that is said to have taken less than no time is made again', async () => {
	const path = join(createTemporaryFolder(), 'steps.jsonl');
	const options = {path, fold: createRunFold(), readOnly: false};
	const journal = await openCheckpointJournal(options);
	const cost = {attempts: 1, promptTokens: 5, outputTokens: 5};
	await journal.append(createCheckpoint(1));
	await journal.append({
		...createCheckpoint(1),
		reports: [{step: 'dialogue', ...cost, durationMs: -3_599_500}],
	});
	await journal.close();

	const again = await openCheckpointJournal(options);
	const unfinished = await again.readUnfinished();
	await again.close();
	expect(again.recovered.damaged).toBe(1);
	expect([...unfinished.values()]).toEqual([createCheckpoint(1)]);
});
