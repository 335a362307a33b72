import {createHash} from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {InteractionSummary} from '../../source/pipeline/ports.js';
import {openInteractionJournal} from '../../source/store/interaction-journal.js';
import {recordsPerBlock} from '../../source/store/record-block.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const count = recordsPerBlock + 100;
let folder: string;
let lines: string[];

/** A journal of one full block and a hundred records more, and its index, made once. */
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'unwritten-'));
	const template = JSON.stringify(createInteraction({id: 'THE-ID', planIndex: 77, prose: 'THE-PROSE'}));
	lines = Array.from({length: count}, (_, index) =>
		template
			.replaceAll('THE-ID', `20261122-184510-q7-${String(index).padStart(5, '0')}`)
			.replace('THE-PROSE', `w${index} said “no” to w${index * 7} and w${index % 13} went home with é 日本`)
			.replace('"plan_index":77', `"plan_index":${index}`),
	);
	writeFileSync(join(folder, 'interactions.jsonl'), `${lines.join('\n')}\n`);
	await (await openInteractionJournal({path: join(folder, 'interactions.jsonl'), readOnly: false})).close();
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

function copyRun(): {path: string; index: string} {
	const place = createTemporaryFolder();
	for (const name of ['interactions.jsonl', 'interactions.index']) {
		copyFileSync(join(folder, name), join(place, name));
	}
	return {path: join(place, 'interactions.jsonl'), index: join(place, 'interactions.index')};
}

async function look(path: string, readOnly = true) {
	const journal = await openInteractionJournal({path, readOnly});
	const {summaries, indexed, recovered} = journal;
	const sketches: string[] = [];
	await journal.visitSketches((number, sketch) => sketches.push(`${number} ${sketch.join()}`));
	const ids = [0, 1, recordsPerBlock - 1, recordsPerBlock, summaries.length - 1];
	const records = [];
	for (const number of ids.filter(number => number >= 0 && number < summaries.length)) {
		records.push(await journal.read(summaries.idAt(number)));
	}
	await journal.close();
	return {seen: {summaries: Array.from(summaries, plain), sketches, records}, indexed, recovered};
}

function plain({id, planIndex, name, cell, words, opening, at, status}: InteractionSummary) {
	return {id, planIndex, name, cell, words, opening, at, status};
}

/** Whole lists fill the screen when they differ. */
function digest(seen: unknown): string {
	return createHash('sha256').update(JSON.stringify(seen)).digest('hex');
}

async function lookWithoutIndex(path: string) {
	const place = join(createTemporaryFolder(), 'interactions.jsonl');
	copyFileSync(path, place);
	return look(place);
}

test('a run read by its index is the same as one read from its journal', async () => {
	const {path} = copyRun();

	const byIndex = await look(path);
	const byJournal = await lookWithoutIndex(path);

	expect(byIndex.indexed).toBe(recordsPerBlock);
	expect(byJournal.indexed).toBe(0);
	expect(byIndex.seen).toEqual(byJournal.seen);
	expect(byIndex.seen.summaries).toHaveLength(count);
	expect(byIndex.recovered).toEqual(byJournal.recovered);
});

test('whatever happens to an index, the records are those of the journal', async () => {
	const {path, index} = copyRun();
	const whole = readFileSync(index);
	const expected = (await lookWithoutIndex(path)).seen;
	const damages = fc.oneof(
		fc.record({kind: fc.constant('cut' as const), at: fc.nat({max: whole.length - 1})}),
		fc.record({kind: fc.constant('flip' as const), at: fc.nat({max: whole.length - 1})}),
		fc.record({kind: fc.constant('twice' as const), at: fc.constant(0)}),
		fc.record({kind: fc.constant('garbage' as const), at: fc.nat({max: 2000})}),
	);
	await fc.assert(
		fc.asyncProperty(damages, async ({kind, at}) => {
			const bytes = Buffer.from(whole);
			if (kind === 'flip') bytes[at] = (bytes[at] as number) ^ 0x41;
			const broken = {
				cut: bytes.subarray(0, at),
				flip: bytes,
				twice: Buffer.concat([bytes, bytes]),
				garbage: Buffer.concat([bytes, Buffer.alloc(at, '{"')]),
			}[kind];
			writeFileSync(index, broken);

			const {seen} = await look(path);
			expect(digest(seen)).toBe(digest(expected));
		}),
		{numRuns: 12},
	);
}, 60_000);

test('an index that does not fit its journal is thrown away and made again', async () => {
	const {path, index} = copyRun();
	const other = lines.map(line => line.replaceAll('José', 'Johan')).join('\n');
	writeFileSync(path, `${other}\n`);

	const first = await look(path, false);
	const again = await look(path, false);

	expect(first.indexed).toBe(0);
	expect(first.seen.summaries[0]?.name).toBe('Johan');
	expect(again.indexed).toBe(recordsPerBlock);
	expect(again.seen).toEqual(first.seen);
	expect(statSync(index).size).toBeGreaterThan(0);
});

test('a journal that was cut back below its index is read as it is', async () => {
	const {path} = copyRun();
	truncateSync(path, Buffer.byteLength(`${lines.slice(0, 1000).join('\n')}\n`));

	const {seen, indexed} = await look(path, false);

	expect(indexed).toBe(0);
	expect(seen.summaries).toHaveLength(1000);
});

test('a reader leaves a broken index as it is, a writer makes it anew', async () => {
	const {path, index} = copyRun();
	writeFileSync(index, 'no index');

	await look(path, true);
	const afterReader = readFileSync(index, 'utf8');
	await look(path, false);

	expect(afterReader).toBe('no index');
	expect(statSync(index).size).toBeGreaterThan(100_000);
});

test('what was wrong in the part that an index covers is still told', async () => {
	const {path, index} = copyRun();
	rmSync(index);
	writeFileSync(path, `{"not": "a record"}\n${lines.join('\n')}\n${lines[3]}\n`);

	const first = await look(path, false);
	const again = await look(path, false);

	expect(again.indexed).toBe(recordsPerBlock);
	expect(first.recovered).toMatchObject({damaged: 1, duplicates: 1, cutBytes: 0});
	expect(again.recovered).toEqual(first.recovered);
});

test('an index that cannot be written costs time and nothing else', async () => {
	const {path, index} = copyRun();
	rmSync(index);
	mkdirSync(index);

	const {seen, indexed} = await look(path, false);

	expect(indexed).toBe(0);
	expect(seen.summaries).toHaveLength(count);
	expect(existsSync(index)).toBe(true);
});

test('a block that fills while the run goes on is in the index at the next opening', async () => {
	const {path} = copyRun();
	truncateSync(path, Buffer.byteLength(`${lines.slice(0, recordsPerBlock - 2).join('\n')}\n`));
	const journal = await openInteractionJournal({path, readOnly: false});
	const fresh = Array.from({length: 4}, (_, index) =>
		createInteraction({id: `fresh-${index}`, planIndex: index}),
	);
	await Promise.all(fresh.map(interaction => journal.append(interaction)));
	await journal.close();

	const {seen, indexed} = await look(path);

	expect(indexed).toBe(recordsPerBlock);
	expect(seen.summaries.slice(-4).map(({id}) => id)).toEqual(['fresh-0', 'fresh-1', 'fresh-2', 'fresh-3']);
	expect(seen.records.at(-1)).toEqual(fresh[3]);
});
