import {relative} from 'node:path';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {failures} from '../pipeline/failure.js';
import {cachedShare, type Progress} from '../pipeline/progress.js';
import {activeTimeMs} from '../pipeline/throughput.js';
import {formatDuration} from '../plain/format-duration.js';
import {wrapText} from '../ui/wrap-text.js';
import type {OpenedRun} from './begin-run.js';
import {shortenPath} from './shorten-path.js';
import {wayToResume} from './way-to-resume.js';

const labelColumns = 'batch    '.length;

type Row = [label: string, text: string];

/**
 * What a user reads on the normal screen when a run is over: what there is, where, and how to go on. `columns`: of the
 * terminal, where there is one; paths that would wrap are cut in their middle, sentences go on below themselves.
 */
export function formatSummary({run, facts, folder}: OpenedRun, columns = Number.POSITIVE_INFINITY): string {
	const {progress} = run;
	const isBatchMissing = progress.unwritten.has('batch');
	const shorten = (path: string, beside: string) =>
		shortenPath(relativePath(path), columns - labelColumns - beside.length);
	const count = ` (${progress.lastExport?.count})`;
	const {runId, model, engine, seed, order, shard} = facts;
	const time = `${formatDuration(activeTimeMs(progress.throughput, Date.now()))} active`;
	const rows: Array<Row | false | undefined> = [
		isBatchMissing && ['batch', `not written: get it with ${wayToBatch(progress, runId)}`],
		!isBatchMissing &&
			progress.lastExport && ['batch', `${shorten(progress.lastExport.path, count)}${count}`],
		['run', shorten(folder.folder, '')],
		['made by', `${model} on ${engine}, seed ${seed}, ${order} order${shard ? `, shard ${shard}` : ''}`],
		['time', `${time}, ${progress.throughput.acceptedHere} accepted in it`],
		describePromptCache(progress),
		...describeHosts(progress),
		...describeFailures(progress),
		describeJudged(progress),
		...progress.notices.map(({message}): Row => ['note', message]),
		progress.accepted < progress.requested && ['go on', wayToResume(runId)],
	];
	const end = `${describeEnd(progress)}: ${progress.accepted} of ${progress.requested} accepted, ${progress.failed} failed, ${progress.queued + progress.running} still to do`;
	const lines = rows.flatMap(row => (row ? hangText(row, columns) : []));
	return `${['', ...wrapText(cleanForDisplay(end), columns), ...lines, ''].join('\n')}\n`;
}

/** What does not fit stands below its text. */
function hangText([label, text]: Row, columns: number): string[] {
	return wrapText(cleanForDisplay(text), columns - labelColumns).map(
		(piece, at) => (at === 0 ? label : '').padEnd(labelColumns) + piece,
	);
}

function wayToBatch({unreadableId}: Progress, runId: string): string {
	const repair = unreadableId === undefined ? '' : `unwritten runs --repair ${runId}, then `;
	return `${repair}unwritten export ${runId}`;
}

function describeEnd(progress: Progress): string {
	if (progress.status.status !== 'ended') return 'interrupted';
	const words = {
		complete: 'complete',
		short: 'finished, short of the target',
		stopped: 'stopped',
		'engine-gone': 'the engine went away',
	};
	return words[progress.status.outcome];
}

function describePromptCache(progress: Progress): Row | undefined {
	const share = cachedShare(progress);
	if (share === undefined) return undefined;
	const {promptTokens} = progress.promptCache;
	return [
		'prompts',
		`${Math.round(share * 100)} % of ${promptTokens} prompt tokens were in the engine's cache`,
	];
}

function describeHosts({hosts, movedCalls: {count, lostTokens}}: Progress): Row[] {
	const rows = [...hosts.values()].map(({host, calls, throughput}): Row => {
		return ['host', `${host}: ${calls} calls, ${throughput.outputTokens} tokens`];
	});
	return count === 0
		? rows
		: [...rows, ['moved', `${count} calls to another host, ${lostTokens} tokens given up`]];
}

/** One row for each class, the most frequent first: they would not fit into one. */
function describeFailures({failures: counts}: Progress): Row[] {
	if (counts.size === 0) return [];
	const texts = [...counts]
		.sort(([, left], [, right]) => right - left)
		.map(([failure, count]) => `${count} × ${failure}: ${failures[failure].meaning}`);
	return [...texts, 'each with its reason in attempts.jsonl'].map((text, at) => [
		at === 0 ? 'attempts' : '',
		text,
	]);
}

function describeJudged({judged}: Progress): Row | undefined {
	const {agreed, misread, unanswered} = judged;
	if (agreed + misread + unanswered === 0) return undefined;
	return [
		'judge',
		`${agreed} read as meant, ${misread} misread, ${unanswered} without an answer: unwritten judge tells more`,
	];
}

function relativePath(path: string): string {
	const shorter = relative(process.cwd(), path);
	return shorter === '' || shorter.startsWith('..') ? path : shorter;
}
