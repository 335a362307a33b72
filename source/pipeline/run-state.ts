import type {Cell} from '../domain/parameter-space.js';
import {PlanColumn} from '../domain/plan-column.js';
import {cellAt} from '../domain/plan-order.js';
import type {NearCopyIndex} from '../domain/quality/find-near-copy.js';
import type {ToldScene} from '../domain/quality/variety-meter.js';
import {sceneOf} from '../domain/variation-family.js';
import {type CallRegistry, createCallRegistry} from './call-registry.js';
import {createEngineWatch} from './engine-watch.js';
import {createEventBus, type EventBus} from './event-bus.js';
import type {FailureClass} from './failure.js';
import {firstParallel} from './parallel-control.js';
import {createPauseGate, type PauseGate} from './pause-gate.js';
import type {Checkpoint, InteractionSummary} from './ports.js';
import {createProgress, type Progress} from './progress.js';
import {createPromptForms} from './prompt-forms.js';
import {createPromptShelf, type PromptShelf} from './prompt-shelf.js';
import type {RunParts} from './run.js';
import {createSceneFamilies, type SceneFamilies} from './scene-families.js';
import {createSlotQueue, type SlotQueue} from './slot-queue.js';
import {createVarietyWatch} from './variety-watch.js';
import type {Slot, Workshop} from './workshop.js';
import {type BatchAge, isChangeOfBatch} from './write-ending.js';

/** The parts of a run that its controls, its supervisor and its review share. */
export type RunState = {
	progress: Progress;
	bus: EventBus;
	gate: PauseGate;
	calls: CallRegistry;
	queue: SlotQueue;
	workshop: Workshop;
	shelf: PromptShelf;
	families: SceneFamilies;
	/** Interactions under way at once. */
	parallel: number;
	/** Slots under way, with the promise of their end. */
	slots: Map<number, {slot: Slot; ended: Promise<void>}>;
	/** Plan indexes given up in this session. */
	failed: Set<number>;
	/** How many records each plan index has had. */
	generations: PlanColumn;
	checkpoints: Map<number, Checkpoint>;
	isEngineGone: boolean;
	/** Decisions of the user that are not on disk yet; the run does not end before them. */
	decisionsUnderWay: number;
	/** An unload under way; a pause now is not over before it. */
	unloading: Promise<void> | undefined;
	readonly isStopped: boolean;
	/** Nothing new is begun, what is under way is dropped. */
	callOff(): void;
	exportBatch: RunParts['exportBatch'];
	batch: BatchAge;
};

export function createRunState(
	parts: RunParts,
	nearCopies: NearCopyIndex,
	earlier: readonly ToldScene[] = [],
): RunState {
	const {plan, store} = parts;
	const {history} = store;
	const variations = plan.variations ?? 1;
	const parallel = firstParallel(parts);
	const progress = createProgress({
		cells: cellsOf(plan),
		summaries: history.summaries,
		summaryIndex: history.summaryIndex,
		failures: history.attemptCounts,
		parallel,
		isParallelAuto: parts.parallel === 'auto',
	});
	if (parts.writtenBatch) progress.lastExport = {...parts.writtenBatch, at: parts.clock.now()};
	const bus = createEventBus(progress, parts.clock);
	const variety = createVarietyWatch({earlier, emit: bus.emit});
	progress.worn = variety.worn;
	const stopping = new AbortController();
	const calls = createCallRegistry();
	const gate = createPauseGate(() => void announcePause(state));
	const callOff = () => {
		stopping.abort();
		calls.abortAll();
		gate.open();
	};
	const {counted, generations} = countRecords(history.summaries);
	const state: RunState = {
		progress,
		bus,
		gate,
		calls,
		queue: createSlotQueue(plan.planIndexes.filter(index => !counted.has(index))),
		shelf: createPromptShelf(parts),
		families: createSceneFamilies(() => state, variations),
		parallel,
		slots: new Map(),
		failed: new Set(),
		generations,
		checkpoints: new Map(history.checkpoints),
		isEngineGone: false,
		decisionsUnderWay: 0,
		unloading: undefined,
		get isStopped() {
			return stopping.signal.aborted;
		},
		callOff,
		exportBatch: parts.exportBatch,
		batch: {changes: 0, written: parts.writtenBatch && 0},
		workshop: createWorkshop(parts, {
			stopSignal: stopping.signal,
			gate,
			calls,
			nearCopies,
			variety,
			bus,
			onGone,
			isSurplus: worker => progress.isParallelAuto && worker >= state.parallel,
		}),
	};
	bus.subscribe(event => {
		if (isChangeOfBatch(event)) state.batch.changes++;
		if (event.type === 'step-finished' && event.step === 'context') state.families.release(event.planIndex);
	});
	return state;

	function onGone(): void {
		state.isEngineGone = true;
		callOff();
	}
}

/** One at a time: a million of them at once would be 60 MB. */
function* cellsOf({planIndexes, order, variations = 1}: RunParts['plan']): Generator<Cell> {
	for (const index of planIndexes) yield cellAt(order, sceneOf(index, variations));
}

/** A pause is announced once every worker is at rest and, for a pause now, the model is unloaded. */
async function announcePause(state: RunState): Promise<void> {
	while (state.unloading) {
		const {unloading} = state;
		await unloading;
		if (state.unloading === unloading) state.unloading = undefined;
	}
	if (state.progress.status.status === 'pausing' && state.gate.isQuiet) state.bus.emit({type: 'paused'});
}

/** For each plan index whether a record counts, and how many there are. */
function countRecords(summaries: Iterable<Pick<InteractionSummary, 'planIndex' | 'status'>>) {
	const counted = new PlanColumn();
	const generations = new PlanColumn();
	for (const {planIndex, status} of summaries) {
		if (status === 'accepted') counted.set(planIndex, 1);
		generations.set(planIndex, generations.get(planIndex) + 1);
	}
	return {counted, generations};
}

function countAttempts(counts: Map<FailureClass, number>): number {
	return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function createWorkshop(
	parts: RunParts,
	shared: Pick<Workshop, 'stopSignal' | 'gate' | 'calls' | 'nearCopies' | 'variety' | 'isSurplus'> & {
		bus: EventBus;
		onGone: () => void;
	},
): Workshop {
	const {bus, onGone, ...rest} = shared;
	const {engine, modelDigest, policy, clock, contextTokens} = parts;
	const {emit} = bus;
	return {
		...rest,
		engine,
		policy,
		clock,
		emit,
		promptForms: createPromptForms(),
		modelDigest,
		store: parts.store,
		runSeed: parts.plan.seed,
		variations: parts.plan.variations ?? 1,
		earlierAttempts: countAttempts(parts.store.history.attemptCounts),
		appVersion: parts.appVersion,
		contextTokens,
		hasAnswered: false,
		engineWatch: createEngineWatch({
			engine,
			modelDigest,
			contextTokens,
			policy,
			clock,
			signal: rest.stopSignal,
			gate: rest.gate,
			calls: rest.calls,
			emit,
			onGone,
		}),
	};
}
