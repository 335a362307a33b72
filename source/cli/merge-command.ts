import {cellOfReadable, type ReadableInteraction} from '../domain/legacy-interaction.js';
import {createMergePlanner, type LeftOut} from '../domain/merge-planner.js';
import {cellNumber, countCells} from '../domain/parameter-space.js';
import {type Pickable, pickEvenly} from '../domain/pick-evenly.js';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {escapeInvisible} from '../domain/quality/escape-invisible.js';
import {hashSeed} from '../domain/random.js';
import type {SetRecord} from '../domain/set-record.js';
import {describeCoverage} from '../domain/set-tally.js';
import {UserError} from '../pipeline/errors.js';
import {exitCodes} from './exit-codes.js';
import {loadExportContext} from './export-context.js';
import {fillMerge, refuseBesideFill} from './merge-fill.js';
import {openSources, refuseEmpty, type Sources} from './open-sources.js';
import type {Arguments} from './parse-arguments.js';
import type {FilledSet} from './plan-fill-run.js';
import {resolveSettings} from './resolve-settings.js';
import {writeFiles} from './write-files.js';
import {defaultFormats} from './writing-options.js';

/**
 * `merge A B…`: several runs and files into one set, duplicates and near copies out, with `--balance` the most even part
 * of it; with `--fill` no set is written, but a run planned for what it lacks. What it holds as facts on stdout and the
 * files behind them, what was left out on stderr; with `--json` all of it as one object.
 */
export async function runMergeCommand(given: Arguments): Promise<number> {
	if (given.fill) refuseBesideFill(given);
	const settings = await resolveSettings(given);
	const {outputFolder} = settings;
	const sources = await openSources(outputFolder, given.subjects);
	try {
		await refuseEmpty(sources);
		const merge = await planMerge(sources, given);
		const isJson = given.display === 'json';
		const facts = isJson ? {...describeMerge(merge), left_out: merge.leftOut} : tellMerge(merge);
		if (given.fill) {
			await fillMerge({given, settings, sum: merge, facts, sources: sources.sets});
			return exitCodes.done;
		}
		const files: string[] = [];
		const onFile = (path: string) => {
			files.push(path);
			if (!isJson) process.stdout.write(`${path}\n`);
		};
		if (!given.isDryRun) await writeMerged({sources, merge, given, outputFolder, onFile});
		if (isJson) process.stdout.write(`${escapeInvisible(JSON.stringify({...facts, files}))}\n`);
		return exitCodes.done;
	} finally {
		await sources.close();
	}
}

async function writeMerged(parts: {
	sources: Sources;
	merge: Merge;
	given: Arguments;
	outputFolder: string;
	onFile: (path: string) => void;
}): Promise<void> {
	const {sources, merge, given, outputFolder, onFile} = parts;
	const records = () => pickRecords(sources.records(), merge.isKept);
	const formats = given.writing.formats ?? defaultFormats(undefined);
	const context = await loadExportContext(formats, given.writing);
	await writeFiles({
		formats,
		parts: [{name: undefined, records}],
		context,
		outputFolder,
		partial: false,
		what: 'merged',
		onFile,
	});
}

type Merge = FilledSet & {
	read: number;
	leftOut: LeftOut[];
	unbalanced: number;
	isKept: boolean[];
};

/** Reads everything once. What the second reading finds new in a run that is still going on is left out. */
async function planMerge(sources: Sources, given: Arguments): Promise<Merge> {
	const planner = createMergePlanner();
	const leftOut: LeftOut[] = [];
	const isKept: boolean[] = [];
	const cells: Array<number | undefined> = [];
	const names = new Set<string>();
	const seeds = new Set(sources.sets.flatMap(({run}) => run?.runFile.plan.seed ?? []));
	for await (const setRecord of sources.records()) {
		const dropped = planner.add(describeCandidate(setRecord));
		if (dropped) leftOut.push(dropped);
		isKept.push(!dropped);
		const {npc_profile: profile, training_metadata: metadata} = setRecord.record;
		names.add(profile.name);
		if (typeof metadata.run_seed === 'number') seeds.add(metadata.run_seed);
		cells.push(cellOf(setRecord.record));
	}
	const kept = given.balance === undefined ? isKept : balance({isKept, cells, given});
	const count = (flags: boolean[]) => flags.filter(Boolean).length;
	return {
		read: isKept.length,
		leftOut,
		unbalanced: count(isKept) - count(kept),
		isKept: kept,
		names,
		seeds,
		// Records whose cell is not known stand in none.
		cells: countCells(cells.flatMap((cell, index) => (kept[index] && cell !== undefined ? cell : []))),
	};
}

function describeCandidate({record, source, position}: SetRecord) {
	const {id} = record.training_metadata;
	return {id, name: id ?? `${source} ${position}`, prose: record.npc_card_narrative.dialogue_prose};
}

function cellOf(record: ReadableInteraction): number | undefined {
	const cell = cellOfReadable(record);
	return cell && cellNumber(cell);
}

/** A record whose cell is not known cannot be weighed and is left out. */
function balance(parts: {isKept: boolean[]; cells: Array<number | undefined>; given: Arguments}): boolean[] {
	const {isKept, cells, given} = parts;
	const pickable = cells.flatMap((cell, index): Array<Pickable & {index: number}> => {
		const rank = hashSeed(given.seed ?? 0, index);
		return isKept[index] && cell !== undefined ? [{cell, rank, index}] : [];
	});
	const isPicked = pickEvenly(pickable, given.balance as number | 'most');
	const picked = new Set(pickable.filter((_, at) => isPicked[at]).map(({index}) => index));
	if (picked.size > 0) return isKept.map((_, index) => picked.has(index));
	throw new UserError('no record has labels that `--balance` could weigh', {hint: 'leave --balance out'});
}

async function* pickRecords(records: AsyncIterable<SetRecord>, isKept: boolean[]): AsyncGenerator<SetRecord> {
	let at = 0;
	for await (const record of records) if (isKept[at++] === true) yield record;
}

/** Tells what was left out, and the facts of the sum, which it returns. */
function tellMerge(merge: Merge) {
	const facts = describeMerge(merge);
	for (const {name, reason, keptInstead} of merge.leftOut) {
		process.stderr.write(`${cleanForDisplay(`left out: ${name} (${reason} as ${keptInstead})`)}\n`);
	}
	for (const [fact, value] of Object.entries(facts)) {
		process.stdout.write(`${fact.replaceAll('_', ' ')}: ${value}\n`);
	}
	return facts;
}

function describeMerge({read, leftOut, unbalanced, isKept, cells}: Merge) {
	const {covered, fewest, most} = describeCoverage(cells);
	const count = (reason: LeftOut['reason']) => leftOut.filter(one => one.reason === reason).length;
	return {
		records_read: read,
		same_id: count('same-id'),
		same_prose: count('same-prose'),
		near_copies: count('near-copy'),
		left_out_for_balance: unbalanced,
		records_kept: isKept.filter(Boolean).length,
		cells_covered: covered,
		fewest_in_a_cell: fewest,
		most_in_a_cell: most,
	};
}
