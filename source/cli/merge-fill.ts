import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {escapeInvisible} from '../domain/quality/escape-invisible.js';
import {describeCoverage} from '../domain/set-tally.js';
import {UserError} from '../pipeline/errors.js';
import type {OpenedSet} from '../store/open-set.js';
import {drawCoverageMap} from './coverage-map.js';
import type {Arguments} from './parse-arguments.js';
import {createFillRun, decideFill, type Fill, type FilledSet} from './plan-fill-run.js';
import type {Settings} from './resolve-settings.js';

/** A fill evens out single interactions of one run, and writes no set. Throws `UserError`. */
export function refuseBesideFill({variations = 1, shard, order, writing}: Arguments): void {
	const refuse = (option: string, why: string, hint: string) => {
		throw new UserError(`\`--fill\` and \`--${option}\` do not go together: ${why}`, {hint});
	};
	if (variations > 1) {
		refuse('variations', 'it counts single interactions', 'leave --variations out');
	}
	if (shard && shard.of > 1) {
		refuse('shard', 'a fill is one run', 'let several hosts share it: --host for each at --resume');
	}
	if (order) refuse('order', 'its cells are listed one by one', 'leave --order out');
	if (writing.formats) {
		refuse('format', 'it plans a run and writes no set', 'merge the same and the run once it is filled');
	}
}

/**
 * `merge A B… --fill`: plans the run that fills what the sum lacks, and says what it would be like then. `facts` are those of
 * the sum; the folder of the run is the last line on stdout.
 */
export async function fillMerge(parts: {
	given: Arguments;
	settings: Settings;
	sum: FilledSet;
	facts: Record<string, unknown>;
	sources: OpenedSet[];
}): Promise<void> {
	const {given, settings, sum, facts, sources} = parts;
	noteUnfinished(sources);
	const fill = decideFill(sum, given);
	const isPlanned = fill.cells.length > 0 && !given.isDryRun;
	const run = isPlanned ? await createFillRun({given, settings, fill, names: sum.names, sources}) : undefined;
	tellFill({given, before: sum.cells, fill, facts, folder: run?.folder});
	if (run) tellNext(run.runId, {given, fill});
	if (fill.cells.length === 0)
		process.stderr.write('nothing to fill: every cell has as many as the fullest\n');
}

/** What such a run makes later comes on top of the fill. */
function noteUnfinished(sources: OpenedSet[]): void {
	for (const {run} of sources) {
		const missing = run ? run.runFile.plan.requested - run.accepted : 0;
		if (missing <= 0) continue;
		process.stderr.write(
			`note: the run ${run?.runId} lacks ${missing}, which are not counted; better go on with it first\n`,
		);
	}
}

type Telling = {
	given: Arguments;
	before: readonly number[];
	fill: Fill;
	facts: Record<string, unknown>;
	/** Of the run, where one was planned. */
	folder: string | undefined;
};

function tellFill({given, before, fill, facts, folder}: Telling): void {
	const {covered, fewest, most} = describeCoverage(fill.after);
	const then = {
		to_be_made: fill.cells.length,
		cells_covered_then: covered,
		fewest_in_a_cell_then: fewest,
		most_in_a_cell_then: most,
		...(folder !== undefined && {seed: fill.seed}),
	};
	if (given.display === 'json') {
		const run = folder === undefined ? {} : {run: folder};
		const maps = {cells_before: before, cells_after: fill.after};
		process.stdout.write(`${escapeInvisible(JSON.stringify({...facts, ...then, ...maps, ...run}))}\n`);
		return;
	}
	const lines = [
		...Object.entries(then).map(([fact, value]) => `${fact.replaceAll('_', ' ')}: ${value}`),
		'before:',
		...drawCoverageMap(before),
		...(fill.cells.length === 0 ? [] : ['after:', ...drawCoverageMap(fill.after)]),
		...(folder === undefined ? [] : [folder]),
	];
	process.stdout.write(`${lines.join('\n')}\n`);
}

function tellNext(runId: string, {given, fill}: Pick<Telling, 'given' | 'fill'>): void {
	const {subjects, out, balance} = given;
	const total = fill.after.reduce((sum, count) => sum + count, 0);
	const place = out === undefined ? '' : ` --out ${quote(out)}`;
	const part = balance === undefined ? '' : ` --balance${balance === 'most' ? '' : ` ${total}`}`;
	const lines = [
		`fill it:       unwritten --resume ${runId}${place}   (with --engine, --model, --host as for any run)`,
		`then merge:    unwritten merge ${subjects.map(quote).join(' ')} ${runId}${part}${place}`,
	];
	process.stderr.write(`${lines.map(cleanForDisplay).join('\n')}\n`);
}

function quote(argument: string): string {
	return /^[\w./:@%+=-]+$/u.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
