import {join} from 'node:path';
import {type Judgement, judgementSchema} from '../domain/judgement.js';
import {openJournal} from './json-lines-journal.js';
import {isRecordObject} from './parse-json.js';

/** What blind readers said of a run: `judge.jsonl`, appended to and never rewritten. */
export interface JudgementJournal {
	/** Those on disk, in journal order, of every judge there was. */
	readonly judgements: Judgement[];
	append(judgement: Judgement): Promise<void>;
	close(): Promise<void>;
}

/** Lines that a later version writes are kept and not understood. Throws `StoreError`. */
export async function openJudgementJournal(
	runFolder: string,
	{readOnly}: {readOnly: boolean},
): Promise<JudgementJournal> {
	const judgements: Judgement[] = [];
	const journal = await openJournal({
		path: join(runFolder, 'judge.jsonl'),
		readOnly,
		visit: value => {
			if (!isRecordObject(value)) return 'damaged';
			const line = judgementSchema.safeParse(value);
			if (line.success) judgements.push(line.data);
			return 'kept';
		},
	});
	return {
		judgements,
		async append(judgement) {
			await journal.append(judgement);
			judgements.push(judgement);
		},
		close: journal.close,
	};
}

/** All that there are of a run, of every judge, in journal order. Throws `StoreError`. */
export async function readJudgements(runFolder: string): Promise<Judgement[]> {
	const {judgements, close} = await openJudgementJournal(runFolder, {readOnly: true});
	await close();
	return judgements;
}
