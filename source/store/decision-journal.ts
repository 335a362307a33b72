import {z} from 'zod';
import {qualityReportSchema} from '../domain/interaction.js';
import type {Decision} from '../pipeline/ports.js';
import type {FoldedDecision} from './fold-run.js';
import {type JournalOptions, openJournal} from './json-lines-journal.js';
import {isRecordObject} from './parse-json.js';
import type {JournalRecovery} from './scan-journal.js';

/** Without `records` (written by hand) a decision is taken to come after every record. */
const lineSchema = z.object({
	id: z.string().min(1),
	decision: z.enum(['reject', 'take-back', 'replace', 'edit', 'note', 'keep']),
	/** Of a replacement: the record that counts instead. */
	by: z.string().min(1).optional(),
	/** Of an edit. */
	prose: z.string().min(1).optional(),
	quality: qualityReportSchema.optional(),
	/** Of a note. */
	note: z.string().optional(),
	records: z.int().min(0).default(Number.MAX_SAFE_INTEGER),
});

export interface DecisionJournal {
	readonly recovered: JournalRecovery;
	/** Those that were there when it was opened. */
	readonly decisions: FoldedDecision[];
	/** `records`: how many the journal of interactions holds now. */
	append(decision: Decision, records: number): Promise<void>;
	close(): Promise<void>;
}

/** Kinds of decision that a later version makes are kept and not understood. */
export async function openDecisionJournal(options: {
	path: string;
	readOnly: boolean;
	beforeWrite?: JournalOptions['beforeWrite'];
}): Promise<DecisionJournal> {
	const decisions: FoldedDecision[] = [];
	const journal = await openJournal({
		...options,
		visit: value => {
			if (!isRecordObject(value)) return 'damaged';
			const line = lineSchema.safeParse(value);
			if (line.success) decisions.push(line.data);
			return 'kept';
		},
	});
	return {
		recovered: journal.recovered,
		decisions,
		append: async (decision, records) => {
			await journal.append({...decision, records});
		},
		close: journal.close,
	};
}
