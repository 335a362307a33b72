import {AbortedError, RunTakenError, StoreError, UnreadableRecordError, WriteGivenUpError} from './errors.js';
import {untilAborted} from './pause-gate.js';
import type {Workshop} from './workshop.js';

type Write = () => Promise<void>;

const firstWaitMs = 1_000;
const longestWaitMs = 15_000;
const stopPatienceMs = 1_300;

/**
 * Puts something on disk, however long the disk refuses: the run waits with the reason on screen and loses nothing. Throws
 * `RunTakenError` and `UnreadableRecordError` at once, `AbortedError` once the run is stopped, and `WriteGivenUpError` where
 * the disk does not answer soon after that.
 */
export function persist(workshop: Workshop, write: Write): Promise<void> {
	return persistWithin({workshop, write, patienceMs: stopPatienceMs});
}

/** As `persist`; `patienceMs`: how long a write may take once the run is stopped. */
export async function persistWithin(options: {
	workshop: Workshop;
	write: Write;
	patienceMs: number;
}): Promise<void> {
	const {clock, emit, stopSignal} = options.workshop;
	for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
		try {
			await writeInTime(options);
			if (waitMs > firstWaitMs) emit({type: 'store-freed'});
			return;
		} catch (error) {
			if (!mayMend(error)) throw error;
			if (stopSignal.aborted) throw new AbortedError('stopped while the disk refused', {cause: error});
			emit({type: 'store-blocked', reason: error.message});
			await clock.sleep(waitMs, stopSignal);
		}
	}
}

function mayMend(error: unknown): error is StoreError {
	const isForGood = error instanceof RunTakenError || error instanceof UnreadableRecordError;
	return error instanceof StoreError && !isForGood;
}

async function writeInTime({
	workshop,
	write,
	patienceMs,
}: Parameters<typeof persistWithin>[0]): Promise<void> {
	const {clock, emit, stopSignal} = workshop;
	const writing = write().then(() => 'written' as const);
	if (await untilAborted(writing, stopSignal)) return;
	const over = new AbortController();
	const late = clock.sleep(patienceMs, over.signal).then(() => 'late' as const);
	const first = await Promise.race([writing, late]).finally(() => over.abort());
	if (first === 'written') return;
	emit({type: 'write-given-up'});
	throw new WriteGivenUpError('stopped while the disk did not answer', {
		cause: new StoreError('the disk did not answer in time'),
	});
}
