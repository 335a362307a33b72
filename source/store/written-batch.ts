import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {RunFolder} from './run-store.js';
import {unlessMissing} from './system-failure.js';

/** The batch file of a finished run, where it is still there and holds all that counts; undefined otherwise. */
export async function findWrittenBatch(
	{runFile, contents}: Pick<RunFolder, 'runFile' | 'contents'>,
	outputFolder: string,
): Promise<{path: string; count: number} | undefined> {
	const {state, last_batch: batch} = runFile;
	if (state !== 'finished' || batch === undefined) return undefined;
	const {records, decisions} = contents();
	if (batch.records !== records || batch.decisions !== decisions) return undefined;
	const path = join(outputFolder, batch.file);
	const stats = await unlessMissing(() => stat(path));
	return stats?.isFile() ? {path, count: batch.count} : undefined;
}
