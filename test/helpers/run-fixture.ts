import {cellCount} from '../../source/domain/parameter-space.js';
import type {RunEvent, RunFact} from '../../source/pipeline/events.js';
import type {Clock} from '../../source/pipeline/ports.js';
import type {Progress} from '../../source/pipeline/progress.js';
import {type PromptBook, parsePromptBook} from '../../source/pipeline/prompt-book.js';
import {defaultRetryPolicy, type RetryPolicy} from '../../source/pipeline/retry-policy.js';
import {createRun, type Run, type RunParts} from '../../source/pipeline/run.js';
import {defaultPromptFolder, loadPromptFiles} from '../../source/store/prompt-files.js';
import {createFakeEngine, type FakeEngine} from './fake-engine.js';
import {createManualClock, type ManualClock} from './manual-clock.js';
import {createMemoryStore, type MemoryStore} from './memory-store.js';

export const promptTexts = (await loadPromptFiles(defaultPromptFolder)).texts;
export const promptBook: PromptBook = parsePromptBook(promptTexts, 'f'.repeat(16));

export type RunFixture = {
	run: Run;
	engine: FakeEngine;
	store: MemoryStore;
	clock: ManualClock;
	events: RunEvent[];
	exports: Array<{partial: boolean}>;
	/** Resolves with the first event from now on that fits. */
	happened(type: RunFact['type'], fits?: (event: never) => boolean): Promise<RunEvent>;
	/** How often an event of this type was announced. */
	count(type: RunFact['type']): number;
};

export type RunFixtureOptions = {
	count?: number;
	parallel?: number;
	seed?: number;
	policy?: Partial<RetryPolicy>;
	engine?: FakeEngine;
	store?: MemoryStore;
	clock?: Clock;
	parts?: Partial<RunParts>;
};

/** What a run over fakes is put together from. */
export function createRunParts(options: RunFixtureOptions = {}): RunParts {
	const {count = 3, parallel = 1, seed = 7, policy} = options;
	const store = options.store ?? createMemoryStore();
	return {
		plan: {seed, order: 'balanced', planIndexes: Array.from({length: count}, (_, index) => index)},
		engine: options.engine ?? createFakeEngine(),
		modelDigest: 'fake-digest',
		store,
		book: promptBook,
		policy: {...defaultRetryPolicy, ...policy},
		clock: options.clock ?? createManualClock(),
		appVersion: '0.1.0',
		contextTokens: 4096,
		parallel,
		exportBatch: async () => ({path: 'batch.json', count: 0}),
		...options.parts,
	};
}

/** A run over fakes. Every event is checked against the invariants of `Progress`. */
export async function createRunFixture(options: RunFixtureOptions = {}): Promise<RunFixture> {
	const exports: Array<{partial: boolean}> = [];
	const parts = createRunParts({
		...options,
		parts: {
			async exportBatch(partial) {
				exports.push({partial});
				return {path: 'batch.json', count: 0};
			},
			...options.parts,
		},
	});
	const run = await createRun(parts);
	const engine = parts.engine as FakeEngine;
	const store = parts.store as MemoryStore;
	const clock = parts.clock as ManualClock;
	const events: RunEvent[] = [];
	run.subscribe(event => {
		events.push(event);
		if (event.type === 'text-written') return;
		const rule = findBrokenInvariant(run.progress);
		if (rule) broken.push(`after ${event.type}: ${rule} (${describe(run.progress)})`);
	});
	return {
		run,
		engine,
		store,
		clock,
		events,
		exports,
		happened: (type, fits = () => true) =>
			new Promise(resolve => {
				const end = run.subscribe(event => {
					if (event.type !== type || !(fits as (event: RunEvent) => boolean)(event)) return;
					end();
					resolve(event);
				});
			}),
		count: type => events.filter(event => event.type === type).length,
	};
}

const broken: string[] = [];

function describe({requested, accepted, failed, running, queued}: Progress): string {
	return `${requested} = ${accepted} + ${failed} + ${running} + ${queued}`;
}

/** What was broken since the last call; a listener that throws would only be dropped by the run. */
export function takeBrokenInvariants(): string[] {
	return broken.splice(0);
}

/** requested = accepted + failed + running + queued, over all and in every cell, and nothing below 0. */
export function findBrokenInvariant(progress: Progress): string | undefined {
	const {requested, accepted, failed, running, queued, cells, workers, summaries} = progress;
	if (accepted + failed + running + queued !== requested) return 'the sum is not what was requested';
	if (Math.min(accepted, failed, running, queued) < 0) return 'a number is below 0';
	if (cells.length !== cellCount) return 'cells are missing';
	for (const name of ['requested', 'accepted', 'failed', 'running'] as const) {
		if (cells.reduce((sum, cell) => sum + cell[name], 0) !== progress[name]) return `${name} of the cells`;
	}
	const tooFull = cells.some(cell => cell.requested < cell.accepted + cell.failed + cell.running);
	if (tooFull) return 'a cell holds more than was requested of it';
	if (workers.size !== running) return 'a worker that does not run';
	const counted = summaries.filter(({status}) => status === 'accepted').map(({planIndex}) => planIndex);
	if (counted.length !== accepted) return 'the list does not hold what was accepted';
	return new Set(counted).size === accepted ? undefined : 'a plan index counts twice';
}

/** Lets everything that waits for a promise or an immediate go on. */
export async function settle(turns = 20): Promise<void> {
	for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
}

/** Lets the run go on until nothing happens any more; for engines that answer at once. */
export async function settleUntil(isReached: () => boolean, turns = 5_000): Promise<void> {
	for (let turn = 0; turn < turns && !isReached(); turn++) await settle(1);
	if (!isReached()) throw new Error('it was never reached');
}
