import {systemClock} from '../engines/system-clock.js';
import {exporters} from '../exporters/exporters.js';
import type {Engine} from '../pipeline/ports.js';
import {type PromptBook, parsePromptBook} from '../pipeline/prompt-book.js';
import {defaultRetryPolicy} from '../pipeline/retry-policy.js';
import {createRun, type Run} from '../pipeline/run.js';
import type {RunFacts} from '../pipeline/run-controls.js';
import {tuneParallel} from '../pipeline/tune-parallel.js';
import {exportBatch} from '../store/export-file.js';
import type {RunFolder} from '../store/run-store.js';
import {appVersion} from './app-version.js';
import type {requireModel} from './open-engine.js';

/** A run ready to be started, and what has to be done when it is over. */
export type OpenedRun = {
	run: Run;
	facts: RunFacts;
	folder: RunFolder;
	engine: Engine;
	finish: () => Promise<void>;
};

const preferredContextTokens = 4_096;
const firstParallel = 1;

/** Puts a run together over an open folder. `waitForEngineMs`: how long an engine may stay away. */
export async function beginRun(parts: {
	folder: RunFolder;
	engine: Engine;
	book: PromptBook;
	outputFolder: string;
	parallel: number | 'auto';
	waitForEngineMs: number;
	inspection: Awaited<ReturnType<typeof requireModel>>;
}): Promise<OpenedRun> {
	const {folder, engine, outputFolder, parallel, inspection} = parts;
	const {plan} = folder.runFile;
	const run = await createRun({
		plan: {seed: plan.seed, order: plan.order, planIndexes: countUp(plan.requested)},
		engine,
		modelDigest: inspection.model.digest,
		store: folder,
		book: parts.book,
		policy: {...defaultRetryPolicy, waitForEngineMs: parts.waitForEngineMs},
		clock: systemClock,
		appVersion: appVersion(),
		contextTokens: Math.min(preferredContextTokens, inspection.model.contextTokens),
		parallel: parallel === 'auto' ? firstParallel : parallel,
		exportBatch: partial => exportRun({folder, outputFolder, partial}),
	});
	const stopTuning = parallel === 'auto' && engine.name !== 'rehearsal' ? tuneParallel(run) : undefined;
	return {
		run,
		folder,
		engine,
		facts: describeRun(parts),
		finish: async () => {
			stopTuning?.();
			const {accepted, requested} = run.progress;
			try {
				await folder.setState(accepted === requested ? 'finished' : 'stopped');
			} finally {
				await folder.close();
			}
		},
	};
}

function describeRun(parts: Parameters<typeof beginRun>[0]): RunFacts {
	const {folder, engine} = parts;
	return {
		runId: folder.runId,
		engine: engine.name,
		model: engine.model,
		host: engine.host,
		seed: folder.runFile.plan.seed,
		order: folder.runFile.plan.order,
		outputFolder: parts.outputFolder,
	};
}

/** Writes the batch JSON of a run; undefined when a partial one would be empty. */
export async function exportRun(parts: {
	folder: Pick<RunFolder, 'countedInteractions'>;
	outputFolder: string;
	partial: boolean;
}): Promise<{path: string; count: number} | undefined> {
	const {path, count} = await exportBatch({
		outputFolder: parts.outputFolder,
		interactions: parts.folder.countedInteractions(),
		partial: parts.partial,
		now: Date.now(),
		format: exporters.json,
	});
	return path === undefined ? undefined : {path, count};
}

/** The prompts that a run keeps for its whole life, as `run.json` holds them. */
export function bookOfRun(folder: RunFolder): PromptBook {
	const {texts, fingerprint} = folder.runFile.prompts;
	return parsePromptBook(texts, fingerprint);
}

function countUp(count: number): number[] {
	return Array.from({length: count}, (_, index) => index);
}
