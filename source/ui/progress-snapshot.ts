import type {SummaryIndex, SummaryList} from '../domain/interaction-summary.js';
import type {FailureClass} from '../pipeline/failure.js';
import {
	type CellProgress,
	cachedShare,
	type LastError,
	type Progress,
	type RunStatus,
	type WorkerProgress,
} from '../pipeline/progress.js';
import type {RunControls} from '../pipeline/run-controls.js';
import {
	acceptedPerHour,
	activeTimeMs,
	estimateRemaining,
	type RemainingRange,
	tokensPerSecond,
} from '../pipeline/throughput.js';

/**
 * What panels show of a run at one moment. Small things are copied; the summaries are the live list, which only
 * grows, so that a run of 100,000 costs nothing. Times in ms since the epoch, durations in ms.
 */
export type RunSnapshot = {
	takenAt: number;
	/** The moment that the clocks of the workers show: that of the pause while it lasts. */
	workingAt: number;
	status: RunStatus;
	requested: number;
	accepted: number;
	failed: number;
	running: number;
	queued: number;
	parallel: number;
	isParallelAuto: boolean;
	editedPrompts: Progress['editedPrompts'];
	acceptedBefore: number;
	workers: WorkerProgress[];
	/** A worker as it was when it finished the newest complete dialogue; shown while nothing is being written. */
	lastWritten: WorkerProgress | undefined;
	cells: CellProgress[];
	summaries: SummaryList;
	summaryIndex: SummaryIndex;
	failures: Array<[FailureClass, number]>;
	lastError: LastError | undefined;
	unloading: Progress['unloading'];
	storeBlocked: Progress['storeBlocked'];
	lastExport: Progress['lastExport'];
	notices: Progress['notices'];
	judged: Progress['judged'];
	worn: Progress['worn'];
	activeMs: number;
	perHour: number | undefined;
	tokensPerSecond: number;
	remaining: RemainingRange | undefined;
	isStreaming: boolean;
	/** Of the prompt tokens those that the engine had in its cache, 0-1; undefined where it does not say. */
	cachedShare: number | undefined;
	/** Of several hosts; empty where there is one. */
	hosts: HostSnapshot[];
};

export type HostSnapshot = {
	host: string;
	running: number;
	calls: number;
	tokensPerSecond: number;
	/** How long it has not answered. */
	awayMs: number | undefined;
};

const streamingWithinMs = 1000;

export function takeSnapshot(progress: Progress, now: number, lastWritten?: WorkerProgress): RunSnapshot {
	const {throughput} = progress;
	const workers = [...progress.workers.values()]
		.sort((one, other) => one.worker - other.worker)
		.map(worker => ({...worker}));
	const missing = progress.requested - progress.accepted - progress.failed;
	return {
		takenAt: now,
		workingAt: progress.status.status === 'paused' ? progress.status.since : now,
		status: progress.status,
		requested: progress.requested,
		accepted: progress.accepted,
		failed: progress.failed,
		running: progress.running,
		queued: progress.queued,
		parallel: progress.parallel,
		isParallelAuto: progress.isParallelAuto,
		editedPrompts: progress.editedPrompts,
		acceptedBefore: progress.acceptedBefore,
		workers,
		lastWritten,
		cells: progress.cells.map(cell => ({...cell})),
		summaries: progress.summaries,
		summaryIndex: progress.summaryIndex,
		failures: [...progress.failures].sort((one, other) => other[1] - one[1]),
		lastError: progress.lastError,
		unloading: progress.unloading,
		storeBlocked: progress.storeBlocked,
		lastExport: progress.lastExport,
		notices: progress.notices.slice(-5),
		judged: {...progress.judged},
		worn: progress.worn,
		activeMs: activeTimeMs(throughput, now),
		perHour: acceptedPerHour(throughput, now),
		tokensPerSecond: tokensPerSecond(throughput, now),
		remaining: estimateRemaining(throughput, missing, now),
		cachedShare: cachedShare(progress),
		hosts: takeHosts(progress, now),
		isStreaming: workers.some(
			worker => worker.text !== '' && Math.abs(now - worker.lastTextAt) < streamingWithinMs,
		),
	};
}

function takeHosts(progress: Progress, now: number): HostSnapshot[] {
	const running = countRunning(progress);
	return [...progress.hosts.values()].map(({host, calls, throughput, lost}) => ({
		host,
		calls,
		running: running.get(host) ?? 0,
		tokensPerSecond: tokensPerSecond(throughput, now),
		awayMs: lost && now - lost.since,
	}));
}

function countRunning({workers}: Progress): Map<string, number> {
	const running = new Map<string, number>();
	for (const {host} of workers.values()) {
		if (host !== undefined) running.set(host, (running.get(host) ?? 0) + 1);
	}
	return running;
}

const intervalsMs = {resting: 2000, waiting: 1000, running: 250, streaming: 100};
/** A screen reader speaks what changes; more often than this it never gets to the end. */
const spokenIntervalMs = 10_000;
const shortestGapMs = 100;

export type SnapshotStore = {
	current(): RunSnapshot;
	subscribe(listener: () => void): () => void;
	/** Takes one now: after a key, whose effect must show at once. */
	refresh(): void;
	/** Whether streamed text is on the screen; if not, it need not be followed at its own rate. */
	watchText(isWatched: boolean): void;
	close(): void;
};

export type SnapshotStoreOptions = {
	controls: Pick<RunControls, 'progress' | 'subscribe'>;
	now: () => number;
	isSpoken?: boolean;
};

/** Throttles the run for the screen: a frame in 2 s at rest, 1 Hz waiting, 4 Hz running, 10 Hz while text streams; other facts within 100 ms. */
export function createSnapshotStore({controls, now, isSpoken = false}: SnapshotStoreOptions): SnapshotStore {
	let snapshot = takeSnapshot(controls.progress, now());
	let timer: NodeJS.Timeout | undefined;
	let isTextWatched = true;
	let lastWritten: WorkerProgress | undefined;
	const listeners = new Set<() => void>();

	function schedule(delayMs: number): void {
		clearTimeout(timer);
		timer = setTimeout(take, delayMs);
	}

	function take(): void {
		snapshot = takeSnapshot(controls.progress, now(), lastWritten);
		schedule(isSpoken ? spokenIntervalMs : chooseInterval(snapshot, isTextWatched));
		for (const listener of listeners) listener();
	}

	const unsubscribe = controls.subscribe(event => {
		if (event.type === 'step-finished' && event.step === 'dialogue') {
			const worker = controls.progress.workers.get(event.worker);
			lastWritten = worker ? {...worker} : lastWritten;
		}
		if (event.type === 'text-written' || (isSpoken && event.type !== 'run-ended')) return;
		const dueInMs = snapshot.takenAt + shortestGapMs - now();
		// The clock of the machine may have been set back.
		schedule(Math.max(0, Math.min(shortestGapMs, dueInMs)));
	});
	schedule(0);

	return {
		current: () => snapshot,
		subscribe: listener => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		refresh: take,
		watchText: isWatched => {
			isTextWatched = isWatched;
		},
		close: () => {
			clearTimeout(timer);
			unsubscribe();
			listeners.clear();
		},
	};
}

function chooseInterval(snapshot: RunSnapshot, isTextWatched: boolean): number {
	const {status} = snapshot.status;
	if (status === 'paused' || status === 'ended') return intervalsMs.resting;
	if (status !== 'running' && status !== 'pausing') return intervalsMs.waiting;
	return snapshot.isStreaming && isTextWatched ? intervalsMs.streaming : intervalsMs.running;
}
