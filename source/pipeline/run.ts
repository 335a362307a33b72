import type {Judgement} from '../domain/judgement.js';
import type {PlanOrder} from '../domain/plan-order.js';
import {createNearCopyIndex} from '../domain/quality/find-near-copy.js';
import {type ToldScene, varietyWindow} from '../domain/quality/variety-meter.js';
import type {RunOutcome} from './events.js';
import {holdAgainstSources} from './hold-against-sources.js';
import {type JudgingParts, startJudging} from './judging.js';
import {listDoubts} from './list-doubts.js';
import type {SlotResult} from './make-interaction.js';
import {createParallelControl} from './parallel-control.js';
import type {Clock, CountedProse, Engine, RunStore} from './ports.js';
import type {PromptBook} from './prompt-book.js';
import {createPromptControls, type PromptControls} from './prompt-change.js';
import {type RedoRequest, redoInteraction} from './redo.js';
import type {RetryPolicy} from './retry-policy.js';
import {createReview} from './review.js';
import type {RunControls} from './run-controls.js';
import {createRunState, type RunState} from './run-state.js';
import {createSupervisor} from './supervisor.js';
import {unloadModels} from './unload-models.js';
import {renewBatch} from './write-ending.js';

/** What a run is for. `planIndexes` ascending: all of 0…n-1, or the part of a shard. */
export type RunPlan = {
	seed: number;
	order: PlanOrder;
	planIndexes: number[];
	/** Dialogues a scene gets; 1 unless given. */
	variations?: number;
	/** See `DrawerOptions`. */
	spentNames?: readonly string[] | undefined;
};

export type RunParts = {
	plan: RunPlan;
	engine: Engine;
	modelDigest: string;
	store: RunStore;
	book: PromptBook;
	policy: RetryPolicy;
	clock: Clock;
	appVersion: string;
	contextTokens: number;
	parallel: number | 'auto';
	/** False for an engine whose speed says nothing: `auto` then stays where it begins. */
	isTunable?: boolean;
	/** Prompts that the run used before `book`, by fingerprint, for what was begun under them. */
	findBook?: (fingerprint: string) => PromptBook | undefined;
	/** A blind reader over what is accepted. */
	judging?: JudgingParts | undefined;
	/** What blind readers have said of the run so far. */
	readJudgements?: () => Promise<readonly Judgement[]>;
	/** Prose of the sets that the run adds to: nothing may be nearly the same as that either. Read once, before the first slot. */
	sourceProse?: AsyncIterable<CountedProse> | undefined;
	/** The batch file of an earlier session, where it holds all that counts. */
	writtenBatch?: {path: string; count: number} | undefined;
	/** Writes the batch file; undefined when there was nothing to write. */
	exportBatch: (partial: boolean) => Promise<{path: string; count: number} | undefined>;
};

export type Run = RunControls & {
	/** Makes what the plan lacks; resolves when nothing is left to do or the run was stopped. */
	start(): Promise<RunOutcome>;
	/** Makes one interaction again from a step on; see `redoInteraction`. Not while the run itself is going. */
	redo(request: RedoRequest): Promise<SlotResult>;
	offerPrompts: PromptControls['offerPrompts'];
	/** What was decided since the end of the run goes into a new batch file. For those who leave it. */
	renewBatch(): Promise<void>;
	/** Something the user should know of, on whatever display there is. */
	giveNotice(message: string): void;
};

/** A run over an open store. The near-copy index and the variety meter are filled from what the store and the sources hold before the first slot starts. */
export async function createRun(parts: RunParts): Promise<Run> {
	const {nearCopies, latest} = await readEarlier(parts);
	const state = createRunState(parts, nearCopies, latest);
	const supervisor = createSupervisor(state);
	const parallelControl = createParallelControl(state, supervisor.wake, {
		isAuto: parts.parallel === 'auto',
		isTunable: parts.isTunable ?? true,
	});
	const {decided, ...review} = createReview(state, supervisor.wake);
	return {
		progress: state.progress,
		subscribe: state.bus.subscribe,
		start() {
			if (parts.judging) startJudging(state, {parts: parts.judging, wake: supervisor.wake});
			parallelControl.connectPool();
			return supervisor.start();
		},
		...createPauseControls(state, parts),
		async stop() {
			if (state.progress.status.status === 'ended') return;
			if (!state.isStopped) state.bus.emit({type: 'stop-requested'});
			state.callOff();
			await supervisor.ended();
		},
		setParallel: parallelControl.setParallel,
		...createPromptControls(state),
		giveNotice: message => state.bus.emit({type: 'notice-given', message}),
		...review,
		redo: request => redoInteraction(state, request),
		renewBatch: () => renewBatch(state, decided),
		exportNow: () => exportNow(state),
		readInteraction: id => parts.store.readInteraction(id),
		listDoubts: async () => listDoubts(parts.store, await (parts.readJudgements?.() ?? [])),
	};
}

/** What there was before this session: the sources are older than the records of the run. */
async function readEarlier(parts: Pick<RunParts, 'store' | 'sourceProse'>) {
	const own = await readOwn(parts);
	if (!parts.sourceProse) return own;
	const {nearCopies, latest} = await holdAgainstSources(own.nearCopies, parts.sourceProse);
	return {nearCopies, latest: [...latest, ...own.latest]};
}

/** The near-copy index of what the store holds, and its latest scenes for the variety of the run. */
async function readOwn({store}: Pick<RunParts, 'store'>) {
	const nearCopies = createNearCopyIndex(store.nearCopies);
	const latest: ToldScene[] = [];
	if (store.history.summaries.length === 0) return {nearCopies, latest};
	await store.nearCopies?.visitCounted(nearCopies.addArchived);
	for await (const {id, ...scene} of store.countedProse(store.nearCopies && varietyWindow)) {
		if (!store.nearCopies) nearCopies.add(id, scene.prose);
		latest.push(scene);
		if (latest.length > 2 * varietyWindow) latest.splice(0, varietyWindow);
	}
	return {nearCopies, latest};
}

function createPauseControls(
	state: RunState,
	{engine, judging, clock}: Pick<RunParts, 'engine' | 'judging' | 'clock'>,
) {
	const {gate, calls, bus, progress} = state;
	const isOver = () => state.isStopped || progress.status.status === 'ended';
	const unload = () => {
		const judge = judging && {...judging.reader, name: judging.reader.engine};
		state.unloading = unloadModels({engine, judge}, clock).then(result => {
			if (result.status === 'unloaded') bus.emit({type: 'model-unloaded'});
			if (result.status === 'kept') bus.emit({type: 'model-kept', reason: result.reason});
		});
	};
	return {
		pause() {
			if (isOver() || !gate.isOpen) return;
			bus.emit({type: 'pause-requested', mode: 'after-step'});
			gate.shut('after-step');
		},
		pauseNow() {
			if (isOver()) return;
			bus.emit({type: 'pause-requested', mode: 'now'});
			calls.abortAll();
			unload();
			gate.shut('now');
		},
		resume() {
			if (gate.isOpen) return;
			bus.emit({type: 'resumed'});
			state.workshop.engineWatch.noteResumed();
			gate.open();
		},
	};
}

async function exportNow(state: RunState): Promise<string | undefined> {
	const written = await state.exportBatch(true);
	if (!written) return undefined;
	state.bus.emit({type: 'batch-exported', ...written, partial: true});
	return written.path;
}
