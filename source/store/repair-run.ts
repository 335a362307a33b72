import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {PromptFiles} from './prompt-files.js';
import {rebuildRunFile} from './rebuild-run-file.js';
import {removeLeftovers} from './remove-leftovers.js';
import {openRun} from './run-folder.js';
import {describeLeftLock} from './run-lock.js';

export type Repair = {
	/** What was found and what was done about it, one sentence each; empty for a run that is whole. */
	done: string[];
	/** Lines that held something and that nobody can read any more. */
	lost: number;
	requested: number;
	records: {accepted: number; rejected: number; spare: number};
	/** Interactions that were begun and go on behind their finished steps. */
	begun: number;
	attempts: number;
};

/**
 * Mends what can be mended in a run folder, under its lock: a lock of a dead process, a run file that is missing or
 * broken, torn tails, the index. Takes nothing away that holds text: what nobody can read is copied aside.
 *
 * Throws `UserError` when the run is not there, is being written, or cannot be mended. `now`: ms since the epoch.
 */
export async function repairRun(options: {
	outputFolder: string;
	runId: string;
	prompts: PromptFiles;
	now: number;
	force: boolean;
}): Promise<Repair> {
	const {prompts, now} = options;
	const done: string[] = [];
	const folder = await openRun({
		...options,
		beforeLock: async path => void done.push(...(await describeLeftLock(path))),
		prepare: async path => {
			done.push(...(await removeLeftovers(path)));
			done.push(...(await rebuildRunFile({folder: path, prompts, now})));
			done.push(...(await dropIndexes(path)));
		},
	});
	try {
		const records = {accepted: 0, rejected: 0, spare: 0};
		for (const {status} of folder.history.summaries) records[status]++;
		return {
			done: [...done, ...folder.notices],
			lost: folder.lostLines,
			requested: folder.runFile.plan.requested,
			records,
			begun: folder.history.checkpoints.size,
			attempts: [...folder.history.attemptCounts.values()].reduce((sum, count) => sum + count, 0),
		};
	} finally {
		await folder.close();
	}
}

/** What was kept to spare a reading is made from the journals anew, whether it fits or not. */
async function dropIndexes(folder: string): Promise<string[]> {
	const names = (await readdir(folder)).filter(name =>
		/^(?:interactions\.index|attempts\.tally)$/u.test(name),
	);
	for (const name of names) await rm(join(folder, name), {recursive: true, force: true});
	return names.map(name => `${name}: made anew from the journal`);
}
