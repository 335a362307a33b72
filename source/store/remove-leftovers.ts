import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {isAbandonedGate} from './pass-gate.js';

/** What an interrupted replacing of a file leaves behind, and the name of one that was killed while it let go. */
const leftover = /^(?:(?:run\.json|writer\.json|steps\.jsonl)\.\d+|writer\.leaving\.json)$/u;

/**
 * Removes what dead processes left beside the files of a run; returns a sentence for each.
 *
 * Only for whoever holds the lock: these names are written under it, or by one that found it free, so nobody who lives
 * is at them. Those who wait at the gate hold no lock, and are asked for one by one.
 */
export async function removeLeftovers(folder: string): Promise<string[]> {
	const removed: string[] = [];
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		if (!leftover.test(name) && !(await isAbandonedGate(path))) continue;
		await rm(path, {recursive: true, force: true});
		removed.push(`${name}: left by a process that was interrupted; removed`);
	}
	return removed;
}
