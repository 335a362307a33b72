import type {QualityReport} from '../domain/interaction.js';
import {PlanColumn} from '../domain/plan-column.js';
import type {Review} from '../domain/review.js';
import type {Decision, InteractionSummary} from '../pipeline/ports.js';

export type FoldedRecord = {id: string; planIndex: number};

/** `records`: how many records the journal held when it was made, so that both journals can be read as one story. */
export type FoldedDecision = BareDecision & {records: number};

/** `by`: the record that a `replace` lets count. */
type BareDecision = Pick<Decision, 'id' | 'decision'> & {
	by?: string | undefined;
	prose?: string | undefined;
	quality?: QualityReport | undefined;
	note?: string | undefined;
};

/**
 * Which record counts for each plan index, folded from records and decisions in the order they happened.
 *
 * At most one counts for a plan index: the latest, unless the one before it was taken back. A rejection leaves the plan
 * index queued, also where there is a spare.
 */
export type RunFold = {
	records: RecordNumbers;
	planIndexes: {get(id: string): number | undefined};
	rejected: Set<string>;
	takenBack: Set<string>;
	/** What people said of records, by id. */
	reviews: Map<string, Review>;
	/** Number, from 1, of the record that counts. */
	counting: PlanColumn;
	/** Records a plan index has in the journal, whether they count or not. */
	recordCounts: PlanColumn;
};

/** The records that a fold speaks of, by number, from 0 in journal order. */
type RecordNumbers = {
	numberOf(id: string): number | undefined;
	idAt(number: number): string;
	planIndexAt(number: number): number;
	/** Numbers a record that is folded; absent where the journal has done so. */
	enter?(record: FoldedRecord): number;
};

export function createRunFold(records: RecordNumbers = createRecordNumbers()): RunFold {
	return {
		records,
		planIndexes: {
			get: id => {
				const number = records.numberOf(id);
				return number === undefined ? undefined : records.planIndexAt(number);
			},
		},
		rejected: new Set(),
		takenBack: new Set(),
		reviews: new Map(),
		counting: new PlanColumn(),
		recordCounts: new PlanColumn(),
	};
}

function createRecordNumbers(): RecordNumbers {
	const entered: FoldedRecord[] = [];
	const numbers = new Map<string, number>();
	return {
		numberOf: id => numbers.get(id),
		idAt: number => (entered[number] as FoldedRecord).id,
		planIndexAt: number => (entered[number] as FoldedRecord).planIndex,
		enter: record => {
			numbers.set(record.id, entered.length);
			return entered.push(record) - 1;
		},
	};
}

/** Replays both journals into `fold`. A decision that says it came after more records than there are comes last. */
export function replayRun(fold: RunFold, records: Iterable<FoldedRecord>, decisions: FoldedDecision[]): void {
	let next = 0;
	let position = 0;
	for (const record of records) {
		for (; (decisions[next]?.records ?? Number.POSITIVE_INFINITY) <= position; next++) {
			foldDecision(fold, decisions[next] as FoldedDecision);
		}
		foldNumber(fold, fold.records.enter?.(record) ?? position, record.planIndex);
		position++;
	}
	for (const decision of decisions.slice(next)) foldDecision(fold, decision);
}

export function foldRecord(fold: RunFold, record: FoldedRecord): void {
	const number = fold.records.enter?.(record) ?? fold.records.numberOf(record.id);
	if (number !== undefined) foldNumber(fold, number, record.planIndex);
}

function foldNumber(fold: RunFold, number: number, planIndex: number): void {
	fold.recordCounts.set(planIndex, recordCount(fold, planIndex) + 1);
	if (hasId(fold, fold.rejected, number)) return;
	const current = fold.counting.get(planIndex);
	if (current > 0 && hasId(fold, fold.takenBack, current - 1)) return;
	fold.counting.set(planIndex, number + 1);
}

/** Most runs have no decisions, and then no id has to be made. */
function hasId({records}: RunFold, ids: Set<string>, number: number): boolean {
	return ids.size > 0 && ids.has(records.idAt(number));
}

function letCount(fold: RunFold, planIndex: number, id: string): void {
	const number = fold.records.numberOf(id);
	if (number !== undefined) fold.counting.set(planIndex, number + 1);
}

/** A rejection twice, one taken back that never was, or of a record nobody knows, changes nothing. */
export function foldDecision(fold: RunFold, made: BareDecision): void {
	const {id, decision, by} = made;
	const planIndex = fold.planIndexes.get(id);
	if (decision === 'reject') {
		fold.rejected.add(id);
		fold.takenBack.delete(id);
		if (planIndex !== undefined && countingId(fold, planIndex) === id) fold.counting.set(planIndex, 0);
	} else if (decision === 'replace') {
		replaceRecord(fold, {id, by});
	} else if (decision !== 'take-back') {
		fold.reviews.set(id, foldReview(fold.reviews.get(id) ?? {}, made));
	} else if (fold.rejected.delete(id) && planIndex !== undefined) {
		fold.takenBack.add(id);
		letCount(fold, planIndex, id);
	}
}

function foldReview(review: Review, {decision, prose, quality, note}: BareDecision): Review {
	if (decision === 'keep') return {...review, isKept: true};
	if (decision === 'note') return {...review, note: note || undefined};
	return prose && quality ? {...review, edit: {prose, quality}} : review;
}

/** Only by a record of the same plan index that is there and not rejected: otherwise nothing would count. */
function replaceRecord(fold: RunFold, {id, by}: {id: string; by: string | undefined}): void {
	const planIndex = fold.planIndexes.get(id);
	if (by === undefined || by === id || planIndex === undefined || fold.rejected.has(by)) return;
	if (fold.planIndexes.get(by) !== planIndex) return;
	fold.rejected.add(id);
	fold.takenBack.delete(id);
	letCount(fold, planIndex, by);
}

/** The one record that counts for a plan index; undefined while it is queued. */
export function countingId(fold: RunFold, planIndex: number): string | undefined {
	const number = fold.counting.get(planIndex);
	return number === 0 ? undefined : fold.records.idAt(number - 1);
}

export function recordStatus(fold: RunFold, record: FoldedRecord): InteractionSummary['status'] {
	if (fold.rejected.has(record.id)) return 'rejected';
	return countingId(fold, record.planIndex) === record.id ? 'accepted' : 'spare';
}

export function recordCount(fold: RunFold, planIndex: number): number {
	return fold.recordCounts.get(planIndex);
}

/** Numbers of the records that count, in plan order. */
export function* countedNumbers(fold: RunFold): Generator<number> {
	for (const [, number] of fold.counting.entries()) yield number - 1;
}

/** Ids of the records that count, in plan order. */
export function countedIds(fold: RunFold): string[] {
	return Array.from(countedNumbers(fold), number => fold.records.idAt(number));
}

/** What the fold makes of the record with this number. */
export function statusOfNumber(fold: RunFold, number: number): InteractionSummary['status'] {
	if (hasId(fold, fold.rejected, number)) return 'rejected';
	return fold.counting.get(fold.records.planIndexAt(number)) === number + 1 ? 'accepted' : 'spare';
}
