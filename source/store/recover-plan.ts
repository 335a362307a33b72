import {basename, join} from 'node:path';
import {shardStretch} from '../domain/shard.js';
import {fitsCells, guessPlan, type Plan, type PlanTraces} from './guess-plan.js';
import {openJournal} from './json-lines-journal.js';
import {isRecordObject} from './parse-json.js';
import {orderOfPlan, planSchema} from './run-file.js';
import {runLogNames} from './run-log.js';

/**
 * The plan of a run whose file is lost: as its log has it where that fits every record, or else as far as the records
 * tell. `said`: where it is from, what was guessed and how a guess is corrected, one sentence each.
 */
export async function recoverPlan(folder: string, traces: PlanTraces): Promise<{plan: Plan; said: string[]}> {
	const logged = await readLoggedPlan(folder);
	if (!logged || !fitsRecords(logged, traces)) return guessPlan(traces);
	return {plan: logged, said: [`the plan is as log.jsonl has it: ${describePlan(logged)}`]};
}

/** The plan that the latest opening of the run wrote down; untrusted until it is held against the records. */
async function readLoggedPlan(folder: string): Promise<Plan | undefined> {
	const runId = basename(folder);
	let latest: unknown;
	for (const name of runLogNames) {
		const log = await openJournal({
			path: join(folder, name),
			readOnly: true,
			visit: value => {
				if (isRecordObject(value) && value.event === 'run-opened' && value.run === runId) latest = value.plan;
				return 'kept';
			},
		}).catch(() => undefined);
		await log?.close();
	}
	return planSchema.safeParse(latest).data;
}

function fitsRecords(plan: Plan, {seed, places, lowest, highest}: PlanTraces): boolean {
	const {first_index: first = 0, requested, shard, total, variations} = plan;
	if (plan.seed !== seed || plan.possible_totals) return false;
	if (shard.of > 1) {
		const stretch = total !== undefined && shardStretch(shard, {total, variations});
		if (!stretch || stretch.first !== first || stretch.count !== requested) return false;
	} else if (first !== 0) return false;
	if (lowest < first || highest >= first + requested) return false;
	return fitsCells(places, {order: orderOfPlan(plan), variations});
}

function describePlan({requested, order, variations, shard, total}: Plan): string {
	const part = shard.of > 1 ? `, shard ${shard.part}/${shard.of} of ${total}` : '';
	return `${requested} interactions, ${order} order, variations ${variations}${part}`;
}
