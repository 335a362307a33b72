import type {InteractionSummary} from '../domain/interaction-summary.js';
import type {RunFact} from './events.js';
import type {CellProgress, Progress} from './progress.js';

type Facts<Type extends RunFact['type']> = Extract<RunFact, {type: Type}> & {at: number};

export function applyRejected(progress: Progress, event: Facts<'interaction-rejected'>): void {
	const summary = findSummary(progress, event.id);
	if (summary?.status === 'accepted') {
		progress.accepted--;
		progress.queued++;
		(progress.cells[summary.cell] as CellProgress).accepted--;
	}
	if (summary) summary.status = 'rejected';
}

export function applyTakenBack(progress: Progress, event: Facts<'rejection-taken-back'>): void {
	const summary = findSummary(progress, event.id);
	if (!summary) return;
	summary.status = 'accepted';
	const spare = event.spareId === undefined ? undefined : findSummary(progress, event.spareId);
	if (spare) {
		spare.status = 'spare';
		return;
	}
	progress.accepted++;
	(progress.cells[summary.cell] as CellProgress).accepted++;
	if (event.wasFailed) {
		progress.failed--;
		(progress.cells[summary.cell] as CellProgress).failed--;
	} else {
		progress.queued--;
	}
}

export function applyEdited(progress: Progress, {id, summary}: Facts<'interaction-edited'>): void {
	const edited = findSummary(progress, id);
	if (edited) Object.assign(edited, {words: summary.words, opening: summary.opening});
}

export function listSummary(progress: Progress, summary: InteractionSummary): void {
	progress.summaryIndex.set(summary.id, progress.summaries.length);
	progress.summaries.push(summary);
}

export function findSummary(progress: Progress, id: string) {
	const index = progress.summaryIndex.get(id);
	return index === undefined ? undefined : progress.summaries.at(index);
}
