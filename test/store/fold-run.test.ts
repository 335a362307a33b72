import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	countedIds,
	countingId,
	createRunFold,
	type FoldedDecision,
	type FoldedRecord,
	foldDecision,
	foldRecord,
	recordStatus,
	replayRun,
} from '../../source/store/fold-run.js';

type Happening =
	| {kind: 'record'; planIndex: number}
	| {kind: 'reject' | 'take-back' | 'replace'; target: number; by: number};

const happenings = fc.array(
	fc.oneof(
		fc.record({kind: fc.constant('record' as const), planIndex: fc.integer({min: 0, max: 4})}),
		fc.record({
			kind: fc.constantFrom('reject' as const, 'take-back' as const, 'replace' as const),
			target: fc.nat({max: 20}),
			by: fc.nat({max: 20}),
		}),
	),
	{maxLength: 60},
) as fc.Arbitrary<Happening[]>;

function replayLive(story: Happening[]) {
	const fold = createRunFold();
	const records: FoldedRecord[] = [];
	const decisions: FoldedDecision[] = [];
	for (const happening of story) {
		if (happening.kind === 'record') {
			const record = {id: `r${records.length}`, planIndex: happening.planIndex};
			records.push(record);
			foldRecord(fold, record);
		} else {
			const decision = {
				id: `r${happening.target}`,
				decision: happening.kind,
				by: `r${happening.by}`,
				records: records.length,
			};
			decisions.push(decision);
			foldDecision(fold, decision);
		}
	}
	return {fold, records, decisions};
}

test('at most one record counts for a plan index, and it is never a rejected one', () => {
	fc.assert(
		fc.property(happenings, story => {
			const {fold, records} = replayLive(story);

			const accepted = records.filter(record => recordStatus(fold, record) === 'accepted');

			expect(new Set(accepted.map(record => record.planIndex)).size).toBe(accepted.length);
			expect(accepted.map(record => record.id).sort()).toEqual(countedIds(fold).sort());
			expect(accepted.filter(record => fold.rejected.has(record.id))).toEqual([]);
		}),
	);
});

test('reading both journals again gives what the run had come to', () => {
	fc.assert(
		fc.property(happenings, story => {
			const {fold, records, decisions} = replayLive(story);
			const again = createRunFold();

			replayRun(again, records, decisions);

			expect(countedIds(again)).toEqual(countedIds(fold));
			expect(records.map(record => recordStatus(again, record))).toEqual(
				records.map(record => recordStatus(fold, record)),
			);
		}),
	);
});

test('any pair of journals, however little they fit, folds to at most one record a plan index', () => {
	const records = fc.array(fc.record({id: fc.constantFrom('a', 'b', 'c', 'd'), planIndex: fc.nat({max: 2})}));
	const decisions = fc.array(
		fc.record({
			id: fc.constantFrom('a', 'b', 'c', 'd', 'nobody'),
			decision: fc.constantFrom('reject' as const, 'take-back' as const, 'replace' as const),
			by: fc.constantFrom('a', 'b', 'c', 'd', undefined),
			records: fc.nat({max: 12}),
		}),
	);
	fc.assert(
		fc.property(records, decisions, (someRecords, someDecisions) => {
			const unique = someRecords.filter(
				(record, index) => someRecords.findIndex(({id}) => id === record.id) === index,
			);
			const fold = createRunFold();

			replayRun(fold, unique, someDecisions);

			const counted = countedIds(fold);
			expect(new Set(counted.map(id => fold.planIndexes.get(id))).size).toBe(counted.length);
			expect(counted.filter(id => fold.rejected.has(id))).toEqual([]);
		}),
	);
});

test('a rejection queues the plan index again and the refill counts', () => {
	const {fold} = replayLive([
		{kind: 'record', planIndex: 3},
		{kind: 'reject', target: 0, by: 0},
	]);
	const queued = countingId(fold, 3);

	foldRecord(fold, {id: 'refill', planIndex: 3});

	expect(queued).toBeUndefined();
	expect(countingId(fold, 3)).toBe('refill');
	expect(recordStatus(fold, {id: 'r0', planIndex: 3})).toBe('rejected');
});

test('a rejection taken back counts again, and a refill made meanwhile becomes the spare', () => {
	const {fold} = replayLive([
		{kind: 'record', planIndex: 3},
		{kind: 'reject', target: 0, by: 0},
		{kind: 'record', planIndex: 3},
		{kind: 'take-back', target: 0, by: 0},
	]);

	expect(countingId(fold, 3)).toBe('r0');
	expect(recordStatus(fold, {id: 'r1', planIndex: 3})).toBe('spare');
});

test('a refill that was being written while its rejection was taken back is the spare', () => {
	const {fold} = replayLive([
		{kind: 'record', planIndex: 0},
		{kind: 'reject', target: 0, by: 0},
		{kind: 'take-back', target: 0, by: 0},
		{kind: 'record', planIndex: 0},
	]);

	expect(countingId(fold, 0)).toBe('r0');
	expect(recordStatus(fold, {id: 'r1', planIndex: 0})).toBe('spare');
});

test('a take-back without a rejection changes nothing', () => {
	const {fold} = replayLive([
		{kind: 'record', planIndex: 0},
		{kind: 'record', planIndex: 0},
		{kind: 'take-back', target: 0, by: 0},
	]);

	expect(countingId(fold, 0)).toBe('r1');
});
