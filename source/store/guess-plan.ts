import {fitTotals, type Totals} from '../domain/fit-totals.js';
import {cellNumber, countCells} from '../domain/parameter-space.js';
import {mostListed, planFill} from '../domain/plan-fill.js';
import {cellAt, type NamedOrder, type PlanOrder, planOrders} from '../domain/plan-order.js';
import {endOfStretch, type Shard} from '../domain/shard.js';
import {sceneOf} from '../domain/variation-family.js';
import type {RunFile} from './run-file.js';
import {shardOfRunId} from './run-id.js';

export type Plan = RunFile['plan'];

/** What the records of a run say of its plan. `family`: the `variation_family` of the highest plan index. */
export type PlanTraces = {
	runId: string;
	seed: number;
	places: Array<{planIndex: number; cell: number}>;
	lowest: number;
	highest: number;
	family: string;
};

type Walk = {order: NamedOrder; variations: number};

const mostVariations = 20;

/**
 * The least that the plan of a run can have been, by its records and its id, with all that was guessed in words.
 *
 * A guess never reaches into another shard: where the target of the whole plan is lost, only the plan indexes that are in
 * the shard whatever it was are asked for.
 */
export function guessPlan(traces: PlanTraces): {plan: Plan; said: string[]} {
	const walks = findWalks(traces);
	const shard = shardOfRunId(traces.runId);
	const part = shard ? guessShard(shard, {...traces, walks}) : guessWhole(traces);
	const way = walks[0] ? guessWay(walks[0], walks.length === 1) : listCells(traces);
	return {plan: {...way.plan, ...part.plan, seed: traces.seed}, said: [...part.said, ...way.said]};
}

export function fitsCells(
	places: PlanTraces['places'],
	{order, variations}: {order: PlanOrder; variations: number},
): boolean {
	return places.every(
		({planIndex, cell}) => cellNumber(cellAt(order, sceneOf(planIndex, variations))) === cell,
	);
}

/** The orders and numbers of variations that give every record the cell, and the last one the family, it has. */
function findWalks({places, highest, family}: PlanTraces): Walk[] {
	const scene = /-f(\d+)$/u.exec(family)?.[1];
	const all = planOrders.flatMap(order =>
		Array.from({length: mostVariations}, (_, index) => ({order, variations: index + 1})),
	);
	const fitting = all.filter(walk => fitsCells(places, walk));
	const inFamily = fitting.filter(({variations}) => sceneOf(highest, variations) === Number(scene));
	return inFamily.length > 0 ? inFamily : fitting;
}

type Way = {plan: Pick<Plan, 'order' | 'cells' | 'variations'>; said: string[]};

function guessWay({order, variations}: Walk, isSure: boolean): Way {
	const guess = `the records are too few to tell the order and the variations, which are taken to be ${order} and ${variations} (to correct: \`plan\` in run.json, before the run goes on)`;
	return {plan: {order, variations}, said: isSure ? [] : [guess]};
}

/** No named order gives the records their cells: slots without a record get the cells that have fewest. */
function listCells({places, highest}: PlanTraces): Way {
	const known = new Map(places.map(({planIndex, cell}) => [planIndex, cell] as const));
	const length = highest + 1;
	if (length > mostListed) {
		const guess = 'the order of the plan cannot be told from the records and is taken to be balanced';
		return {plan: {order: 'balanced', variations: 1}, said: [guess]};
	}
	const guesses = planFill(countCells(known.values()), length - known.size);
	const next = guesses.values();
	const cells = Array.from({length}, (_, index) => known.get(index) ?? (next.next().value as number));
	return {
		plan: {order: 'listed', cells, variations: 1},
		said: [
			`the cells of its plan were listed there alone; they are known again where a record is, ${guesses.length} others are guessed, and those behind the last record are lost (plan them again with \`unwritten merge … --fill\`)`,
		],
	};
}

type Part = {plan: Pick<Plan, 'requested' | 'shard' | 'first_index' | 'possible_totals'>; said: string[]};
type Seen = Pick<PlanTraces, 'lowest' | 'highest'>;

function guessWhole({lowest, highest}: Seen): Part {
	const requested = highest + 1;
	const gap = `no record has a plan index below ${lowest}; those are taken to be still to do`;
	return {
		plan: {requested, shard: {part: 1, of: 1}},
		said: [
			`the target is not in the records; it is taken to be ${requested}, the least it can have been (raise it with --resume --accept-changes --count N)`,
			'it is taken to be a whole plan: the id of the run names no shard',
			...(lowest > 0 ? [gap] : []),
		],
	};
}

function guessShard(shard: Shard, seen: Seen & {walks: Walk[]}): Part {
	const fitted = fitEveryWalk(shard, seen);
	const {first, count} = fitted?.certain ?? {first: seen.lowest, count: seen.highest + 1 - seen.lowest};
	const part = `${shard.part}/${shard.of}`;
	return {
		plan: {
			requested: count,
			shard,
			first_index: first,
			possible_totals: fitted?.totals ?? {least: seen.highest + 1},
		},
		said: [
			`it is shard ${part}, by the id of the run; the target of the whole plan is not in the records`,
			fitted
				? `only the plan indexes ${first} to ${first + count - 1} are surely in shard ${part}, so only these are asked for; with the target of the whole plan, ${describeTotals(fitted.totals)}, it gets all of its own: --resume --accept-changes --count TOTAL`
				: `the plan indexes ${seen.lowest} to ${seen.highest} are in no one shard ${part}; only these are asked for (to correct: \`plan\` in run.json)`,
		],
	};
}

/** Where the records leave several numbers of variations open, what is certain must be so with each of them. */
function fitEveryWalk(shard: Shard, seen: Seen & {walks: Walk[]}) {
	const fits = seen.walks.flatMap(({variations}) => fitTotals(shard, {...seen, variations}) ?? []);
	if (fits.length === 0) return undefined;
	const first = Math.max(...fits.map(({certain}) => certain.first));
	const end = Math.min(...fits.map(({certain}) => endOfStretch(certain)));
	const least = Math.min(...fits.map(({totals}) => totals.least));
	const mosts = fits.flatMap(({totals}) => totals.most ?? []);
	const totals: Totals = {least, ...(mosts.length > 0 && {most: Math.max(...mosts)})};
	return {totals, certain: {first, count: end - first}};
}

function describeTotals({least, most}: Totals): string {
	return most === undefined ? `at least ${least}` : `${least} to ${most}`;
}
