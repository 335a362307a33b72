import {rename} from 'node:fs/promises';
import {basename, join} from 'node:path';
import type {Interaction} from '../domain/interaction.js';
import type {InteractionSummary} from '../domain/interaction-summary.js';
import {cellCount, cellNumber} from '../domain/parameter-space.js';
import {mostListed, planFill} from '../domain/plan-fill.js';
import {cellAt, planOrders} from '../domain/plan-order.js';
import {sceneOf} from '../domain/variation-family.js';
import {UserError} from '../pipeline/errors.js';
import {openInteractionJournal} from './interaction-journal.js';
import type {PromptFiles} from './prompt-files.js';
import {createRunFile, type RunFile, readRunFile} from './run-file.js';
import {unlessMissing} from './system-failure.js';

const mostVariations = 20;

/**
 * Puts a run file in place of one that is missing or broken, made from what the records say; the broken one is kept
 * beside it. Returns what was done, one sentence each; nothing where the file is good.
 *
 * What no record knows (the target, prompts that are not those of today) is guessed and said so. Throws `UserError` when
 * there is no record to make it from.
 */
export async function rebuildRunFile(options: {
	folder: string;
	prompts: PromptFiles;
	now: number;
}): Promise<string[]> {
	const {folder, prompts, now} = options;
	const problem = await readRunFile(folder).then(
		() => undefined,
		error => error as Error,
	);
	if (problem === undefined) return [];
	const facts = await readFacts(folder);
	if (!facts) {
		throw new UserError(`${problem.message}, and there is no record to make it from`, {
			hint: 'put a copy of `run.json` back, or delete the folder',
		});
	}
	const aside = await setAside(folder, now);
	await createRunFile(folder, describeRunFile({folder, facts, prompts, now}));
	const known = facts.first.training_metadata.prompt_fingerprint === prompts.fingerprint;
	return [
		`run.json: ${problem.message.split(': ').slice(1).join(': ') || 'it cannot be used'}; made anew from ${facts.count} records`,
		...(aside ? [`run.json: the broken one is kept as ${aside}`] : []),
		`run.json: the target is not in the records; it is taken to be ${facts.requested}, the least it can have been (raise it with --resume --accept-changes --count N)`,
		known
			? 'run.json: the prompts are those that come with the program, by their fingerprint'
			: 'run.json: the prompts that the records were made from are lost; those that come with the program hold from now on',
		...(facts.order === 'listed'
			? [
					`run.json: the cells of its plan were listed there alone; they are known again where a record is, ${facts.guessed} others are guessed, and those behind the last record are lost (plan them again with \`unwritten merge … --fill\`)`,
				]
			: []),
	];
}

type Facts = {
	first: Interaction;
	count: number;
	requested: number;
} & FoundPlan;

type FoundPlan = Pick<RunFile['plan'], 'order' | 'cells' | 'variations'> & {
	/** Cells of a listed order that no record tells. */
	guessed: number;
};

async function readFacts(folder: string): Promise<Facts | undefined> {
	const journal = await openInteractionJournal({path: join(folder, 'interactions.jsonl'), readOnly: true});
	try {
		const {summaries} = journal;
		const first = summaries.at(0);
		if (first === undefined) return undefined;
		let highest = 0;
		for (const {planIndex} of summaries) highest = Math.max(highest, planIndex);
		const plan = findPlan(summaries);
		return {first: await journal.read(first.id), count: summaries.length, requested: highest + 1, ...plan};
	} finally {
		await journal.close();
	}
}

/** The order and the number of variations that give every record the cell it has; a list of those cells where none does. */
function findPlan(summaries: Iterable<InteractionSummary>): FoundPlan {
	const seen = Array.from(summaries, ({planIndex, cell}) => ({planIndex, cell}));
	for (const order of planOrders) {
		for (let variations = 1; variations <= mostVariations; variations++) {
			const fits = seen.every(
				({planIndex, cell}) => cellNumber(cellAt(order, sceneOf(planIndex, variations))) === cell,
			);
			if (fits) return {order, variations, guessed: 0};
		}
	}
	return listCells(seen);
}

/** Slots without a record get the cells that have fewest. */
function listCells(seen: Array<{planIndex: number; cell: number}>): FoundPlan {
	const known = new Map(seen.map(({planIndex, cell}) => [planIndex, cell] as const));
	const length = seen.reduce((most, {planIndex}) => Math.max(most, planIndex + 1), 0);
	if (length > mostListed) return {order: 'balanced', variations: 1, guessed: 0};
	const counts = new Array<number>(cellCount).fill(0);
	for (const cell of known.values()) counts[cell] = (counts[cell] as number) + 1;
	const guesses = planFill(counts, length - known.size);
	const next = guesses.values();
	const cells = Array.from({length}, (_, index) => known.get(index) ?? (next.next().value as number));
	return {order: 'listed', cells, variations: 1, guessed: guesses.length};
}

function describeRunFile(options: {
	folder: string;
	facts: Facts;
	prompts: PromptFiles;
	now: number;
}): RunFile {
	const {folder, facts, prompts, now} = options;
	const {requested, order, cells, variations} = facts;
	const metadata = facts.first.training_metadata;
	const {seed: _, ...sampling} = metadata.sampling;
	return {
		format: 1,
		run_id: basename(folder),
		state: 'stopped',
		created_at: metadata.created_at,
		app_version: metadata.app_version,
		plan: {
			requested,
			order,
			...(cells && {cells}),
			seed: metadata.run_seed,
			shard: {part: 1, of: 1},
			variations,
		},
		settings: {
			engine: metadata.engine,
			model: metadata.model,
			model_digest: metadata.model_digest,
			hosts: [],
			parallel: 'auto',
			sampling: {dialogue: sampling},
		},
		prompts: {fingerprint: prompts.fingerprint, texts: prompts.texts},
		earlier_prompts: [],
		notes: [
			{at: new Date(now).toISOString(), what: 'repaired', detail: 'run.json was made from the records'},
		],
	};
}

async function setAside(folder: string, now: number): Promise<string | undefined> {
	const name = `run.json.broken-${new Date(now).toISOString().replaceAll(/[:.]/gu, '-')}`;
	const isMoved = await unlessMissing(async () => {
		await rename(join(folder, 'run.json'), join(folder, name));
		return true;
	});
	return isMoved ? name : undefined;
}
