import {basename, dirname, join, win32} from 'node:path';
import {Low} from 'lowdb';
import {z} from 'zod';
import {cellCount} from '../domain/parameter-space.js';
import {type PlanOrder, planOrders} from '../domain/plan-order.js';
import {UserError} from '../pipeline/errors.js';
import {createAtomicJsonAdapter} from './atomic-json-adapter.js';
import {describeSystemError, toStoreError} from './system-failure.js';

const runFileName = 'run.json';

const text = z.string().min(1);

/** Of whatever system: a run may be gone on with on another one. */
const absolutePath = z.string().refine(path => win32.isAbsolute(path), 'not an absolute path');

const planFields = z.looseObject({
	/** Target in accepted interactions, of this shard. */
	requested: z.int().min(1),
	order: z.enum([...planOrders, 'listed']),
	/** Of a listed order: the number of the cell of each scene. */
	cells: z
		.array(
			z
				.int()
				.min(0)
				.max(cellCount - 1),
		)
		.optional(),
	/** Names of the world's list that are in the sets which this run adds to. */
	spent_names: z.array(text).optional(),
	/** Absolute paths of those sets: runs and files, which may be gone by now. */
	sources: z.array(absolutePath).optional(),
	seed: z.int().min(0),
	/** The `part`-th (from 1) of `of` parts. */
	shard: z.object({part: z.int().min(1), of: z.int().min(1)}),
	/** Plan index that this shard begins with, and the target of the whole plan; absent where it is the whole. */
	first_index: z.int().min(0).optional(),
	total: z.int().min(1).optional(),
	/** Made by `runs --repair` where nothing tells the target of the whole plan: between which it lies; until it is named. */
	possible_totals: z.object({least: z.int().min(1), most: z.int().min(1).optional()}).optional(),
	/** Dialogues a scene gets. */
	variations: z.int().min(1),
});

export const planSchema = planFields.refine(hasItsCells, {
	path: ['cells'],
	error: 'a listed order needs the cell of each scene',
});

function hasItsCells({order, cells = [], ...plan}: z.infer<typeof planFields>): boolean {
	const end = (plan.first_index ?? 0) + plan.requested;
	return order !== 'listed' || cells.length >= Math.ceil(end / plan.variations);
}

const samplingSchema = z.object({
	temperature: z.number(),
	top_p: z.number(),
	top_k: z.number(),
	repeat_penalty: z.number(),
});

const settingsSchema = z.looseObject({
	engine: text,
	model: text,
	model_digest: z.string(),
	hosts: z.array(text),
	parallel: z.union([z.int().min(1), z.literal('auto')]),
	/** A world of the user's own, where there is one; its lists are among the prompt texts. */
	world: z.object({folder: text, fingerprint: text, files: z.array(text)}).optional(),
	/** The blind reader that reads what is accepted, where one does; what is absent is as in the run. */
	judge: z
		.object({gate: z.boolean(), engine: text.optional(), model: text.optional(), host: text.optional()})
		.optional(),
	/** By name of the step. */
	sampling: z.record(z.string(), samplingSchema),
});

/** All prompt files, path in the prompt folder to text, and the fingerprint over them. */
const promptTextsSchema = z.object({fingerprint: text, texts: z.record(z.string(), z.string())});

/** Something worth knowing later, such as settings that were changed at a resume. */
const runNoteSchema = z.object({at: z.iso.datetime(), what: text, detail: z.string()});

/** `planned`: nothing is made yet; who goes on with it first chooses engine and model. */
const runStates = ['planned', 'running', 'stopped', 'finished'] as const;

/** The last whole batch file, and how many lines of the journals it was made of; without it, one is written again. */
const lastBatchSchema = z.object({
	file: z.string().regex(/^[^/\\]+$/u),
	count: z.int().min(0),
	records: z.int().min(0),
	decisions: z.int().min(0),
});
export type LastBatch = z.infer<typeof lastBatchSchema>;

/** `run.json`: the configuration of a run. Progress is in the journals, never here. */
const runFileSchema = z.looseObject({
	format: z.literal(1),
	run_id: text,
	state: z.enum(runStates),
	created_at: z.iso.datetime(),
	app_version: text,
	plan: planSchema,
	settings: settingsSchema,
	prompts: promptTextsSchema,
	/** Prompts the run began with or used for a while, oldest first, when they were changed on the way. */
	earlier_prompts: z.array(promptTextsSchema).default([]),
	notes: z.array(runNoteSchema).default([]),
	last_batch: lastBatchSchema.optional().catch(undefined),
});
export type RunFile = z.infer<typeof runFileSchema>;

/** What the one who starts a run decides. */
export type RunStart = Pick<RunFile, 'app_version' | 'plan' | 'settings' | 'prompts'> &
	Partial<Pick<RunFile, 'state' | 'notes'>>;

/**
 * Whether there is nothing left to make. One that is killed as it goes on to a larger target, or as an interaction is
 * rejected in it, still calls itself finished.
 */
export function isFinished({state, plan}: Pick<RunFile, 'state' | 'plan'>, accepted: number): boolean {
	return state === 'finished' && accepted >= plan.requested;
}

export function orderOfPlan({order, cells = []}: Pick<RunFile['plan'], 'order' | 'cells'>): PlanOrder {
	return order === 'listed' ? cells : order;
}

export interface RunFileStore {
	readonly data: RunFile;
	/** Changes the file as a whole. On `StoreError` the data stay as they were, in memory too. */
	update(change: (file: RunFile) => RunFile): Promise<void>;
}

/** Writes a new file. Foreign errors pass through: the caller knows what the user asked for. */
export async function createRunFile(folder: string, data: RunFile): Promise<RunFileStore> {
	const low = openLow(folder, data);
	await low.write();
	return wrapLow(low, folder);
}

/** Throws `UserError`, naming the file, when it is missing, broken or from a newer version. */
export async function readRunFile(folder: string): Promise<RunFileStore> {
	const low = openLow(folder, nothingYet);
	const path = join(folder, runFileName);
	try {
		await low.read();
	} catch (error) {
		throw brokenRunFile({path, reason: describeProblem(error), cause: error});
	}
	if (low.data === nothingYet) throw brokenRunFile({path, reason: 'it does not exist'});
	return wrapLow(low, folder);
}

/** lowdb wants some data to begin with; whoever reads gets the file's or an error. */
const nothingYet = null as unknown as RunFile;

function openLow(folder: string, data: RunFile): Low<RunFile> {
	const path = join(folder, runFileName);
	const adapter = createAtomicJsonAdapter({path, check: value => runFileSchema.parse(value)});
	return new Low(adapter, data);
}

function wrapLow(low: Low<RunFile>, folder: string): RunFileStore {
	let tail: Promise<void> = Promise.resolve();

	async function replace(change: (file: RunFile) => RunFile): Promise<void> {
		const before = low.data;
		low.data = change(before);
		try {
			await low.write();
		} catch (error) {
			low.data = before;
			throw toStoreError(`could not write \`${join(folder, runFileName)}\``, error);
		}
	}

	return {
		get data() {
			return low.data;
		},
		update: change => {
			const next = tail.then(() => replace(change));
			tail = next.catch(() => {});
			return next;
		},
	};
}

function brokenRunFile(options: {path: string; reason: string; cause?: unknown}): UserError {
	const {path, reason, cause} = options;
	return new UserError(`the run file \`${path}\` cannot be used: ${reason}`, {
		hint: `mend it with \`unwritten runs --repair ${basename(dirname(path))}\`, or put a copy of it back; the interactions beside it are untouched`,
		cause,
	});
}

function describeProblem(error: unknown): string {
	if (error instanceof SyntaxError) return 'it is not valid JSON';
	if (!(error instanceof z.ZodError)) return describeSystemError(error);
	const issue = error.issues[0];
	return `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not valid'}`;
}
