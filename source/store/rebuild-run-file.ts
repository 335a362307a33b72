import {rename} from 'node:fs/promises';
import {basename, join} from 'node:path';
import type {Interaction} from '../domain/interaction.js';
import {UserError} from '../pipeline/errors.js';
import type {PlanTraces} from './guess-plan.js';
import {openInteractionJournal} from './interaction-journal.js';
import type {PromptFiles} from './prompt-files.js';
import {recoverPlan} from './recover-plan.js';
import {createRunFile, type RunFile, readRunFile} from './run-file.js';
import {isRunId} from './run-id.js';
import {unlessMissing} from './system-failure.js';

/**
 * Puts a run file in place of one that is missing or broken, made from what the records say; the broken one is kept
 * beside it. Returns what was done, one sentence each; nothing where the file is good.
 *
 * What no record knows (the plan, where the log is lost too; prompts that are not those of today) is guessed and said so. Throws `UserError` when
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
	const {plan, said} = await recoverPlan(folder, facts.traces);
	await createRunFile(folder, describeRunFile({folder, facts, plan, prompts, now}));
	const known = facts.first.training_metadata.prompt_fingerprint === prompts.fingerprint;
	return [
		`run.json: ${problem.message.split(': ').slice(1).join(': ') || 'it cannot be used'}; made anew from ${facts.count} records`,
		...(aside ? [`run.json: the broken one is kept as ${aside}`] : []),
		...said.map(sentence => `run.json: ${sentence}`),
		known
			? 'run.json: the prompts are those that come with the program, by their fingerprint'
			: 'run.json: the prompts that the records were made from are lost; those that come with the program hold from now on',
	];
}

type Facts = {first: Interaction; count: number; traces: PlanTraces};

async function readFacts(folder: string): Promise<Facts | undefined> {
	const journal = await openInteractionJournal({path: join(folder, 'interactions.jsonl'), readOnly: true});
	try {
		const {summaries} = journal;
		const places = Array.from(summaries, ({id, planIndex, cell}) => ({id, planIndex, cell}));
		let [lowest] = places;
		let highest = lowest;
		if (lowest === undefined || highest === undefined) return undefined;
		for (const place of places) {
			if (place.planIndex < lowest.planIndex) lowest = place;
			if (place.planIndex > highest.planIndex) highest = place;
		}
		const first = await journal.read(lowest.id);
		const last = await journal.read(highest.id);
		const traces = {
			runId: isRunId(first.training_metadata.run_id) ? first.training_metadata.run_id : basename(folder),
			seed: first.training_metadata.run_seed,
			places,
			lowest: lowest.planIndex,
			highest: highest.planIndex,
			family: last.training_metadata.variation_family,
		};
		return {first, count: places.length, traces};
	} finally {
		await journal.close();
	}
}

function describeRunFile(options: {
	folder: string;
	facts: Facts;
	plan: RunFile['plan'];
	prompts: PromptFiles;
	now: number;
}): RunFile {
	const {folder, facts, plan, prompts, now} = options;
	const metadata = facts.first.training_metadata;
	const {seed: _, ...sampling} = metadata.sampling;
	return {
		format: 1,
		run_id: basename(folder),
		state: 'stopped',
		created_at: metadata.created_at,
		app_version: metadata.app_version,
		plan,
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
