import {
	appendFileSync,
	existsSync,
	readFileSync,
	statSync,
	symlinkSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {crc32} from 'node:zlib';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {failureClasses} from '../../source/pipeline/failure.js';
import type {Attempt} from '../../source/pipeline/ports.js';
import {openAttemptJournal} from '../../source/store/attempt-journal.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

function attempt(number: number, raw = 'said “no”'): Attempt {
	const failure = failureClasses[number % failureClasses.length] as Attempt['failure'];
	return {
		at: '2026-11-22T18:45:10.000Z',
		plan_index: number,
		try: 1,
		step: 'dialogue',
		failure,
		reason: 'it would not',
		raw,
		seed: number,
		model: 'm',
		host: 'h',
	};
}

async function write(path: string, count: number, raw?: string): Promise<void> {
	const journal = await openAttemptJournal({path, readOnly: false, tallyBytes: 1});
	for (let number = 0; number < count; number++) await journal.append(attempt(number, raw));
	await journal.close();
}

async function look(path: string, readOnly = true) {
	const journal = await openAttemptJournal({path, readOnly, tallyBytes: 1});
	const {counts, recovered, spared} = journal;
	await journal.close();
	return {seen: {counts: Object.fromEntries([...counts].sort()), recovered: {...recovered}}, spared};
}

/** The same bytes where nothing was counted before. */
function lookAnew(path: string) {
	const copy = join(createTemporaryFolder(), 'attempts.jsonl');
	writeFileSync(copy, readFileSync(path));
	return look(copy);
}

const scratch = () => join(createTemporaryFolder(), 'attempts.jsonl');
const tallyOf = (path: string) => path.replace('.jsonl', '.tally');

test('what was counted is not read again, and what came since is counted with it', async () => {
	const path = scratch();
	await write(path, 30);
	const {size} = statSync(path);
	appendFileSync(path, `${JSON.stringify(attempt(3))}\nno JSON\n${JSON.stringify(attempt(4))}\n`);
	const {seen, spared} = await look(path);

	expect(spared).toBe(size);
	expect(seen).toEqual((await lookAnew(path)).seen);
	expect(seen.recovered.damaged).toBe(1);
	await write(path, 5);
	expect(await look(path)).toEqual({seen: (await lookAnew(path)).seen, spared: statSync(path).size});
});

test('a journal that nobody has touched since is not read at all', async () => {
	const path = scratch();
	await write(path, 30);
	const tally = readFileSync(tallyOf(path), 'utf8').split('\n')[1] as string;
	const lie = JSON.parse(tally);
	expect(lie.size).toBe(statSync(path).size);

	const told = JSON.stringify({...lie, sum: 1, at: Date.now() + 60_000});
	writeFileSync(tallyOf(path), `${crc32(told)}\n${told}\n`);
	expect((await look(path)).spared).toBe(lie.size);
	utimesSync(path, 1, 1);
	expect((await look(path)).spared).toBe(0);
});

test('a short journal has no tally, and a link in its place is not followed', async () => {
	const path = scratch();
	const mine = join(createTemporaryFolder(), 'mine');
	writeFileSync(mine, 'mine');
	symlinkSync(mine, tallyOf(path));
	await write(path, 3);
	expect(readFileSync(mine, 'utf8')).toBe('mine');
	const other = scratch();
	const journal = await openAttemptJournal({path: other, readOnly: false});
	await journal.append(attempt(1));
	await journal.close();
	expect(existsSync(tallyOf(other))).toBe(false);
});

const at = fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true});
const harm = fc.oneof(
	fc.record({what: fc.constant('cut' as const), at}),
	fc.record({what: fc.constant('garble' as const), at, byte: fc.integer({min: 0, max: 255})}),
	fc.record({what: fc.constant('append' as const), text: fc.oneof(fc.string(), fc.constant('\n'))}),
	fc.record({what: fc.constant('add' as const), count: fc.integer({min: 0, max: 4})}),
	fc.record({what: fc.constant('open' as const)}),
);

function spoil(
	path: string,
	each: Exclude<typeof harm extends fc.Arbitrary<infer One> ? One : never, {what: 'add' | 'open'}>,
): void {
	const bytes = readFileSync(path);
	const place = 'at' in each ? Math.floor(each.at * bytes.length) : 0;
	if (each.what === 'cut') truncateSync(path, place);
	if (each.what === 'append') appendFileSync(path, each.text);
	if (each.what !== 'garble' || bytes.length === 0) return;
	bytes[place] = each.byte;
	writeFileSync(path, bytes);
}

test('whatever is cut, garbled or added between openings, in journal or tally: the counts are those of a whole reading', async () => {
	let spared = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), harm), {maxLength: 6}), async harms => {
			const path = scratch();
			await write(path, 12);
			for (const [isOfTally, each] of harms) {
				if (each.what === 'add') await write(path, each.count);
				else if (each.what === 'open') await look(path, false);
				else spoil(isOfTally ? tallyOf(path) : path, each);
				const here = await look(path);
				expect(here.seen).toEqual((await lookAnew(path)).seen);
				if (here.spared > 0) spared++;
			}
		}),
		{numRuns: 80},
	);
	expect(spared).toBeGreaterThan(20);
});
