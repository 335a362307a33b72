import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import type {Interaction} from '../../source/domain/interaction.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const {stderr} = captureOutput();

const makePlan = (options: string, out: string) =>
	main(['--plain', '--engine', 'rehearsal', '--out', out, ...options.split(' ')]);

/** What a record owes to the plan alone: its place, and everything that was drawn for it. */
function drawnPart(record: Interaction) {
	const {training_metadata: metadata, npc_profile: profile} = record;
	const {plan_index, complexity_type, authenticity_target, capacity_level, authenticity_score} = metadata;
	return {
		place: {plan_index, complexity_type, authenticity_target, capacity_level, authenticity_score},
		name: profile.name,
		trust: profile.trust,
		ocean: record.npc_ocean_personality,
		capacity: record.npc_emotional_state.effective_capacity,
		impacts: record.npc_emotional_state.capacity_factors.map(({impact}) => impact),
		need: record.interaction_context.support_needed,
		urgency: record.interaction_context.urgency_level,
		venue: record.interaction_context.location,
	};
}

function readBatches(out: string) {
	const files = readdirSync(out).filter(name => name.endsWith('.json'));
	const records = files.flatMap(name => JSON.parse(readFileSync(join(out, name), 'utf8')) as Interaction[]);
	return {files, records};
}

test('N shards make one run’s plan with the same draws, in files and records that do not collide', async () => {
	const [whole, parts] = [createTemporaryFolder(), createTemporaryFolder()];
	expect(await makePlan('--count 19 --seed 7', whole)).toBe(0);
	const shards = ['1/4', '2/4', '3/4', '4/4'];
	const codes = await Promise.all(
		shards.map(shard => makePlan(`--count 19 --seed 7 --shard ${shard}`, parts)),
	);
	expect(codes).toEqual([0, 0, 0, 0]);
	const {files, records} = readBatches(parts);
	expect(files.map(name => name.replace(/.*_/, '')).sort()).toEqual(
		shards.map(shard => `${shard.replace('/', 'of')}.json`),
	);
	const inPlanOrder = records.toSorted(
		(one, other) => one.training_metadata.plan_index - other.training_metadata.plan_index,
	);
	expect(inPlanOrder.map(drawnPart)).toEqual(readBatches(whole).records.map(drawnPart));
	expect(new Set(records.map(({training_metadata: {id}}) => id)).size).toBe(19);
});

test('run.json says which part of which plan it is', async () => {
	const out = createTemporaryFolder();
	await makePlan('--count 10 --seed 7 --shard 2/3', out);
	const [runId] = readdirSync(join(out, 'runs'));
	const {plan} = JSON.parse(readFileSync(join(out, 'runs', runId as string, 'run.json'), 'utf8'));
	expect(plan).toMatchObject({requested: 3, first_index: 3, total: 10, shard: {part: 2, of: 3}});
	expect(runId).toMatch(/-2of3$/);
});

test.each([
	['--count 10 --shard 1/2', '`--shard 1/2` needs `--count` and `--seed`'],
	['--count 2 --seed 7 --shard 1/3', 'has nothing to make'],
	['--count 2 --seed 7 --shard 3/2', 'not `3/2`'],
	['--count 2 --seed 7 --shard 0/2', 'not `0/2`'],
	['--count 2 --seed 7 --shard half', 'not `half`'],
])('a shard that cannot be is refused: %s', async (options, message) => {
	expect(await makePlan(options, createTemporaryFolder())).toBe(2);
	expect(stderr.join('')).toContain(message);
	expect(stderr.join('')).toContain('hint: ');
});

test('a shard goes on as what it is: no other part, no other target', async () => {
	const out = createTemporaryFolder();
	await makePlan('--count 4 --seed 7 --shard 1/2', out);
	const [runId] = readdirSync(join(out, 'runs'));
	expect(await makePlan(`--resume ${runId} --shard 2/2`, out)).toBe(2);
	expect(stderr.join('')).toContain('the run is shard `1/2`');
	expect(await makePlan(`--resume ${runId} --count 8 --accept-changes`, out)).toBe(2);
	expect(stderr.join('')).toContain('a shard of a plan of `4`');
});

/** The second of three shards of a plan of 30, begun, with its run file and perhaps its log lost, and repaired. */
async function makeRepairedShard({keepsLog}: {keepsLog: boolean}) {
	const out = createTemporaryFolder();
	await makePlan('--count 30 --seed 7 --shard 2/3', out);
	const [runId] = readdirSync(join(out, 'runs')) as [string];
	const path = (name: string) => join(out, 'runs', runId, name);
	const lines = readFileSync(path('interactions.jsonl'), 'utf8').split('\n');
	const records = lines.filter(line => /"plan_index":1[2-6],/.test(line));
	writeFileSync(path('interactions.jsonl'), `${records.join('\n')}\n`);
	rmSync(path('run.json'));
	if (!keepsLog) rmSync(path('log.jsonl'));
	const code = await main(['runs', '--repair', runId, '--out', out]);
	const planIndexes = () =>
		[...readFileSync(path('interactions.jsonl'), 'utf8').matchAll(/"plan_index":(\d+),/g)]
			.map(([, index]) => Number(index))
			.sort((left, right) => left - right);
	const readPlan = () => JSON.parse(readFileSync(path('run.json'), 'utf8')).plan;
	return {out, runId, code, planIndexes, readPlan};
}

test('a shard whose run file and log are lost makes nothing of other shards until its total is named', async () => {
	const {out, runId, code, planIndexes, readPlan} = await makeRepairedShard({keepsLog: false});
	const guessed = readPlan();
	expect(code).toBe(0);
	expect(guessed).toMatchObject({shard: {part: 2, of: 3}, possible_totals: {least: 26, most: 38}});

	expect(await makePlan(`--resume ${runId}`, out)).toBe(0);
	expect(stderr.join('')).toContain('the target of the whole plan is lost, so only plan indexes 12 to 16');
	expect(planIndexes()).toEqual([12, 13, 14, 15, 16]);

	expect(await makePlan(`--resume ${runId} --count 30`, out)).toBe(2);
	expect(stderr.join('')).toContain('raise the target with --accept-changes');
	expect(await makePlan(`--resume ${runId} --count 39 --accept-changes`, out)).toBe(2);
	expect(stderr.join('')).toContain('the target of the whole plan was between 26 and 38');
	expect(await makePlan(`--resume ${runId} --count 30 --accept-changes`, out)).toBe(0);
	expect(planIndexes()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
	expect(readPlan()).toMatchObject({first_index: 10, requested: 10, total: 30});
	expect(readPlan()).not.toHaveProperty('possible_totals');
});

test('a shard whose run file is lost is what its log says it is', async () => {
	const {out, runId, planIndexes, readPlan} = await makeRepairedShard({keepsLog: true});
	expect(readPlan()).toMatchObject({shard: {part: 2, of: 3}, first_index: 10, requested: 10, total: 30});
	expect(await makePlan(`--resume ${runId}`, out)).toBe(0);
	expect(planIndexes()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
});
