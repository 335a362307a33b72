import type {WorkerProgress} from '../pipeline/progress.js';

/** A prompt being evaluated says nothing either; before this a silence is not worth a word. */
const silenceWorthSayingMs = 10_000;
const savingWorthSayingMs = 2_000;

export type WorkerSilence = {cause: 'engine' | 'disk'; durationMs: number};

/** Whether the engine or the disk keeps a worker waiting, where that is worth a word. `now`: ms since the epoch. */
export function silenceOf(worker: WorkerProgress, now: number): WorkerSilence | undefined {
	const {savingSince, lastTextAt} = worker;
	const isSaving = savingSince !== undefined;
	const durationMs = now - (isSaving ? savingSince : lastTextAt);
	if (durationMs < (isSaving ? savingWorthSayingMs : silenceWorthSayingMs)) return undefined;
	return {cause: isSaving ? 'disk' : 'engine', durationMs};
}
