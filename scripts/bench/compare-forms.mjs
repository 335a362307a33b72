import {createRandom} from '../../dist/domain/random.js';
import {asPercent, wilson} from './statistics.mjs';

const steps = ['primitives', 'context', 'tension', 'dialogue'];
const resamples = 1_000;

/** Lines that say what an interaction costs in each form, and against the first one; intervals are 95 %, bootstrap over scenes. */
export function describeForms(name, scenes, wanted) {
	const random = createRandom(7);
	const groups = wanted.map(form => ({form, scenes: scenes.filter(scene => scene.form === form)}));
	const [first, ...others] = groups.map(group => ({...group, draws: resample(group.scenes, random)}));
	return [
		`${name}: ${scenes.length} scenes in turns`,
		'',
		'| form | scenes made | requests | prompt tokens | of them evaluated | decoded tokens | against the first |',
		'|---|---|---|---|---|---|---|',
		describe(first, undefined),
		...others.map(group => describe(group, first)),
		'',
		`| calls that were taken, by step | ${steps.join(' | ')} |`,
		`|---|${'---|'.repeat(steps.length)}`,
		...groups.map(
			({form, scenes: own}) => `| ${form} | ${steps.map(step => takenShare(own, step)).join(' | ')} |`,
		),
	];
}

function describe({form, scenes, draws}, first) {
	const ended = scenes.filter(({isOver}) => isOver);
	const made = ended.filter(({isMade}) => isMade).length;
	const {low, high} = wilson(made, ended.length);
	const cell = key =>
		withRange(
			costOf(scenes)[key],
			draws.map(draw => draw[key]),
		);
	return `| ${[
		form,
		`${made} of ${ended.length} (${asPercent(low)} to ${asPercent(high)})`,
		...['requests', 'prompt', 'evaluated', 'output'].map(cell),
		first ? compare({scenes, draws}, first) : 'the product',
	].join(' | ')} |`;
}

/**
 * What an interaction costs: for each step all that was spent on it for each time it was made, added up. A failed step is
 * tried again in a run with what came before it kept, so that this is what a run pays.
 */
function costOf(scenes) {
	const sum = {requests: 0, prompt: 0, evaluated: 0, output: 0};
	for (const step of steps) {
		const costs = scenes.flatMap(scene => scene.steps.get(step) ?? []);
		const add = key => costs.reduce((total, cost) => total + cost[key], 0);
		const made = add('made');
		const each = value => (made === 0 ? Number.POSITIVE_INFINITY : value / made);
		const known = add('known');
		for (const key of ['requests', 'prompt', 'output']) sum[key] += each(add(key));
		sum.evaluated += known === 0 ? Number.NaN : each((1 - add('cached') / known) * add('prompt'));
	}
	return sum;
}

function resample(scenes, random) {
	return Array.from({length: resamples}, () => costOf(scenes.map(() => random.pick(scenes))));
}

function compare({scenes, draws}, first) {
	if (![scenes, first.scenes].every(own => Number.isFinite(costOf(own).output))) {
		return 'not decided: a step was never made';
	}
	const ratio = costOf(scenes).output / costOf(first.scenes).output;
	const ratios = draws.map((draw, index) => draw.output / first.draws[index].output);
	const {low, high} = rangeOf(ratios);
	const verdict = high < 1 ? 'fewer decoded' : low > 1 ? 'more decoded' : 'not decided';
	return `${number(ratio, 2)} times (${number(low, 2)} to ${number(high, 2)}): ${verdict}`;
}

function withRange(value, values) {
	if (Number.isNaN(value)) return 'not told';
	const {low, high} = rangeOf(values);
	return `${number(value)} (${number(low)} to ${number(high)})`;
}

/** A step that a resample never made costs without end. */
function rangeOf(values) {
	const sorted = values
		.map(value => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value))
		.toSorted((one, other) => one - other);
	return {low: sorted[Math.floor(0.025 * sorted.length)], high: sorted[Math.ceil(0.975 * sorted.length) - 1]};
}

function number(value, digits) {
	if (!Number.isFinite(value)) return 'no bound';
	return value.toFixed(digits ?? (value < 100 ? 1 : 0));
}

function takenShare(scenes, step) {
	const costs = scenes.flatMap(scene => scene.steps.get(step) ?? []);
	const made = costs.reduce((sum, cost) => sum + cost.made, 0);
	const requests = costs.reduce((sum, cost) => sum + cost.requests, 0);
	const {low, high} = wilson(made, requests);
	if (requests === 0) return 'none';
	const tokens = costs.reduce((sum, cost) => sum + cost.output, 0);
	return `${made} of ${requests} (${asPercent(low)} to ${asPercent(high)}), ${Math.round(tokens / requests)} tokens a call`;
}
