import {cleanReply} from '../domain/quality/clean-reply.js';
import type {WorkerProgress} from '../pipeline/progress.js';
import type {RunSnapshot} from './progress-snapshot.js';
import {readableText} from './readable-text.js';
import type {ScreenState} from './screen-state.js';
import {wrapForeignText} from './wrap-text.js';

/**
 * Whose text the preview shows: the pinned worker; else the newest dialogue, else the newest interaction, else what
 * was written last. By the start of the step, not by the last token: several streams at once must not make it flicker.
 */
export function previewWorker(
	snapshot: RunSnapshot,
	pinned: number | undefined,
): {worker: WorkerProgress; isLive: boolean} | undefined {
	const {workers, lastWritten} = snapshot;
	const held = workers.find(worker => worker.worker === pinned);
	const dialogues = workers.filter(worker => worker.step === 'dialogue' && worker.text !== '');
	const live =
		held ??
		newest(dialogues, worker => worker.stepStartedAt) ??
		newest(
			workers.filter(worker => worker.text !== ''),
			worker => worker.slotStartedAt,
		);
	if (live && (live === held || live.step === 'dialogue' || !lastWritten))
		return {worker: live, isLive: true};
	// Between two dialogues the finished one stays readable rather than giving way to a plan in JSON.
	if (lastWritten) return {worker: lastWritten, isLive: false};
	return live && {worker: live, isLive: true};
}

function newest(
	workers: WorkerProgress[],
	startedAt: (worker: WorkerProgress) => number,
): WorkerProgress | undefined {
	return workers.toSorted((one, other) => startedAt(other) - startedAt(one))[0];
}

/** A measure that can be read: longer lines are hard to follow on a very wide screen. */
const widestProse = 100;

/** Of a dialogue only what its step will keep, without what a model says around it. */
export function previewLines(snapshot: RunSnapshot, view: ScreenState['preview'], columns: number): string[] {
	const shown = previewWorker(snapshot, view.pinned);
	if (!shown) return [];
	const {text, textStep} = shown.worker;
	const readable = textStep === 'dialogue' ? cleanReply(text).prose : readableText(text);
	return wrapForeignText(readable, Math.min(columns, widestProse));
}
