import {fingerprintProse, isOfProse, type Judgement, judgementsOf} from '../domain/judgement.js';
import {countRoles, noteRoles, type RolesCount} from '../domain/misreading.js';
import type {BlindReader} from './blind-reader.js';

/** Where judgements are kept: `judge.jsonl`. */
export type JudgementStore = {
	readonly judgements: Judgement[];
	append(judgement: Judgement): Promise<void>;
};

/** What is known of a judge and of what its gate did, kept up with while a run goes on. */
export type JudgeLedger = {
	/** By record, the last judgement of its prose by this judge. */
	latest: Map<string, Judgement>;
	roles: RolesCount;
	/** How often each plan index was made again, whichever judge was at the gate. */
	refills: Map<number, number>;
	/** Records whose roles were called swapped while it was not known whether this judge tells them apart. */
	undecided: Set<string>;
	/** Records that were not read since the judge went away; 0 while it is there. */
	leftUnread: number;
};

/** `editedProse`: see `RunHistory`. What was said of a record before it was edited counts for the judge alone. */
export function openLedger(
	{journal, reader}: {journal: JudgementStore; reader: BlindReader},
	editedProse: ReadonlyMap<string, string> = new Map(),
): JudgeLedger {
	const {judgements} = journal;
	const own = judgementsOf(reader.fingerprint, judgements);
	const isOfPresentProse = (judgement: Judgement) => {
		const edited = editedProse.get(judgement.id);
		return edited === undefined || isOfProse(judgement, fingerprintProse(edited));
	};
	const refills = new Map<number, number>();
	for (const {gated, plan_index: planIndex} of judgements) {
		if (gated) refills.set(planIndex, (refills.get(planIndex) ?? 0) + 1);
	}
	return {
		latest: new Map(own.filter(isOfPresentProse).map(judgement => [judgement.id, judgement])),
		roles: countRoles(own),
		refills,
		undecided: new Set(),
		leftUnread: 0,
	};
}

/** A reading that was just made. */
export function noteReading({roles}: JudgeLedger, {named}: Judgement): void {
	noteRoles(roles, named);
}

/** What went to disk: a reading, or one made before that the gate acts on now. */
export function noteWritten(ledger: JudgeLedger, judgement: Judgement): void {
	const {id, gated, plan_index: planIndex} = judgement;
	ledger.latest.set(id, judgement);
	if (gated) ledger.refills.set(planIndex, (ledger.refills.get(planIndex) ?? 0) + 1);
}
