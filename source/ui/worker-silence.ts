import type {WorkerProgress} from '../pipeline/progress.js';

/** A prompt being evaluated says nothing either; before this a silence is not worth a word. */
const worthSayingMs = {engine: 10_000, disk: 2_000, limit: 2_000};

export type WorkerSilence = {cause: 'engine' | 'disk' | 'limit'; durationMs: number};

/** Whether the engine, its limit or the disk keeps a worker waiting, where that is worth a word. `now`: ms since the epoch. */
export function silenceOf(worker: WorkerProgress, now: number): WorkerSilence | undefined {
	const {savingSince, heldSince, lastTextAt} = worker;
	if (savingSince !== undefined) return worthSaying('disk', now - savingSince);
	if (heldSince !== undefined) return worthSaying('limit', now - heldSince);
	return worthSaying('engine', now - lastTextAt);
}

function worthSaying(cause: WorkerSilence['cause'], durationMs: number): WorkerSilence | undefined {
	return durationMs < worthSayingMs[cause] ? undefined : {cause, durationMs};
}
