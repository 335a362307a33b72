import type {SummaryIndex, SummaryList} from '../domain/interaction-summary.js';
import type {Cell} from '../domain/parameter-space.js';
import {cellCount, cellNumber} from '../domain/parameter-space.js';
import type {WornThing} from '../domain/quality/variety-meter.js';
import type {ModelStep, Step} from '../domain/step-outputs.js';
import type {JudgeVerdict, RunOutcome} from './events.js';
import type {FailureClass} from './failure.js';
import {createThroughput, type Throughput} from './throughput.js';

export type RunStatus =
	| {status: 'starting'}
	| {status: 'running'}
	| {status: 'pausing'; mode: 'after-step' | 'now'}
	| {status: 'paused'; since: number}
	| {status: 'waiting-for-engine'; since: number; reason: string}
	| {status: 'waiting-for-disk'; since: number; reason: string}
	| {status: 'stopping'}
	| {status: 'ended'; outcome: RunOutcome};

/** What one worker has under way; times in ms since the epoch. */
export type WorkerProgress = {
	worker: number;
	planIndex: number;
	cell: number;
	name: string;
	step: Step;
	attempt: number;
	try: number;
	slotStartedAt: number;
	stepStartedAt: number;
	/** When the engine last said something in this step; the start of the step until then. */
	lastTextAt: number;
	/** When the reply was whole, while what came of it is not on disk yet. */
	savingSince: number | undefined;
	/** Since when its call has been held back because the server takes no more for now. */
	heldSince: number | undefined;
	/** The text of the step under way, as the model has written it so far; uncleaned. */
	text: string;
	textStep: ModelStep | undefined;
	/** Of several hosts: the one that works on it now. */
	host: string | undefined;
};

/** One of several hosts. */
export type HostProgress = {
	host: string;
	/** Set while it does not answer. */
	lost: {since: number; reason: string} | undefined;
	/** Calls that came back from it, and its tokens. */
	calls: number;
	throughput: Throughput;
};

/** One of the 128 cells; `requested = accepted + failed + running + queued` holds here too. */
export type CellProgress = {requested: number; accepted: number; failed: number; running: number};

export type StepTiming = {count: number; totalMs: number; promptTokens: number; outputTokens: number};

export type LastError = {at: number; failure: FailureClass; reason: string; count: number};

/**
 * Everything a display shows, folded from events.
 *
 * Mutated in place by `applyEvent` (a run of 100,000 must not copy its lists); displays take throttled snapshots.
 * Invariant at any moment: `requested = accepted + failed + running + queued`.
 */
export type Progress = {
	status: RunStatus;
	requested: number;
	accepted: number;
	failed: number;
	running: number;
	queued: number;
	parallel: number;
	/** It follows what the engine rewards. */
	isParallelAuto: boolean;
	/** Prompts that were edited during the run and are on offer. */
	editedPrompts: {fingerprint: string; files: string[]} | undefined;
	/** Accepted before this session started. */
	acceptedBefore: number;
	workers: Map<number, WorkerProgress>;
	/** By cell number, 128 of them. */
	cells: CellProgress[];
	/** Every record of the journal, oldest first. */
	summaries: SummaryList;
	summaryIndex: SummaryIndex;
	failures: Map<FailureClass, number>;
	/** What a blind reader said in this session, where one was asked for. */
	judged: Record<JudgeVerdict, number>;
	lastError: LastError | undefined;
	/** Set while the engine does not answer, also during a pause. */
	engineAway: {since: number; reason: string} | undefined;
	/** Set while the disk refuses, also during a pause. */
	storeBlocked: {since: number; reason: string} | undefined;
	steps: Map<Step, StepTiming>;
	/** Of an engine with several hosts, in the order they were first used; empty otherwise. */
	hosts: Map<string, HostProgress>;
	/** Calls that were taken from one host to another, and the tokens given up with them. */
	movedCalls: {count: number; lostTokens: number};
	/** Prompt tokens of the calls whose engine says how many of them it had in its cache. */
	promptCache: {promptTokens: number; cachedTokens: number};
	throughput: Throughput;
	/** What a pause now did with the model; undefined until that is known, and once the run goes on. */
	unloading: {status: 'unloaded'} | {status: 'kept'; reason: string} | undefined;
	lastExport: {path: string; count: number; at: number} | undefined;
	/** What the disk refused to the last of this run. */
	unwritten: ReadonlySet<'batch' | 'state'>;
	/** A record that the batch lacks a file for, since it cannot be read any more. */
	unreadableId: string | undefined;
	/** Writes that a stop no longer waited for, and how many of them were records; those may be in the journal. */
	givenUp: {writes: number; records: number};
	notices: Array<{at: number; message: string}>;
	/** What comes back too often in the latest scenes. */
	worn: readonly WornThing[];
	/** Grows with every event; tells a display that something changed. */
	version: number;
};

export type ProgressStart = {
	/** The cell of every plan index that this run asks for. */
	cells: Iterable<Cell>;
	summaries: SummaryList;
	summaryIndex?: SummaryIndex | undefined;
	failures: Map<FailureClass, number>;
	parallel: number;
	isParallelAuto?: boolean;
};

/** Progress before the first event: what the run folder held, the rest queued. */
export function createProgress(start: ProgressStart): Progress {
	const cells = countCells(start);
	const accepted = cells.reduce((sum, cell) => sum + cell.accepted, 0);
	const requested = cells.reduce((sum, cell) => sum + cell.requested, 0);
	return {
		status: {status: 'starting'},
		requested,
		accepted,
		failed: 0,
		running: 0,
		queued: requested - accepted,
		parallel: start.parallel,
		isParallelAuto: start.isParallelAuto ?? false,
		editedPrompts: undefined,
		acceptedBefore: accepted,
		workers: new Map(),
		cells,
		...listSummaries(start),
		failures: new Map(start.failures),
		judged: {agreed: 0, misread: 0, unanswered: 0},
		lastError: undefined,
		engineAway: undefined,
		storeBlocked: undefined,
		steps: new Map(),
		hosts: new Map(),
		movedCalls: {count: 0, lostTokens: 0},
		promptCache: {promptTokens: 0, cachedTokens: 0},
		throughput: createThroughput(),
		unloading: undefined,
		lastExport: undefined,
		unwritten: new Set(),
		unreadableId: undefined,
		givenUp: {writes: 0, records: 0},
		notices: [],
		worn: [],
		version: 0,
	};
}

function listSummaries({summaries, summaryIndex}: ProgressStart) {
	if (summaryIndex) return {summaries, summaryIndex};
	const places = new Map(summaries.map((summary, index) => [summary.id, index] as const));
	return {summaries: [...summaries], summaryIndex: places};
}

/** Share of the prompt tokens that the engine had in its cache, 0-1; undefined where it does not say. */
export function cachedShare({promptCache}: Pick<Progress, 'promptCache'>): number | undefined {
	const {promptTokens, cachedTokens} = promptCache;
	return promptTokens === 0 ? undefined : cachedTokens / promptTokens;
}

/** Calls that a host has under way. */
export function runningOn(progress: Pick<Progress, 'workers'>, host: string): number {
	return [...progress.workers.values()].filter(worker => worker.host === host).length;
}

function countCells(start: ProgressStart): CellProgress[] {
	const cells = Array.from({length: cellCount}, () => ({
		requested: 0,
		accepted: 0,
		failed: 0,
		running: 0,
	}));
	for (const cell of start.cells) (cells[cellNumber(cell)] as CellProgress).requested++;
	for (const summary of start.summaries) {
		if (summary.status === 'accepted') (cells[summary.cell] as CellProgress).accepted++;
	}
	return cells;
}
