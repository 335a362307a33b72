import type {FailedAttempt} from '../domain/report/failures.js';
import {openJournal} from './json-lines-journal.js';
import {isRecordObject} from './parse-json.js';

/** Every failed attempt of a run, one by one, without changing the file; none where there is no file. */
export async function readAttempts(path: string, visit: (attempt: FailedAttempt) => void): Promise<void> {
	const journal = await openJournal({
		path,
		readOnly: true,
		visit: value => {
			if (!isRecordObject(value)) return 'damaged';
			const {failure, step, reason} = value;
			visit({failure: String(failure), step: String(step), reason: String(reason)});
			return 'kept';
		},
	});
	await journal.close();
}
