import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import type {Interaction} from '../../source/domain/interaction.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const output = captureOutput();
const reference = 'test/fixtures/v2.2-batch.json';

const lastLine = () => output.stdout.join('').trim().split('\n').at(-1) as string;
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

function unwritten(line: string, out: string): Promise<number> {
	output.stdout.length = 0;
	output.stderr.length = 0;
	return main([...line.split(' '), '--out', out]);
}

async function makeSource(options: string, out: string): Promise<string> {
	expect(await unwritten(`--plain --engine rehearsal ${options}`, out)).toBe(0);
	return readdirSync(join(out, 'runs')).sort().at(-1) as string;
}

test('40 records in uneven cells, their fill and a merge of both are as even as can be', async () => {
	const out = createTemporaryFolder();
	const source = await makeSource('--count 40 --seed 7', out);

	expect(await unwritten(`merge ${source} --fill`, out)).toBe(0);
	const folder = lastLine();
	expect(output.stdout.join('')).toContain('to be made: 88\n');
	expect(readJson(join(folder, 'run.json'))).toMatchObject({
		state: 'planned',
		plan: {requested: 88, order: 'listed', shard: {part: 1, of: 1}, variations: 1},
	});
	expect(await unwritten('runs', out)).toBe(0);
	expect(output.stdout.join('')).toContain('planned           0/88');
	expect(await unwritten(`--plain --resume ${folder} --engine rehearsal`, out)).toBe(0);
	expect(await unwritten(`merge ${source} ${basename(folder)}`, out)).toBe(0);

	expect(output.stdout.join('')).toMatch(
		/records kept: 128\ncells covered: 128\nfewest in a cell: 1\nmost in a cell: 1\n/,
	);
	const records: Interaction[] = readJson(lastLine());
	expect(new Set(records.map(record => record.npc_profile.name)).size).toBe(128);
	expect(new Set(records.map(record => record.training_metadata.run_seed)).size).toBe(2);
	const {settings, state} = readJson(join(folder, 'run.json'));
	expect({state, ...settings}).toMatchObject({
		state: 'finished',
		engine: 'rehearsal',
		model_digest: expect.stringMatching(/./),
	});
	expect(await unwritten(`merge ${source} ${basename(folder)} --fill`, out)).toBe(0);
	expect(output.stderr.join('')).toContain('nothing to fill');
	const filled = basename(folder);
	for (const [sets, isTold] of [
		[filled, true],
		[`${filled} ${source}`, false],
	] as const) {
		await unwritten(`report ${sets}`, out);
		expect(output.stderr.join('').includes('a fill is even only together')).toBe(isTold);
	}
});

test('a file of v2.2 is filled from 8 cells to 128, as it is said before anything is made', async () => {
	const out = createTemporaryFolder();

	expect(await unwritten(`merge ${reference} --fill --dry-run --json`, out)).toBe(0);
	const told = JSON.parse(output.stdout[0] as string);
	expect(told).toMatchObject({
		records_kept: 49,
		cells_covered: 8,
		to_be_made: 847,
		cells_covered_then: 128,
		fewest_in_a_cell_then: 7,
		most_in_a_cell_then: 7,
	});
	expect(told.cells_before.filter((count: number) => count > 0).length).toBe(8);
	expect(new Set(told.cells_after)).toEqual(new Set([7]));
	expect(readdirSync(out)).toEqual([]);

	await unwritten(`merge ${reference} --balance --fill --dry-run`, out);
	expect(output.stdout.join('')).toContain('to be made: 600\n');
	expect(output.stdout.join('')).toMatch(/^over_commitment(?: +\.){5} +5(?: +\.){10}$/mu);
});

test('a number of records is spread over the emptiest cells, and the fill keeps to its list', async () => {
	const out = createTemporaryFolder();
	await unwritten(`merge ${reference} --fill --count 24 --seed 5`, out);
	const folder = lastLine();
	const {plan, notes} = readJson(join(folder, 'run.json'));
	expect(plan).toMatchObject({requested: 24, seed: 5, spent_names: expect.arrayContaining(['Morgan'])});
	expect(new Set(plan.cells).size).toBe(24);
	expect(notes[0].detail).toContain('v2.2-batch.json');

	expect(
		await unwritten(`--plain --resume ${folder} --engine rehearsal --count 30 --accept-changes`, out),
	).toBe(2);
	expect(output.stderr.join('')).toContain('fills `24` cells');
	expect(await unwritten(`--plain --resume ${folder} --order balanced`, out)).toBe(2);
	expect(await unwritten(`--plain --resume ${folder} --shard 1/2`, out)).toBe(2);
	expect(await unwritten(`--plain --resume ${folder} --host 127.0.0.1:9`, out)).toBe(1);
	expect(readJson(join(folder, 'run.json'))).toMatchObject({state: 'planned', settings: {engine: 'ollama'}});

	await unwritten(`merge ${reference} ${basename(folder)} --fill --dry-run`, out);
	expect(output.stderr.join('')).toContain('lacks 24, which are not counted');
	expect(await unwritten(`--plain --resume ${folder} --engine rehearsal`, out)).toBe(0);
	const made: Interaction[] = readJson(
		join(out, readdirSync(out).find(name => name.endsWith('.json')) as string),
	);
	expect(made.map(({npc_profile: {name}}) => name)).not.toContain('Morgan');
	await unwritten(`merge ${reference} ${basename(folder)} --fill --dry-run --json`, out);
	expect(JSON.parse(output.stdout[0] as string)).toMatchObject({cells_covered: 32, to_be_made: 823});
});

test.each([
	['--variations 2', '`--variations` do not go together'],
	['--shard 1/2', '`--shard` do not go together'],
	['--order round-robin', '`--order` do not go together'],
	['--format csv', '`--format` do not go together'],
	['--seed 7', 'the seed `7` is that of a source'],
	['--count 2000000', 'more than the 1000000 it may'],
])('a fill that makes no sense is refused, with a hint: %s', async (options, message) => {
	const out = createTemporaryFolder();
	const source = await makeSource('--count 2 --seed 7', out);
	expect(await unwritten(`merge ${source} --fill ${options}`, out)).toBe(2);
	expect(output.stderr.join('')).toContain(message);
	expect(output.stderr.join('')).toContain('hint: ');
	expect(readdirSync(join(out, 'runs'))).toEqual([source]);
});

test('a set whose labels nobody knows is filled by number alone', async () => {
	const out = createTemporaryFolder();
	const path = join(out, 'old.json');
	const [record] = readJson(reference);
	writeFileSync(
		path,
		JSON.stringify([{...record, training_metadata: {...record.training_metadata, authenticity_score: 0.31}}]),
	);
	expect(await unwritten(`merge ${path} --fill`, out)).toBe(2);
	expect(output.stderr.join('')).toContain('no record has labels');
	expect(await unwritten(`merge ${path} --fill --count 3 --dry-run`, out)).toBe(0);
	expect(output.stdout.join('')).toContain('cells covered then: 3\n');
});

test.each(['--fill', '--dry-run'])('%s is refused where it would start something else', async option => {
	const out = createTemporaryFolder();
	expect(await unwritten(`--plain --engine rehearsal --count 2 ${option}`, out)).toBe(2);
	expect(output.stderr.join('')).toContain('belongs to `merge`');
	expect(readdirSync(out)).toEqual([]);
});

test('a set that was levelled by number and filled is even when both are merged as it says', async () => {
	const out = createTemporaryFolder();
	await unwritten(`merge ${reference} --balance 8 --fill --count 24`, out);
	const next = /then merge: +unwritten (.*)/u.exec(output.stderr.join(''))?.[1] as string;
	await unwritten(`--plain --resume ${lastLine()} --engine rehearsal`, out);
	expect(await main(next.split(' '))).toBe(0);
	expect(output.stdout.join('')).toContain(
		'records kept: 32\ncells covered: 32\nfewest in a cell: 0\nmost in a cell: 1\n',
	);
});
