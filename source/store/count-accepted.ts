import {lstat} from 'node:fs/promises';
import {join} from 'node:path';
import {openAppendFile} from './append-file.js';
import {openDecisionJournal} from './decision-journal.js';
import {countedNumbers, createRunFold, replayRun} from './fold-run.js';
import {openInteractionJournal} from './interaction-journal.js';
import {openJournalIndex} from './journal-index.js';
import {readLines} from './read-lines.js';
import type {RunReader} from './run-store.js';
import {unlessMissing} from './system-failure.js';

/** Of a run as it was when it was opened. */
export function countAccepted({history}: Pick<RunReader, 'history'>): number {
	let accepted = 0;
	for (const {status} of history.summaries) if (status === 'accepted') accepted++;
	return accepted;
}

/**
 * Of a run folder that is not open. Only decisions make records that do not count, so without any the lines are counted and
 * not parsed, from where the index ends.
 */
export async function countAcceptedIn(folder: string): Promise<number> {
	const decisions = await unlessMissing(() => lstat(join(folder, 'decisions.jsonl')));
	return decisions === undefined || decisions.size === 0 ? countLines(folder) : countFolded(folder);
}

async function countLines(folder: string): Promise<number> {
	const file = await unlessMissing(() => openAppendFile(join(folder, 'interactions.jsonl'), 'read'));
	if (file === undefined) return 0;
	const index = await openJournalIndex({path: join(folder, 'interactions.index'), readOnly: true});
	try {
		const {size} = await file.stat();
		const {blocks, start} = await index.load(file, size);
		let count = blocks.reduce((sum, block) => sum + block.count, 0);
		// A record is at least this long, so that blank lines do not count; a torn one lacks its line feed.
		for await (const line of readLines(file, size, start.offset))
			if (line.terminated && line.length > 2) count++;
		return count;
	} finally {
		await index.close();
		await file.close();
	}
}

async function countFolded(folder: string): Promise<number> {
	const place = (name: string) => ({path: join(folder, name), readOnly: true});
	const interactions = await openInteractionJournal(place('interactions.jsonl'));
	await interactions.close();
	const {decisions, close} = await openDecisionJournal(place('decisions.jsonl'));
	await close();
	const fold = createRunFold(interactions.summaries);
	replayRun(fold, interactions.summaries, decisions);
	return [...countedNumbers(fold)].length;
}
