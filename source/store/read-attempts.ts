import type {FailedAttempt} from '../domain/report/failures.js';
import {openJournal} from './json-lines-journal.js';
import {isRecordObject} from './parse-json.js';

/** Characters of each word and reason; more tells nobody more. */
const mostCharacters = 1_000;

/**
 * Every failed attempt of a run, one by one, without changing the file; none where there is no file. Memory: a few lines,
 * whatever the file holds; a line that is too long or that nobody can read is passed over.
 */
export async function readAttempts(path: string, visit: (attempt: FailedAttempt) => void): Promise<void> {
	const journal = await openJournal({
		path,
		readOnly: true,
		visit: value => {
			if (!isRecordObject(value)) return 'damaged';
			const {failure, step, reason} = value;
			visit({failure: readWords(failure), step: readWords(step), reason: readWords(reason)});
			return 'kept';
		},
	});
	await journal.close();
}

/** Copied: a piece of a string keeps the whole of it in memory. */
function readWords(value: unknown): string {
	if (typeof value !== 'string') return 'unknown';
	return Buffer.from(value.slice(0, mostCharacters)).toString();
}
