import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cellNumber} from '../../source/domain/parameter-space.js';
import {cellAt, type PlanOrder, planOrders} from '../../source/domain/plan-order.js';
import {type Shard, shardStretch} from '../../source/domain/shard.js';
import {sceneOf} from '../../source/domain/variation-family.js';
import {recoverPlan} from '../../source/store/recover-plan.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

type Walk = {order: PlanOrder; variations: number};

function traces(runId: string, planIndexes: number[], {order, variations}: Walk) {
	const highest = Math.max(...planIndexes);
	return {
		runId,
		seed: 7,
		places: planIndexes.map(planIndex => ({
			planIndex,
			cell: cellNumber(cellAt(order, sceneOf(planIndex, variations))),
		})),
		lowest: Math.min(...planIndexes),
		highest,
		family: `${runId}-f${sceneOf(highest, variations)}`,
	};
}

const plain: Walk = {order: 'balanced', variations: 1};
const idOf = ({part, of}: Shard) => `20261122-184510-q7${of === 1 ? '' : `-${part}of${of}`}`;

const shards = fc
	.record({
		total: fc.integer({min: 1, max: 2_000}),
		of: fc.integer({min: 1, max: 40}),
		part: fc.nat(),
		order: fc.constantFrom(...planOrders),
		variations: fc.integer({min: 1, max: 5}),
		kept: fc.infiniteStream(fc.boolean()),
	})
	.map(({total, of, part, order, variations, kept}) => {
		const shard = {part: 1 + (part % of), of};
		const {first, count} = shardStretch(shard, {total, variations});
		const own = Array.from({length: count}, (_, place) => first + place);
		const there = own.filter(() => kept.next().value);
		return {total, shard, order, variations, own, there: there.length > 0 ? there : own.slice(0, 1)};
	})
	.filter(({own}) => own.length > 0);

test('whatever shard of whatever plan, with whatever gaps: its part is found and no plan index of another is asked for', async () => {
	const folder = createTemporaryFolder();
	await fc.assert(
		fc.asyncProperty(shards, async ({shard, own, there, total, ...walk}) => {
			const {plan, said} = await recoverPlan(folder, traces(idOf(shard), there, walk));
			const {first_index: first = 0, requested, possible_totals: totals} = plan;
			const asked = Array.from({length: requested}, (_, place) => first + place);

			expect(plan.shard).toEqual(shard);
			expect(asked.filter(planIndex => !own.includes(planIndex))).toEqual([]);
			expect(there.filter(planIndex => !asked.includes(planIndex))).toEqual([]);
			if (shard.of === 1) expect(said[0]).toContain('raise it with --resume --accept-changes --count N');
			else {
				expect(said.join()).toContain(`shard ${shard.part}/${shard.of}`);
				expect(totals?.least).toBeLessThanOrEqual(total);
				expect(totals?.most ?? total).toBeGreaterThanOrEqual(total);
			}
		}),
		{numRuns: 200},
	);
});

function logPlan(folder: string, runId: string, plan: object): void {
	const lines = [
		{at: '2026-11-22T18:45:10.000Z', event: 'run-opened', run: runId, plan: {...plan, requested: 1}},
		{at: '2026-11-22T18:45:10.000Z', event: 'run-opened', run: runId, plan},
		{at: '2026-11-22T18:45:11.000Z', event: 'run-opened', run: 'another', plan: {}},
	];
	writeFileSync(join(folder, 'log.jsonl'), `${lines.map(line => JSON.stringify(line)).join('\n')}\n{"torn`);
}

test('the log of the run tells the whole plan, where it fits the records', async () => {
	const [shard, total] = [{part: 3, of: 8}, 2_000];
	const stretch = shardStretch(shard, {total, variations: 1});
	const whole = {requested: stretch.count, first_index: stretch.first, total, shard, ...plain, seed: 7};
	const recover = async (plan: object) => {
		const outer = createTemporaryFolder();
		const folder = join(outer, 'runs', idOf(shard));
		mkdirSync(folder, {recursive: true});
		logPlan(folder, idOf(shard), plan);
		return recoverPlan(folder, traces(idOf(shard), [510, 600], plain));
	};

	const good = await recover(whole);
	const liars = [
		{...whole, seed: 8},
		{...whole, first_index: 0, requested: 2_000},
		{...whole, order: 'round-robin'},
		{...whole, total: 900},
		{...whole, shard: {part: 1, of: 1}, first_index: undefined},
		{...whole, requested: 'many'},
	];

	expect(good.plan).toEqual(whole);
	expect(good.said.join()).toContain('shard 3/8 of 2000');
	for (const liar of liars) {
		const {plan} = await recover(liar);
		expect(plan).toMatchObject({shard, first_index: 510, possible_totals: {least: 1_603, most: 2_043}});
	}
});

test('what is guessed is said: no shard in the id, a beginning without records, too few records, records of two shards', async () => {
	const folder = createTemporaryFolder();
	const late = await recoverPlan(folder, traces('x', [500, 700], plain));
	const single = await recoverPlan(folder, traces('x', [0], plain));
	const mixed = await recoverPlan(folder, traces('x-2of4', [3, 400], plain));

	expect(late.plan).toMatchObject({requested: 701, shard: {part: 1, of: 1}});
	expect(late.said.join()).toContain('no record has a plan index below 500');
	expect(single.said.join()).toContain('too few to tell the order');
	expect(mixed.plan).toMatchObject({first_index: 3, requested: 398});
	expect(mixed.said.join()).toContain('are in no one shard 2/4');
});
