import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {UserError} from '../../source/pipeline/errors.js';
import {openInteractionJournal} from '../../source/store/interaction-journal.js';
import {findRun, listRuns} from '../../source/store/list-runs.js';
import {recordsPerBlock} from '../../source/store/record-block.js';
import {createRun} from '../../source/store/run-folder.js';
import type {RunFolder} from '../../source/store/run-store.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

async function makeRun(options: {
	outputFolder: string;
	hour: number;
	accepted: number;
	requested?: number;
}): Promise<RunFolder> {
	const {outputFolder, hour, accepted, requested = 3} = options;
	const now = new Date(2026, 10, 22, hour).getTime();
	const run = await createRun({outputFolder, start: createRunStart(requested), now});
	for (let planIndex = 0; planIndex < accepted; planIndex++) {
		await run.appendInteraction(createInteraction({planIndex}));
	}
	return run;
}

test('runs are listed newest first with their state, whatever else lies about', async () => {
	const outputFolder = createTemporaryFolder();
	const finished = await makeRun({outputFolder, hour: 8, accepted: 3});
	await finished.setState('finished');
	await finished.close();
	const stopped = await makeRun({outputFolder, hour: 9, accepted: 2});
	await stopped.setState('stopped');
	await stopped.close();
	const extended = await makeRun({outputFolder, hour: 7, accepted: 3, requested: 30});
	await extended.setState('finished');
	await extended.close();
	const abandoned = await makeRun({outputFolder, hour: 10, accepted: 1});
	await abandoned.close();
	const running = await makeRun({outputFolder, hour: 11, accepted: 0});
	mkdirSync(join(outputFolder, 'runs', '20261122-120000-aa'));
	writeFileSync(join(outputFolder, 'runs', '20261122-130000-bb'), 'a file');
	mkdirSync(join(outputFolder, 'runs', 'notes'));
	writeFileSync(join(outputFolder, 'runs', '.DS_Store'), '');

	const runs = await listRuns(outputFolder);
	await running.close();

	expect(runs.map(run => [run.runId, run.state, run.state === 'broken' ? '' : run.accepted])).toEqual([
		['20261122-130000-bb', 'broken', ''],
		['20261122-120000-aa', 'broken', ''],
		[running.runId, 'running', 0],
		[abandoned.runId, 'unfinished', 1],
		[stopped.runId, 'stopped', 2],
		[finished.runId, 'finished', 3],
		[extended.runId, 'unfinished', 3],
	]);
	expect(runs.at(-2)).toMatchObject({requested: 3, engine: 'rehearsal', model: 'rehearsal'});
	expect(runs[1]).toMatchObject({reason: expect.stringContaining('run.json')});
});

test('of runs begun in one second the one begun last is the latest, whatever letters their ids drew', async () => {
	const outputFolder = createTemporaryFolder();
	const second = new Date(2026, 10, 22, 9).getTime();
	for (let now = second; now < second + 12; now++) {
		const run = await createRun({outputFolder, start: createRunStart(1), now});
		await run.close();
		expect(await findRun(outputFolder, 'latest')).toEqual({outputFolder, runId: run.runId});
	}
});

test('rejected ones are not counted as accepted', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await makeRun({outputFolder, hour: 8, accepted: 3});
	await run.appendDecision({
		at: '2026-11-22T19:00:00.000Z',
		id: 'interaction-1',
		plan_index: 1,
		decision: 'reject',
	});
	await run.close();

	expect(await listRuns(outputFolder)).toMatchObject([{accepted: 2}]);
});

test('a folder without runs, or none at all, has none', async () => {
	const outputFolder = createTemporaryFolder();

	expect(await listRuns(outputFolder)).toEqual([]);
	expect(await listRuns(join(outputFolder, 'missing'))).toEqual([]);
	await expect(findRun(outputFolder, 'latest')).rejects.toThrow(UserError);
});

test('a run is found as the latest, the latest unfinished, by id and by path', async () => {
	const outputFolder = createTemporaryFolder();
	const short = await makeRun({outputFolder, hour: 8, accepted: 2});
	await short.close();
	const full = await makeRun({outputFolder, hour: 9, accepted: 3});
	await full.close();

	expect(await findRun(outputFolder, 'latest')).toEqual({outputFolder, runId: full.runId});
	expect(await findRun(outputFolder, 'latest-unfinished')).toEqual({outputFolder, runId: short.runId});
	expect(await findRun('elsewhere', `${short.folder}/`)).toEqual({outputFolder, runId: short.runId});
	expect(await findRun(outputFolder, short.runId)).toEqual({outputFolder, runId: short.runId});
	await expect(findRun(outputFolder, '../../etc/passwd')).rejects.toThrow(UserError);
});

test('a run that was copied out of its output folder is told as that where it would be written', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await makeRun({outputFolder, hour: 8, accepted: 2});
	await run.close();
	const copy = join(createTemporaryFolder(), run.runId);
	cpSync(run.folder, copy, {recursive: true});

	const refusal = await findRun(outputFolder, copy).catch((error: unknown) => error);

	expect((refusal as UserError).message).toBe(`the run \`${copy}\` is in no output folder`);
	expect((refusal as UserError).hint).toContain(`move it to \`${join(outputFolder, 'runs')}\``);
});

test('a long run is counted by its index where that is good, and line by line where it is not', async () => {
	const outputFolder = createTemporaryFolder();
	const count = recordsPerBlock + 3;
	const run = await makeRun({outputFolder, hour: 8, accepted: 0, requested: count});
	await run.close();
	const path = (name: string) => join(run.folder, name);
	const template = JSON.stringify(createInteraction({id: 'THE-ID'}));
	const lines = Array.from({length: count}, (_, index) => template.replaceAll('THE-ID', `id-${index}`));
	writeFileSync(path('interactions.jsonl'), `${lines.join('\n')}\n{"torn`);
	const counted = async () => (await listRuns(outputFolder))[0];
	const without = await counted();
	await (await openInteractionJournal({path: path('interactions.jsonl'), readOnly: false})).close();
	const journal = readFileSync(path('interactions.jsonl'));
	journal[journal.indexOf(10)] = 32;
	writeFileSync(path('interactions.jsonl'), journal);
	const indexed = await counted();
	writeFileSync(path('interactions.index'), 'garbage');
	const garbled = await counted();

	expect([without, indexed, garbled]).toMatchObject([
		{accepted: count},
		{accepted: count},
		{accepted: count - 1},
	]);
	expect(readFileSync(path('interactions.index'), 'utf8')).toBe('garbage');
});
