import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {RunTakenError, StoreError, UserError} from '../../source/pipeline/errors.js';
import type {Attempt, Checkpoint, Decision} from '../../source/pipeline/ports.js';
import {createRun, openRun, readRun} from '../../source/store/run-folder.js';
import type {RunFolder} from '../../source/store/run-store.js';
import {collect} from '../helpers/collect.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const now = new Date(2026, 10, 22, 18, 45, 10).getTime();

function startRun(outputFolder: string): Promise<RunFolder> {
	return createRun({outputFolder, start: createRunStart(), now});
}

async function reopen(run: RunFolder, outputFolder: string): Promise<RunFolder> {
	await run.close();
	return openRun({outputFolder, runId: run.runId, now});
}

function decide(id: string, planIndex: number, decision: 'reject' | 'take-back'): Decision {
	return {at: '2026-11-22T19:00:00.000Z', id, plan_index: planIndex, decision};
}

function createCheckpoint(planIndex: number, background = 'Grew up over the shop.'): Checkpoint {
	return {
		planIndex,
		outputs: {primitives: {background, speaking_voice: 'Short and dry.', daily_life: 'Up at four.'}},
		reports: [{step: 'primitives', attempts: 1, durationMs: 12, promptTokens: 3, outputTokens: 4}],
	};
}

function createAttempt(raw: string): Attempt {
	return {
		at: '2026-11-22T19:00:00.000Z',
		plan_index: 0,
		try: 1,
		step: 'dialogue',
		failure: 'empty',
		reason: 'the reply was empty',
		raw,
		seed: 1,
		model: 'rehearsal',
		host: '',
	};
}

async function countedIds(run: Pick<RunFolder, 'countedInteractions'>): Promise<string[]> {
	return (await collect(run.countedInteractions())).map(interaction => interaction.training_metadata.id);
}

test('a new run has its folder, its run file and an empty history', async () => {
	const outputFolder = join(createTemporaryFolder(), 'out', 'deep');

	const run = await startRun(outputFolder);
	const onDisk = JSON.parse(readFileSync(join(run.folder, 'run.json'), 'utf8'));
	await run.close();

	expect(run.runId).toMatch(/^20261122-184510-[a-z0-9]{2}$/u);
	expect(run.folder).toBe(join(outputFolder, 'runs', run.runId));
	expect(onDisk).toMatchObject({format: 1, run_id: run.runId, state: 'running', ...createRunStart()});
	expect([...run.history.summaries]).toEqual([]);
	expect(run.history).toMatchObject({checkpoints: new Map(), attemptCounts: new Map()});
});

test('accepted interactions are there after reopening, as bare lines, and come in plan order', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	const interactions = [5, 0, 3].map(planIndex => createInteraction({planIndex}));
	await Promise.all(interactions.map(interaction => run.appendInteraction(interaction)));
	const countedHere = await countedIds(run);

	const again = await reopen(run, outputFolder);
	const counted = await collect(again.countedInteractions());
	const prose = await collect(again.countedProse());
	const single = await again.readInteraction('interaction-3');
	await again.close();
	const lines = readFileSync(join(run.folder, 'interactions.jsonl'), 'utf8').trimEnd().split('\n');

	expect(lines.map(line => JSON.parse(line))).toEqual(interactions);
	expect(counted).toEqual([interactions[1], interactions[2], interactions[0]]);
	expect(countedHere).toEqual(['interaction-0', 'interaction-3', 'interaction-5']);
	expect(prose[0]).toMatchObject({
		id: 'interaction-0',
		prose: interactions[1]?.npc_card_narrative.dialogue_prose,
	});
	expect(single).toEqual(interactions[2]);
	expect(again.history.summaries.map(({planIndex, status}) => [planIndex, status])).toEqual([
		[5, 'accepted'],
		[0, 'accepted'],
		[3, 'accepted'],
	]);
	expect(again.history.summaries.at(0)).toMatchObject({
		name: 'José',
		words: 12,
		at: '2026-11-22T18:45:10.000Z',
	});
});

test('one that was redone is replaced by the record on disk, and is there still', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendInteraction(createInteraction({id: 'first', planIndex: 2}));
	await run.appendInteraction(createInteraction({id: 'first-r1', planIndex: 2}));
	await run.appendDecision({...decide('first', 2, 'reject'), decision: 'replace', by: 'first-r1'});

	const again = await reopen(run, outputFolder);
	const counted = await countedIds(again);
	const old = await again.readInteraction('first');
	await again.close();

	expect(counted).toEqual(['first-r1']);
	expect(old.training_metadata.id).toBe('first');
	expect(again.history.summaries.map(({status}) => status)).toEqual(['rejected', 'accepted']);
});

test.each([
	['a plain record: the new one counts', false, 'first-r1'],
	['one taken back: the old one counts until the decision is there', true, 'first'],
])(
	'a crash between the new record and the decision leaves one of them, %s',
	async (_, wasTakenBack, expected) => {
		const outputFolder = createTemporaryFolder();
		const run = await startRun(outputFolder);
		await run.appendInteraction(createInteraction({id: 'first', planIndex: 2}));
		if (wasTakenBack) {
			await run.appendDecision(decide('first', 2, 'reject'));
			await run.appendDecision(decide('first', 2, 'take-back'));
		}
		await run.appendInteraction(createInteraction({id: 'first-r1', planIndex: 2}));

		const again = await reopen(run, outputFolder);
		const counted = await countedIds(again);
		await again.appendDecision({...decide('first', 2, 'reject'), decision: 'replace', by: 'first-r1'});
		const afterDecision = await countedIds(again);
		await again.close();

		expect(counted).toEqual([expected]);
		expect(afterDecision).toEqual(['first-r1']);
	},
);

test('a rejected one does not count, its refill does, and taking back makes the refill the spare', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendInteraction(createInteraction({id: 'first', planIndex: 2}));
	await run.appendDecision(decide('first', 2, 'reject'));
	const afterReject = await countedIds(run);
	await run.appendInteraction(createInteraction({id: 'refill', planIndex: 2}));
	const afterRefill = await countedIds(run);
	await run.appendDecision(decide('first', 2, 'take-back'));
	const afterTakeBack = await countedIds(run);

	const again = await reopen(run, outputFolder);
	const afterReopen = await countedIds(again);
	await again.close();

	expect([afterReject, afterRefill, afterTakeBack, afterReopen]).toEqual([
		[],
		['refill'],
		['first'],
		['first'],
	]);
	expect(again.history.summaries.map(({id, status}) => [id, status])).toEqual([
		['first', 'accepted'],
		['refill', 'spare'],
	]);
});

test('finished steps of unfinished slots are kept, those of accepted ones dropped', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendCheckpoint(createCheckpoint(1, 'An earlier background.'));
	await run.appendCheckpoint(createCheckpoint(1));
	await run.appendCheckpoint(createCheckpoint(2));
	await run.appendInteraction(createInteraction({planIndex: 2}));

	const again = await reopen(run, outputFolder);
	await again.close();
	const compacted = readFileSync(join(run.folder, 'steps.jsonl'), 'utf8').trimEnd().split('\n');

	expect(again.history.checkpoints).toEqual(new Map([[1, createCheckpoint(1)]]));
	expect(compacted).toHaveLength(1);
});

test('steps survive a crash, without a clean close', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendCheckpoint(createCheckpoint(1));
	await run.appendCheckpoint(createCheckpoint(4));

	const reader = await readRun({outputFolder, runId: run.runId});
	await Promise.all([reader.close(), run.close()]);

	expect([...reader.history.checkpoints.keys()]).toEqual([1, 4]);
});

test('the steps of a rejected interaction are not used for its refill', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendCheckpoint(createCheckpoint(1));
	await run.appendInteraction(createInteraction({id: 'first', planIndex: 1}));
	await run.appendDecision(decide('first', 1, 'reject'));
	const withoutRefill = await readRun({outputFolder, runId: run.runId});
	await run.appendCheckpoint(createCheckpoint(1, 'The background of the refill.'));

	const again = await reopen(run, outputFolder);
	await Promise.all([withoutRefill.close(), again.close()]);

	expect(withoutRefill.history.checkpoints.size).toBe(0);
	expect(again.history.checkpoints.get(1)).toEqual(createCheckpoint(1, 'The background of the refill.'));
});

test('attempts are counted by failure, and a raw reply of any length fits', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendAttempt(createAttempt('“half a reply'));
	await run.appendAttempt(createAttempt('x'.repeat(6_000_000)));
	await run.appendAttempt({...createAttempt(''), failure: 'stalled'});

	const again = await reopen(run, outputFolder);
	await again.close();

	expect(again.history.attemptCounts).toEqual(
		new Map([
			['empty', 2],
			['stalled', 1],
		]),
	);
	expect(again.notices).toEqual([]);
});

test('a torn record is cut off and said so, and its plan index is queued again', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendInteraction(createInteraction({planIndex: 0}));
	await run.appendInteraction(createInteraction({planIndex: 1}));
	await run.close();
	const path = join(run.folder, 'interactions.jsonl');
	writeFileSync(path, readFileSync(path).subarray(0, -100));

	const again = await openRun({outputFolder, runId: run.runId, now});
	const counted = await countedIds(again);
	await again.appendInteraction(createInteraction({planIndex: 1}));
	const afterwards = await countedIds(again);
	await again.close();

	expect(counted).toEqual(['interaction-0']);
	expect(afterwards).toEqual(['interaction-0', 'interaction-1']);
	expect(again.notices).toEqual([
		expect.stringMatching(/^interactions\.jsonl: a torn last line of \d+ bytes was cut off$/u),
	]);
});

test('a record that was rejected and then lost to a bad disk leaves its id spent', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendInteraction(createInteraction({planIndex: 0}));
	await run.appendDecision({
		at: '2026-11-22T18:45:10.000Z',
		id: 'interaction-0',
		plan_index: 0,
		decision: 'reject',
	});
	await run.close();
	writeFileSync(join(run.folder, 'interactions.jsonl'), '');

	const again = await openRun({outputFolder, runId: run.runId, now});
	await again.close();

	expect(again.history.spentIds).toEqual(new Set(['interaction-0']));
});

test('lines that are no records, and records twice, are passed over and reported', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendInteraction(createInteraction({planIndex: 0, name: 'Amara'}));
	await run.close();
	const path = join(run.folder, 'interactions.jsonl');
	const twin = JSON.stringify(createInteraction({planIndex: 0, name: 'Twin'}));
	writeFileSync(path, `{"hello":1}\n${readFileSync(path, 'utf8')}${twin}\n`);

	const again = await openRun({outputFolder, runId: run.runId, now});
	const kept = await again.readInteraction('interaction-0');
	await again.close();

	expect(kept.npc_profile.name).toBe('Amara');
	expect(again.notices).toEqual([
		'interactions.jsonl: 1 line nobody can read: skipped, copied to interactions.jsonl.damaged',
		'interactions.jsonl: 1 line with an id that was there before: skipped',
	]);
});

test('the state and other changes of the run file last', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	const note = {at: '2026-11-22T19:00:00.000Z', what: 'settings changed at resume', detail: 'parallel 4'};
	await Promise.all([
		run.setState('stopped'),
		run.updateRunFile(file => ({...file, notes: [...file.notes, note]})),
	]);

	const again = await reopen(run, outputFolder);
	await again.close();

	expect(again.runFile).toMatchObject({state: 'stopped', notes: [note]});
});

test('a second writer is refused and told who the first one is, a reader is not', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendInteraction(createInteraction());

	const refusal = await openRun({outputFolder, runId: run.runId, now}).catch((error: unknown) => error);
	const reader = await readRun({outputFolder, runId: run.runId});
	const counted = await countedIds(reader);
	await Promise.all([reader.close(), run.close()]);

	expect(refusal).toBeInstanceOf(UserError);
	expect((refusal as UserError).message).toContain(`process ${process.pid} on `);
	expect(counted).toEqual(['interaction-0']);
});

test('a file in the way of the output folder is the mistake of the user, and nothing is left behind', async () => {
	const folder = createTemporaryFolder();
	writeFileSync(join(folder, 'taken'), 'mine');

	const inTheWay = await startRun(join(folder, 'taken')).catch((error: unknown) => error);
	const tooLong = await startRun(join(folder, 'new', 'x'.repeat(300))).catch((error: unknown) => error);
	const noFolderThere = await startRun('/proc/unwritten').catch((error: unknown) => error);

	expect(inTheWay).toBeInstanceOf(UserError);
	expect((inTheWay as UserError).message).toBe(
		`cannot start a run in \`${join(folder, 'taken')}\`: a file is in the way`,
	);
	expect(tooLong).toBeInstanceOf(UserError);
	expect(noFolderThere).toBeInstanceOf(UserError);
	expect(readdirSync(folder)).toEqual(['taken']);
});

test('a run that cannot write its run file leaves no folder', async () => {
	const folder = createTemporaryFolder();
	const start = createRunStart();
	Object.assign(start.settings, {cyclic: start});

	await expect(createRun({outputFolder: join(folder, 'out'), start, now})).rejects.toThrow(UserError);

	expect(readdirSync(folder)).toEqual([]);
});

test('runs that are not there, ids that are paths, and linked folders are refused', async () => {
	const outputFolder = createTemporaryFolder();
	const elsewhere = createTemporaryFolder();
	const run = await startRun(elsewhere);
	await run.close();
	mkdirSync(join(outputFolder, 'runs'));
	symlinkSync(run.folder, join(outputFolder, 'runs', run.runId));
	const open = (runId: string) => openRun({outputFolder, runId, now});

	await expect(open('../../etc')).rejects.toThrow(UserError);
	await expect(open('20200101-000000-aa')).rejects.toThrow(/does not exist/u);
	await expect(open(run.runId)).rejects.toThrow(UserError);
	expect(existsSync(join(run.folder, 'writer.lock'))).toBe(false);
});

test('a journal that is a link is refused and the lock is given back', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.close();
	const path = join(run.folder, 'interactions.jsonl');
	renameSync(path, join(outputFolder, 'elsewhere'));
	symlinkSync(join(outputFolder, 'elsewhere'), path);

	const refusal = await openRun({outputFolder, runId: run.runId, now}).catch((error: unknown) => error);

	expect((refusal as UserError).message).toMatch(/symbolic link/u);
	expect(readdirSync(run.folder).filter(name => name.startsWith('writer'))).toEqual([]);
});

test('a broken run file is named, with a hint', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.close();
	const path = join(run.folder, 'run.json');
	const whole = readFileSync(path, 'utf8');
	const refuse = async (text: string) => {
		writeFileSync(path, text);
		return openRun({outputFolder, runId: run.runId, now}).catch((error: unknown) => error);
	};

	const torn = await refuse(whole.slice(0, 100));
	const wrong = await refuse(whole.replace('"requested": 10', '"requested": "many"'));

	expect(torn).toBeInstanceOf(UserError);
	expect((torn as UserError).message).toBe(`the run file \`${path}\` cannot be used: it is not valid JSON`);
	expect((wrong as UserError).message).toContain('plan.requested');
	const unlisted = await refuse(whole.replace('"order": "balanced"', '"order": "listed", "cells": [1, 2]'));
	expect((unlisted as UserError).message).toContain(
		'plan.cells: a listed order needs the cell of each scene',
	);
	expect((wrong as UserError).hint).not.toBe('');
});

test('what is read of a record that is not there, or appended twice, is our error', async () => {
	const run = await startRun(createTemporaryFolder());
	await run.appendInteraction(createInteraction());

	await expect(run.readInteraction('nobody')).rejects.toThrow(StoreError);
	await expect(run.appendInteraction(createInteraction())).rejects.toThrow(StoreError);
	await run.close();
	await expect(run.appendInteraction(createInteraction({planIndex: 1}))).rejects.toThrow(StoreError);
});

test('a run whose lock was taken away says so and writes nothing more', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	onTestFinished(() => void vi.useRealTimers());
	const run = await startRun(createTemporaryFolder());
	await run.appendCheckpoint(createCheckpoint(1));
	await run.appendCheckpoint(createCheckpoint(1));
	rmSync(join(run.folder, 'writer.lock'), {recursive: true});
	rmSync(join(run.folder, 'writer.json'));

	await beatHeart(11);

	await expect(run.appendInteraction(createInteraction())).rejects.toThrow(RunTakenError);
	await expect(run.setState('stopped')).rejects.toThrow(/another process took over/u);
	await run.close();
	expect(readFileSync(join(run.folder, 'interactions.jsonl'), 'utf8')).toBe('');
	expect(readFileSync(join(run.folder, 'steps.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(2);
});

/** Lets so many seconds pass for the heartbeat of a lock, whose disk answers in between. */
async function beatHeart(seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second++) {
		vi.advanceTimersByTime(1_000);
		for (let answer = 0; answer < 3; answer++) await stat('.');
	}
}

/** A run whose disk answers for nothing in its folder, for longer than the lease lasts: a file in the place of the folder. */
async function loseDisk() {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'Date']});
	onTestFinished(() => void vi.useRealTimers());
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	renameSync(run.folder, `${run.folder}-moved`);
	writeFileSync(run.folder, '');
	await beatHeart(45);
	return {
		outputFolder,
		run,
		bringBack() {
			rmSync(run.folder);
			renameSync(`${run.folder}-moved`, run.folder);
			vi.useRealTimers();
			const then = new Date(Date.now() - 45_000);
			utimesSync(join(run.folder, 'writer.lock'), then, then);
		},
	};
}

test('a lease that the disk did not let it renew is taken again as soon as the disk is back', async () => {
	const {outputFolder, run, bringBack} = await loseDisk();

	const refusal = await run.setState('stopped').catch((error: unknown) => error);
	bringBack();
	await run.appendInteraction(createInteraction());

	expect(refusal).toBeInstanceOf(StoreError);
	expect(refusal).not.toBeInstanceOf(RunTakenError);
	expect((refusal as StoreError).message).toMatch(/could not be renewed: a file is in the way/u);
	await expect(openRun({outputFolder, runId: run.runId, now})).rejects.toThrow(/is being written by/u);
	await run.close();
	expect(readdirSync(run.folder).filter(name => name.startsWith('writer'))).toEqual([]);
});

test('a lease that another process had meanwhile is not taken again, though it has let go of it', async () => {
	const {outputFolder, run, bringBack} = await loseDisk();
	bringBack();
	const other = await openRun({outputFolder, runId: run.runId, now: now + 1_000, force: true});
	await other.appendInteraction(createInteraction());

	await expect(run.appendInteraction(createInteraction({planIndex: 1}))).rejects.toThrow(RunTakenError);
	await other.close();
	await expect(run.setState('stopped')).rejects.toThrow(RunTakenError);
	await run.close();
	expect(readFileSync(join(run.folder, 'interactions.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1);
});

test('whoever loses a run by force notices within a second, and before the other reads it', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	const taking = openRun({outputFolder, runId: run.runId, now: now + 1_000, force: true});
	let written = 0;
	const writeOn = async (): Promise<void> => {
		for (; ; written++) {
			await run.appendInteraction(createInteraction({planIndex: written, id: `first-${written}`}));
			await new Promise(resolve => setTimeout(resolve, 20));
		}
	};
	await expect(writeOn()).rejects.toThrow(RunTakenError);

	const other = await taking;
	expect(await countedIds(other)).toHaveLength(written);
	await other.appendInteraction(createInteraction({planIndex: written, id: 'second'}));
	await other.close();
	await run.close();
});

test('every reader of a run gets the record as a person left it, also after it was opened again', async () => {
	const outputFolder = createTemporaryFolder();
	const run = await startRun(outputFolder);
	await run.appendInteraction(createInteraction({id: 'first', planIndex: 2}));
	const by = {at: '2026-11-22T19:00:00.000Z', id: 'first', plan_index: 2};
	const quality = {hard: [], soft: [], score: 0.5, trimmed: false};
	await run.appendDecision({...by, decision: 'edit', prose: 'An earlier edit.', quality});
	await run.appendDecision({...by, decision: 'edit', prose: 'You wait, and she says no.', quality});
	await run.appendDecision({...by, decision: 'note', note: 'look again'});

	const again = await reopen(run, outputFolder);
	const read = await again.readInteraction('first');
	const counted = await collect(again.countedInteractions());
	const [told] = await collect(again.countedProse());
	const number = again.nearCopies?.numberOf('first') as number;
	const compared = again.nearCopies?.proseAt(number);
	const [shown] = again.history.summaries;
	const {editedProse} = again.history;
	await again.close();

	expect([...(editedProse ?? [])]).toEqual([['first', 'You wait, and she says no.']]);
	expect(shown).toMatchObject({opening: 'You wait, and she says no.', words: 6, status: 'accepted'});
	expect(read.npc_card_narrative).toMatchObject({
		dialogue_prose: 'You wait, and she says no.',
		word_count: 6,
	});
	expect(read.training_metadata).toMatchObject({edited: true, note: 'look again', quality});
	expect(counted).toEqual([read]);
	expect([told?.prose, compared]).toEqual(Array(2).fill('You wait, and she says no.'));
});
