import {spawnSync} from 'node:child_process';
import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {UserError} from '../../source/pipeline/errors.js';
import {ownIdentity} from '../../source/store/process-identity.js';
import {defaultPromptFolder, loadPromptFiles} from '../../source/store/prompt-files.js';
import {repairRun} from '../../source/store/repair-run.js';
import {createRun, openRun} from '../../source/store/run-folder.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const now = new Date(2026, 10, 22, 18, 45, 10).getTime();
const prompts = await loadPromptFiles(defaultPromptFolder);

async function makeRun(count = 4) {
	const outputFolder = createTemporaryFolder();
	const run = await createRun({outputFolder, start: createRunStart(6), now});
	for (let planIndex = 0; planIndex < count; planIndex++) {
		await run.appendInteraction(createInteraction({planIndex}));
	}
	await run.close();
	const path = (name: string) => join(run.folder, name);
	const repair = () => repairRun({outputFolder, runId: run.runId, prompts, now, force: false});
	const open = async () => openRun({outputFolder, runId: run.runId, now});
	return {outputFolder, runId: run.runId, folder: run.folder, path, repair, open};
}

test('a run that is whole is left as it is and said to be so', async () => {
	const run = await makeRun();
	const before = readFileSync(run.path('interactions.jsonl'));

	const repair = await run.repair();

	expect(repair).toMatchObject({
		done: [],
		lost: 0,
		requested: 6,
		records: {accepted: 4, rejected: 0, spare: 0},
	});
	expect(readFileSync(run.path('interactions.jsonl'))).toEqual(before);
});

test('torn ends, damaged lines and lines twice are told, and the good ones stay', async () => {
	const run = await makeRun();
	const whole = readFileSync(run.path('interactions.jsonl'), 'utf8');
	const [first] = whole.split('\n');
	writeFileSync(run.path('interactions.jsonl'), `${first}\nnot json at all\n${whole}{"torn`);
	appendFileSync(run.path('steps.jsonl'), '{"planIndex":');

	const repair = await run.repair();
	const again = await run.repair();

	expect(repair.done).toEqual([
		'interactions.jsonl: a torn last line of 6 bytes was cut off',
		'interactions.jsonl: 1 line nobody can read: skipped, copied to interactions.jsonl.damaged',
		'interactions.jsonl: 1 line with an id that was there before: skipped',
		'steps.jsonl: a torn last line of 13 bytes was cut off',
	]);
	expect(repair).toMatchObject({lost: 1, records: {accepted: 4}});
	expect(again.done).toEqual(repair.done.slice(1, 3));
	expect(readFileSync(run.path('interactions.jsonl.damaged'), 'utf8')).toBe('not json at all\n');
});

test('a run file that is missing is made from the records, and the run can be opened', async () => {
	const run = await makeRun();
	rmSync(run.path('run.json'));

	const {done} = await run.repair();
	const opened = await run.open();
	const {runFile} = opened;
	await opened.close();

	expect(done.join('\n')).toContain('made anew from 4 records');
	expect(done.join('\n')).toContain('taken to be 4');
	expect(done.join('\n')).toContain('prompts that the records were made from are lost');
	expect(runFile).toMatchObject({
		run_id: run.runId,
		state: 'stopped',
		plan: {requested: 4, order: 'balanced', seed: 7, variations: 1},
		settings: {engine: 'rehearsal', model: 'rehearsal'},
	});
	expect(runFile.notes[0]?.what).toBe('repaired');
});

test('of a listed plan the cells are known again where a record is, and the others are guessed and said so', async () => {
	const outputFolder = createTemporaryFolder();
	const start = createRunStart(6);
	const cells = [5, 5, 5, 5, 5, 5];
	const plan = {...start.plan, order: 'listed' as const, cells};
	const run = await createRun({outputFolder, start: {...start, plan}, now});
	for (const planIndex of [0, 3]) {
		const record = createInteraction({planIndex});
		Object.assign(record.training_metadata, {authenticity_target: 'struggling', capacity_level: 'low'});
		await run.appendInteraction(record);
	}
	await run.close();
	rmSync(join(run.folder, 'run.json'));

	const {done} = await repairRun({outputFolder, runId: run.runId, prompts, now, force: false});
	const opened = await openRun({outputFolder, runId: run.runId, now});
	const {runFile, history} = opened;
	await opened.close();

	expect(done.join('\n')).toContain('2 others are guessed');
	expect(runFile.plan).toMatchObject({order: 'listed', requested: 4, variations: 1});
	const known = Array.from(history.summaries, ({planIndex, cell}) => [planIndex, cell]);
	expect(known.map(([planIndex]) => [planIndex, runFile.plan.cells?.[planIndex as number]])).toEqual(known);
	expect(new Set(runFile.plan.cells).size).toBe(4);
});

test('a broken run file is kept aside', async () => {
	const run = await makeRun();
	writeFileSync(run.path('run.json'), '{"format": 1, "run');

	const {done} = await run.repair();
	const aside = readdirSync(run.folder).find(name => name.startsWith('run.json.broken-'));

	expect(readFileSync(run.path(aside as string), 'utf8')).toBe('{"format": 1, "run');
	expect(done.join('\n')).toContain(`the broken one is kept as ${aside}`);
	expect(done.join('\n')).toContain('it is not valid JSON');
});

test('without a record a run file cannot be made, and nothing is touched', async () => {
	const run = await makeRun(0);
	writeFileSync(run.path('run.json'), 'broken');

	await expect(run.repair()).rejects.toThrow(UserError);
	await expect(run.repair()).rejects.toThrow('no record to make it from');
	expect(readFileSync(run.path('run.json'), 'utf8')).toBe('broken');
	expect(existsSync(run.path('writer.lock'))).toBe(false);
});

test('a lock of a process that is gone is taken away and named', async () => {
	const run = await makeRun();
	const {pid} = spawnSync('true');
	mkdirSync(run.path('writer.lock'));
	const holder = {pid, hostname: hostname(), started_at: '2026-11-22T17:00:00.000Z'};
	writeFileSync(run.path('writer.json'), JSON.stringify(holder));

	const {done} = await run.repair();

	expect(done).toEqual([
		`writer.lock: left by process ${pid} on ${hostname()}, since 2026-11-22T17:00:00.000Z, which is gone; taken away`,
	]);
	expect(readdirSync(run.folder).filter(name => name.startsWith('writer'))).toEqual([]);
});

test('a run that is being written is left alone', async () => {
	const run = await makeRun();
	const writer = await run.open();

	await expect(run.repair()).rejects.toThrow(`is being written by process ${process.pid}`);
	await writer.close();
});

test('the index is made anew, and what an interrupted write left is removed', async () => {
	const run = await makeRun();
	writeFileSync(run.path('interactions.index'), 'old');
	writeFileSync(run.path('run.json.123456789'), '');

	const {done} = await run.repair();

	expect(done).toEqual([
		'run.json.123456789: left by a process that was interrupted; removed',
		'interactions.index: made anew from the journal',
	]);
	expect(readdirSync(run.folder)).not.toContain('run.json.123456789');
});

test('a linked journal is refused, and what it leads to is left alone', async () => {
	const run = await makeRun();
	const elsewhere = join(createTemporaryFolder(), 'mine.jsonl');
	writeFileSync(elsewhere, '{"torn');
	rmSync(run.path('interactions.jsonl'));
	symlinkSync(elsewhere, run.path('interactions.jsonl'));

	await expect(run.repair()).rejects.toThrow('it is a symbolic link');
	expect(readFileSync(elsewhere, 'utf8')).toBe('{"torn');
});

test('opening a run for writing removes what dead processes left, and nothing of one that waits', async () => {
	const run = await makeRun();
	for (const name of ['run.json.123', 'writer.json.45', 'steps.jsonl.6', 'writer.leaving.json'])
		writeFileSync(run.path(name), 'left');
	const waiting = {...ownIdentity()};
	for (const [name, holder] of [
		['writer.gate.dead01', {...waiting, pid: spawnSync('true').pid}],
		['writer.gate.alive1', waiting],
	] as const) {
		mkdirSync(run.path(name));
		writeFileSync(join(run.path(name), 'token.json'), JSON.stringify(holder));
	}
	mkdirSync(run.path('writer.gate.empty1'));
	writeFileSync(run.path('run.json.mine'), 'a note of the user');
	const expected = readdirSync(run.folder).filter(
		name => !/\.\d+$|leaving|dead01/.test(name) && name !== 'writer.lock',
	);

	const opened = await run.open();
	const during = readdirSync(run.folder);
	await opened.close();

	expect(during.filter(name => !/^writer\.(?:json|lock)$/.test(name)).sort()).toEqual(expected.sort());
	expect(during).toEqual(
		expect.arrayContaining(['writer.gate.alive1', 'writer.gate.empty1', 'run.json.mine']),
	);
});
