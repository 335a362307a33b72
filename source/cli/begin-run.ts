import {basename} from 'node:path';
import {systemClock} from '../engines/system-clock.js';
import {writeBatchJson} from '../exporters/batch-json.js';
import type {BlindReader} from '../pipeline/blind-reader.js';
import {UserError} from '../pipeline/errors.js';
import {judgeEndState} from '../pipeline/judge-outcome.js';
import type {Engine, EngineInspection} from '../pipeline/ports.js';
import {type PromptBook, parsePromptBook} from '../pipeline/prompt-book.js';
import {defaultRetryPolicy} from '../pipeline/retry-policy.js';
import {createRun, type Run} from '../pipeline/run.js';
import type {RunFacts} from '../pipeline/run-controls.js';
import {exportBatch} from '../store/export-file.js';
import {openJudgementJournal, readJudgements} from '../store/judgement-journal.js';
import {readSourceProse} from '../store/read-source-prose.js';
import {orderOfPlan, type RunFile} from '../store/run-file.js';
import type {RunFolder} from '../store/run-store.js';
import {appVersion} from './app-version.js';
import {logRun} from './log-run.js';
import {contextOfRun, unloadOwn} from './require-runnable.js';
import {watchPrompts} from './watch-prompts.js';

/** A run ready to be started, and what has to be done when it is over. */
export type OpenedRun = {
	run: Run;
	facts: RunFacts;
	folder: RunFolder;
	engine: Engine;
	/** What the opening found wrong, one sentence each. */
	notices: readonly string[];
	/** Offers prompts that are edited from now on; returns what ends it. For displays that can be answered. */
	watchPrompts: () => () => void;
	finish: () => Promise<void>;
	/** Frees what engine and judge have loaded in this process, for the run that is opened in it next. */
	unloadOwn: () => Promise<void>;
};

/** Puts a run together over an open folder. `waitForEngineMs`: how long an engine may stay away. */
export async function beginRun(parts: {
	folder: RunFolder;
	engine: Engine;
	book: PromptBook;
	outputFolder: string;
	parallel: number | 'auto';
	waitForEngineMs: number;
	model: Pick<NonNullable<EngineInspection['model']>, 'digest' | 'contextTokens'>;
	judge?: {reader: BlindReader; gate: boolean} | undefined;
	/** Its batch file, where nothing has changed since. */
	writtenBatch?: {path: string; count: number} | undefined;
	/** What the user should know besides what the folder says. */
	notices?: readonly string[];
	/** Called as the sources of a fill are read, with the records so far. */
	onSourceRead?: (records: number) => void;
}): Promise<OpenedRun> {
	const {folder, engine, outputFolder, parallel, model} = parts;
	const {plan} = folder.runFile;
	const journal = parts.judge && (await openJudgementJournal(folder.folder, {readOnly: false}));
	const sources = plan.sources && readSourceProse(plan.sources, {onRead: parts.onSourceRead});
	const run = await createRun({
		plan: {
			seed: plan.seed,
			order: orderOfPlan(plan),
			planIndexes: listPlanIndexes(plan),
			variations: plan.variations,
			spentNames: plan.spent_names,
		},
		engine,
		modelDigest: model.digest,
		store: folder,
		book: parts.book,
		policy: {...defaultRetryPolicy, waitForEngineMs: parts.waitForEngineMs},
		clock: systemClock,
		appVersion: appVersion(),
		contextTokens: contextOfRun(model),
		parallel,
		isTunable: engine.name !== 'rehearsal',
		findBook: fingerprint => findEarlierBook(folder, fingerprint),
		// Those of an earlier `unwritten judge` too.
		readJudgements: () => readJudgements(folder.folder),
		judging: parts.judge && journal && {...parts.judge, journal},
		sourceProse: sources?.prose,
		writtenBatch: parts.writtenBatch,
		exportBatch: partial => exportRun({folder, outputFolder, partial}),
	});
	const notices = [...folder.notices, ...(sources?.notices ?? []), ...(parts.notices ?? [])];
	const log = logRun(folder, {run, notices});
	return {
		run,
		folder,
		engine,
		notices,
		facts: describeRun(parts),
		watchPrompts: () => watchPrompts({folder, run}),
		async unloadOwn() {
			await unloadOwn(engine);
			if (parts.judge) await unloadOwn({...parts.judge.reader, name: parts.judge.reader.engine});
		},
		finish: once(async () => {
			const state = judgeEndState(run.progress);
			try {
				if (folder.runFile.state !== state) await folder.setState(state);
			} finally {
				await journal?.close();
				await log.close();
				await folder.close();
			}
		}),
	};
}

/** Whoever comes second waits for the first: a signal may come while a run is being closed. */
function once(act: () => Promise<void>): () => Promise<void> {
	let done: Promise<void> | undefined;
	return () => {
		done ??= act();
		return done;
	};
}

function describeRun(parts: Parameters<typeof beginRun>[0]): RunFacts {
	const {folder, engine} = parts;
	const {shard, total} = folder.runFile.plan;
	return {
		runId: folder.runId,
		engine: engine.name,
		model: engine.model,
		host: engine.host,
		seed: folder.runFile.plan.seed,
		order: folder.runFile.plan.order,
		...(shard.of > 1 && {shard: `${shard.part}/${shard.of} of ${total ?? 'a plan whose target is lost'}`}),
		outputFolder: parts.outputFolder,
	};
}

/** Writes the batch JSON of a run; undefined when a partial one would be empty. */
async function exportRun(parts: {
	folder: Pick<RunFolder, 'countedRecords' | 'runFile' | 'contents' | 'noteBatch'>;
	outputFolder: string;
	partial: boolean;
}): Promise<{path: string; count: number} | undefined> {
	const {folder, partial} = parts;
	const contents = folder.contents();
	const {path, count} = await exportBatch({
		outputFolder: parts.outputFolder,
		interactions: folder.countedRecords(),
		partial,
		now: Date.now(),
		format: {extension: '.json', write: writeBatchJson},
		shard: folder.runFile.plan.shard,
	});
	if (path === undefined) return undefined;
	if (!partial) folder.noteBatch({file: basename(path), count, ...contents});
	return {path, count};
}

/** The prompts that a run keeps for its whole life, as `run.json` holds them. */
export function bookOfRun(folder: RunFolder): PromptBook {
	const {texts, fingerprint} = folder.runFile.prompts;
	return parsePromptBook(texts, fingerprint);
}

/** Unfinished interactions go on with the prompts they were begun with, as far as this version still reads those. */
function findEarlierBook({runFile}: RunFolder, wanted: string): PromptBook | undefined {
	const earlier = runFile.earlier_prompts.find(({fingerprint}) => fingerprint === wanted);
	try {
		return earlier && parsePromptBook(earlier.texts, earlier.fingerprint);
	} catch (error) {
		if (error instanceof UserError) return undefined;
		throw error;
	}
}

function listPlanIndexes({first_index: first = 0, requested}: RunFile['plan']): number[] {
	return Array.from({length: requested}, (_, index) => first + index);
}
