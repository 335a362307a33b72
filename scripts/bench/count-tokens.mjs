import {readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {countAcceptedIn} from '../../dist/store/count-accepted.js';

const steps = ['primitives', 'context', 'tension', 'dialogue'];

/** What a run folder cost by step, those of interactions that failed, are unfinished or were rejected included. */
export async function countTokens(runFolder) {
	const read = name => readLines(join(runFolder, name));
	const records = read('interactions.jsonl');
	const recorded = new Set(records.map(record => record.training_metadata.plan_index));
	const sums = new Map(steps.map(step => [step, {requests: 0, prompt: 0, cached: 0, known: 0, output: 0}]));
	const covered = new Set();
	for (const {training_metadata: metadata} of records) {
		for (const report of metadata.steps) addReport(sums, report);
	}
	for (const {planIndex, reports} of lastOf(read('steps.jsonl'))) {
		if (recorded.has(planIndex)) continue;
		for (const report of reports) {
			covered.add(`${planIndex} ${report.step}`);
			addReport(sums, {
				step: report.step,
				attempts: report.attempts,
				prompt_tokens: report.promptTokens,
				cached_prompt_tokens: report.cachedPromptTokens,
				output_tokens: report.outputTokens,
			});
		}
	}
	for (const attempt of read('attempts.jsonl')) {
		const isCounted =
			recorded.has(attempt.plan_index) || covered.has(`${attempt.plan_index} ${attempt.step}`);
		if (!isCounted) addReport(sums, {...attempt, attempts: 1});
	}
	return {accepted: await countAcceptedIn(runFolder), sums};
}

/** A run folder, an output folder with one run in it, or a file inside a run folder. */
export function findRunFolder(path) {
	if (path.endsWith('.json') || path.endsWith('.jsonl')) return dirname(path);
	if (basename(dirname(path)) === 'runs') return path;
	const [run] = readdirSync(join(path, 'runs')).sort().reverse();
	return join(path, 'runs', run);
}

function addReport(sums, report) {
	const sum = sums.get(report.step);
	if (!sum) return;
	sum.requests += report.attempts;
	sum.prompt += report.prompt_tokens ?? 0;
	sum.output += report.output_tokens ?? 0;
	if (report.cached_prompt_tokens === undefined) return;
	sum.known += report.prompt_tokens;
	sum.cached += report.cached_prompt_tokens;
}

/** The newest line of each plan index; a checkpoint holds all that came before it. */
function lastOf(checkpoints) {
	const newest = new Map();
	for (const checkpoint of checkpoints) {
		if (checkpoint.planIndex !== undefined) newest.set(checkpoint.planIndex, checkpoint);
	}
	return newest.values();
}

function readLines(path) {
	let text;
	try {
		text = readFileSync(path, 'utf8');
	} catch {
		return [];
	}
	return text.split('\n').flatMap(line => {
		try {
			return [JSON.parse(line)];
		} catch {
			return [];
		}
	});
}

/** Lines of a table: for each accepted interaction, by step and in all. */
export function formatTokens(name, {accepted, sums}) {
	const total = {requests: 0, prompt: 0, cached: 0, known: 0, output: 0};
	for (const sum of sums.values()) for (const key of Object.keys(total)) total[key] += sum[key];
	const rows = [...sums, ['all', total]].map(([step, sum]) => {
		const each = value => (accepted === 0 ? '-' : (value / accepted).toFixed(1));
		const cached = sum.known === 0 ? 'not told' : `${((sum.cached / sum.known) * 100).toFixed(0)} %`;
		return `| ${step} | ${each(sum.requests)} | ${each(sum.prompt)} | ${cached} | ${each(sum.output)} |`;
	});
	return [
		`${name}: ${accepted} accepted, ${total.requests} requests, ${total.prompt} prompt and ${total.output} decoded tokens`,
		'',
		'| for each accepted | requests | prompt tokens | of them cached | decoded tokens |',
		'|---|---|---|---|---|',
		...rows,
	];
}
