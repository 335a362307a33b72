import {AbortedError, RunTakenError, StoreError} from './errors.js';
import type {Workshop} from './workshop.js';

const firstWaitMs = 1_000;
const longestWaitMs = 15_000;

/**
 * Puts something on disk, however long the disk refuses: the run waits with the reason on screen and loses nothing. Throws
 * `RunTakenError` at once, and `AbortedError` once the run is stopped.
 */
export async function persist(workshop: Workshop, write: () => Promise<void>): Promise<void> {
	const {clock, emit, stopSignal} = workshop;
	for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
		try {
			await write();
			if (waitMs > firstWaitMs) emit({type: 'store-freed'});
			return;
		} catch (error) {
			if (!(error instanceof StoreError) || error instanceof RunTakenError) throw error;
			if (stopSignal.aborted) throw new AbortedError('stopped while the disk refused', {cause: error});
			emit({type: 'store-blocked', reason: error.message});
			await clock.sleep(waitMs, stopSignal);
		}
	}
}
