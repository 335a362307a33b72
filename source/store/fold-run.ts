import type {Decision, InteractionSummary} from '../pipeline/ports.js';

export type FoldedRecord = {id: string; planIndex: number};

/** `records`: how many records the journal held when it was made, so that both journals can be read as one story. */
export type FoldedDecision = BareDecision & {records: number};

/** `by`: the record that a `replace` lets count. */
type BareDecision = Pick<Decision, 'id' | 'decision'> & {by?: string | undefined};

/**
 * Which record counts for each plan index, folded from records and decisions in the order they happened.
 *
 * At most one counts for a plan index: the latest, unless the one before it was taken back. A rejection leaves the plan
 * index queued, also where there is a spare.
 */
export type RunFold = {
	planIndexes: Map<string, number>;
	rejected: Set<string>;
	takenBack: Set<string>;
	/** The record that counts, by plan index. */
	counting: Map<number, string>;
	/** Records a plan index has in the journal, whether they count or not. */
	recordCounts: Map<number, number>;
};

export function createRunFold(): RunFold {
	return {
		planIndexes: new Map(),
		rejected: new Set(),
		takenBack: new Set(),
		counting: new Map(),
		recordCounts: new Map(),
	};
}

/** Replays both journals into `fold`. A decision that says it came after more records than there are comes last. */
export function replayRun(fold: RunFold, records: FoldedRecord[], decisions: FoldedDecision[]): void {
	let next = 0;
	for (const [position, record] of records.entries()) {
		for (; (decisions[next]?.records ?? Number.POSITIVE_INFINITY) <= position; next++) {
			foldDecision(fold, decisions[next] as FoldedDecision);
		}
		foldRecord(fold, record);
	}
	for (const decision of decisions.slice(next)) foldDecision(fold, decision);
}

export function foldRecord(fold: RunFold, {id, planIndex}: FoldedRecord): void {
	fold.planIndexes.set(id, planIndex);
	fold.recordCounts.set(planIndex, recordCount(fold, planIndex) + 1);
	const current = fold.counting.get(planIndex);
	if (fold.rejected.has(id) || (current !== undefined && fold.takenBack.has(current))) return;
	fold.counting.set(planIndex, id);
}

/** A rejection twice, one taken back that never was, or of a record nobody knows, changes nothing. */
export function foldDecision(fold: RunFold, {id, decision, by}: BareDecision): void {
	const planIndex = fold.planIndexes.get(id);
	if (decision === 'reject') {
		fold.rejected.add(id);
		fold.takenBack.delete(id);
		if (planIndex !== undefined && fold.counting.get(planIndex) === id) fold.counting.delete(planIndex);
	} else if (decision === 'replace') {
		replaceRecord(fold, {id, by});
	} else if (fold.rejected.delete(id) && planIndex !== undefined) {
		fold.takenBack.add(id);
		fold.counting.set(planIndex, id);
	}
}

/** Only by a record of the same plan index that is there and not rejected: otherwise nothing would count. */
function replaceRecord(fold: RunFold, {id, by}: {id: string; by: string | undefined}): void {
	const planIndex = fold.planIndexes.get(id);
	if (by === undefined || by === id || planIndex === undefined || fold.rejected.has(by)) return;
	if (fold.planIndexes.get(by) !== planIndex) return;
	fold.rejected.add(id);
	fold.takenBack.delete(id);
	fold.counting.set(planIndex, by);
}

/** The one record that counts for a plan index; undefined while it is queued. */
export function countingId(fold: RunFold, planIndex: number): string | undefined {
	return fold.counting.get(planIndex);
}

export function recordStatus(fold: RunFold, record: FoldedRecord): InteractionSummary['status'] {
	if (fold.rejected.has(record.id)) return 'rejected';
	return countingId(fold, record.planIndex) === record.id ? 'accepted' : 'spare';
}

export function recordCount(fold: RunFold, planIndex: number): number {
	return fold.recordCounts.get(planIndex) ?? 0;
}

/** Ids of the records that count, in plan order. */
export function countedIds(fold: RunFold): string[] {
	const planIndexes = [...fold.counting.keys()].sort((left, right) => left - right);
	return planIndexes.map(planIndex => fold.counting.get(planIndex) as string);
}
