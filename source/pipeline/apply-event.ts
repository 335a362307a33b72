import {applyEdited, applyRejected, applyTakenBack, findSummary, listSummary} from './apply-decision.js';
import {applySkip} from './apply-skip.js';
import {becomeActive, isGoing, leaveWaiting, noteUnloading} from './change-status.js';
import type {RunEvent, RunFact} from './events.js';
import type {FailureClass} from './failure.js';
import type {CellProgress, HostProgress, Progress, WorkerProgress} from './progress.js';
import {createThroughput, noteAcceptance, noteTokens, startActive, stopActive} from './throughput.js';

type Facts<Type extends RunFact['type']> = Extract<RunFact, {type: Type}> & {at: number};
type Appliers = {[Type in RunFact['type']]: (progress: Progress, event: Facts<Type>) => void};

const keptTextLength = 8_000;
const keptNotices = 50;

/** Folds one event into `progress`, in place; see `Progress` for the invariant. */
export function applyEvent(progress: Progress, event: RunEvent): void {
	const apply = appliers[event.type] as (progress: Progress, event: RunEvent) => void;
	apply(progress, event);
	progress.version++;
}

const appliers: Appliers = {
	'run-started': (progress, event) => {
		progress.parallel = event.parallel;
		progress.unwritten = new Set();
		progress.unreadableId = undefined;
		if (['starting', 'ended'].includes(progress.status.status)) becomeActive(progress, event.at);
	},
	'slot-started': applySlotStarted,
	'step-started': applyStepStarted,
	'text-written': applyTextWritten,
	'call-sent': (progress, event) => {
		const worker = progress.workers.get(event.worker);
		if (worker) worker.host = event.host;
		startActive(hostOf(progress, event.host).throughput, event.at);
	},
	'call-moved': (progress, event) => {
		progress.movedCalls.count++;
		progress.movedCalls.lostTokens += event.lostTokens;
		const worker = progress.workers.get(event.worker);
		if (worker) Object.assign(worker, {text: '', textStep: undefined});
	},
	'call-held': (progress, event) => {
		const worker = progress.workers.get(event.worker);
		if (worker) worker.heldSince = event.at;
	},
	'call-let-go': (progress, event) => {
		const worker = progress.workers.get(event.worker);
		if (worker) Object.assign(worker, {heldSince: undefined, lastTextAt: event.at});
	},
	'call-finished': applyCallFinished,
	'host-lost': (progress, event) => {
		hostOf(progress, event.host).lost = {since: event.at, reason: event.reason};
	},
	'host-returned': (progress, event) => {
		hostOf(progress, event.host).lost = undefined;
	},
	'step-finished': applyStepFinished,
	'attempt-failed': applyAttemptFailed,
	'slot-retried': () => {},
	'interaction-accepted': applyAccepted,
	'interaction-failed': applyFailed,
	'slot-returned': (progress, event) => {
		endSlot(progress, event.worker);
		progress.queued++;
	},
	'engine-lost': (progress, event) => {
		progress.engineAway = {since: progress.engineAway?.since ?? event.at, reason: event.reason};
		if (isGoing(progress)) becomeActive(progress, event.at);
	},
	'engine-returned': (progress, event) => {
		progress.engineAway = undefined;
		leaveWaiting(progress, 'waiting-for-engine', event.at);
	},
	'store-blocked': (progress, event) => {
		progress.storeBlocked = {since: progress.storeBlocked?.since ?? event.at, reason: event.reason};
		if (isGoing(progress)) becomeActive(progress, event.at);
	},
	'store-freed': (progress, event) => {
		progress.storeBlocked = undefined;
		leaveWaiting(progress, 'waiting-for-disk', event.at);
	},
	'write-given-up': ({givenUp}) => {
		givenUp.writes++;
	},
	'record-unconfirmed': ({givenUp}) => {
		givenUp.records++;
	},
	'pause-requested': (progress, event) => {
		progress.unloading = undefined;
		progress.status = {status: 'pausing', mode: event.mode};
	},
	paused: (progress, event) => {
		for (const worker of progress.workers.values()) worker.host = undefined;
		stopActive(progress.throughput, event.at);
		progress.status = {status: 'paused', since: event.at};
	},
	'model-unloaded': progress => noteUnloading(progress, {status: 'unloaded'}),
	'model-kept': (progress, {reason}) => noteUnloading(progress, {status: 'kept', reason}),
	resumed: (progress, event) => becomeActive(progress, event.at),
	'parallel-changed': (progress, event) => {
		progress.parallel = event.parallel;
		progress.isParallelAuto = event.isAuto ?? false;
	},
	'prompts-edited': (progress, event) => {
		progress.editedPrompts = {fingerprint: event.fingerprint, files: event.files};
	},
	'prompts-restored': progress => {
		progress.editedPrompts = undefined;
	},
	'prompts-taken': progress => {
		progress.editedPrompts = undefined;
	},
	'interaction-rejected': applyRejected,
	'interaction-judged': (progress, event) => {
		progress.judged[event.verdict]++;
	},
	'interaction-edited': applyEdited,
	'interaction-noted': () => {},
	'interaction-kept': () => {},
	'interaction-replaced': (progress, event) => {
		const replaced = findSummary(progress, event.id);
		if (replaced) replaced.status = 'rejected';
		listSummary(progress, event.summary);
	},
	'rejection-taken-back': applyTakenBack,
	'ending-refused': (progress, event) => {
		progress.unwritten = new Set([...progress.unwritten, event.part]);
		progress.unreadableId ??= event.unreadableId;
	},
	'batch-exported': (progress, event) => {
		progress.lastExport = {path: event.path, count: event.count, at: event.at};
	},
	'variety-fell': (progress, event) => {
		progress.worn = event.worn;
	},
	'variety-recovered': progress => {
		progress.worn = [];
	},
	'notice-given': (progress, event) => {
		progress.notices.push({at: event.at, message: event.message});
		if (progress.notices.length > keptNotices) progress.notices.shift();
	},
	'time-skipped': applySkip,
	'stop-requested': progress => {
		progress.status = {status: 'stopping'};
	},
	'run-ended': (progress, event) => {
		stopActive(progress.throughput, event.at);
		progress.status = {status: 'ended', outcome: event.outcome};
	},
};

function cellOf(progress: Progress, cell: number): CellProgress {
	return progress.cells[cell] as CellProgress;
}

function applySlotStarted(progress: Progress, event: Facts<'slot-started'>): void {
	progress.queued--;
	progress.running++;
	cellOf(progress, event.cell).running++;
	progress.workers.set(event.worker, {
		worker: event.worker,
		planIndex: event.planIndex,
		cell: event.cell,
		name: event.name,
		step: 'primitives',
		attempt: 1,
		try: 1,
		slotStartedAt: event.at,
		stepStartedAt: event.at,
		lastTextAt: event.at,
		savingSince: undefined,
		heldSince: undefined,
		text: '',
		textStep: undefined,
		host: undefined,
	});
}

function applyStepStarted(progress: Progress, event: Facts<'step-started'>): void {
	const worker = progress.workers.get(event.worker);
	if (!worker) return;
	const isNewStep = worker.step !== event.step || event.attempt === 1;
	if (isNewStep) worker.stepStartedAt = event.at;
	worker.step = event.step;
	worker.attempt = event.attempt;
	worker.try = event.try;
	worker.lastTextAt = event.at;
	worker.savingSince = undefined;
	worker.text = '';
	worker.textStep = undefined;
}

function applyTextWritten(progress: Progress, event: Facts<'text-written'>): void {
	noteTokens(progress.throughput, 1, event.at);
	const worker = progress.workers.get(event.worker);
	if (!worker) return;
	worker.textStep = event.step;
	worker.lastTextAt = event.at;
	if (worker.host !== undefined) noteTokens(hostOf(progress, worker.host).throughput, 1, event.at);
	if (worker.text.length < keptTextLength) worker.text += event.piece;
}

function hostOf(progress: Progress, host: string): HostProgress {
	const known = progress.hosts.get(host);
	if (known) return known;
	const added = {host, lost: undefined, calls: 0, throughput: createThroughput()};
	progress.hosts.set(host, added);
	return added;
}

function applyCallFinished(progress: Progress, event: Facts<'call-finished'>): void {
	const {promptCache, hosts} = progress;
	const host = hosts.get(event.host);
	if (host) host.calls++;
	const worker = progress.workers.get(event.worker);
	if (worker) worker.host = undefined;
	if (worker && event.isComplete) worker.savingSince = event.at;
	if (event.cachedPromptTokens === undefined) return;
	promptCache.promptTokens += event.promptTokens;
	promptCache.cachedTokens += event.cachedPromptTokens;
}

function applyStepFinished(progress: Progress, event: Facts<'step-finished'>): void {
	const timing = progress.steps.get(event.step) ?? {
		count: 0,
		totalMs: 0,
		promptTokens: 0,
		outputTokens: 0,
	};
	timing.count++;
	timing.totalMs += event.durationMs;
	timing.promptTokens += event.promptTokens;
	timing.outputTokens += event.outputTokens;
	// After the dialogue comes the record itself.
	if (event.step !== 'dialogue') endSaving(progress, event.worker);
	progress.steps.set(event.step, timing);
}

function applyAttemptFailed(progress: Progress, event: Facts<'attempt-failed'>): void {
	const count = countFailure(progress.failures, event.failure);
	progress.lastError = {at: event.at, failure: event.failure, reason: event.reason, count};
	endSaving(progress, event.worker);
}

function endSaving(progress: Progress, number: number): void {
	const worker = progress.workers.get(number);
	if (worker) worker.savingSince = undefined;
}

function countFailure(failures: Map<FailureClass, number>, failure: FailureClass): number {
	const count = (failures.get(failure) ?? 0) + 1;
	failures.set(failure, count);
	return count;
}

function applyAccepted(progress: Progress, event: Facts<'interaction-accepted'>): void {
	endSlot(progress, event.worker);
	progress.accepted++;
	cellOf(progress, event.summary.cell).accepted++;
	listSummary(progress, event.summary);
	noteAcceptance(progress.throughput, event.at);
}

function applyFailed(progress: Progress, event: Facts<'interaction-failed'>): void {
	const slot = endSlot(progress, event.worker);
	progress.failed++;
	if (slot) cellOf(progress, slot.cell).failed++;
}

function endSlot(progress: Progress, worker: number): WorkerProgress | undefined {
	const slot = progress.workers.get(worker);
	if (!slot) return undefined;
	progress.workers.delete(worker);
	progress.running--;
	cellOf(progress, slot.cell).running--;
	return slot;
}
