import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Interaction, interactionSchema} from '../../source/domain/interaction.js';

const outputName = 'training_output_v1.2_systematic';

export function outputFolder(folder: string): string {
	return join(folder, outputName);
}

/** The runs in the output folder of a working folder, oldest first. */
function runFolders(folder: string): string[] {
	const runs = join(outputFolder(folder), 'runs');
	return readdirSync(runs)
		.sort()
		.map(name => join(runs, name));
}

export function onlyRun(folder: string): string {
	const runs = runFolders(folder);
	if (runs.length !== 1) throw new Error(`not one run: ${runs.join(', ')}`);
	return runs[0] as string;
}

export function readRunFile(run: string) {
	return JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
}

/** Every line of a journal; fails on a torn or broken one. */
export function readJournal(run: string, name = 'interactions.jsonl'): unknown[] {
	const text = readFileSync(join(run, name), 'utf8');
	if (text !== '' && !text.endsWith('\n')) throw new Error(`torn: ${text.slice(-80)}`);
	return text
		.split('\n')
		.slice(0, -1)
		.map(line => JSON.parse(line));
}

export function readRecords(run: string): Interaction[] {
	return readJournal(run).map(record => interactionSchema.parse(record));
}

/** Names of the batch files, oldest first; a partial one has PARTIAL in its name. */
export function batchNames(folder: string): string[] {
	return readdirSync(outputFolder(folder))
		.filter(name => name.startsWith('multi_step_batch'))
		.sort();
}

export function readBatch(folder: string, name: string): Interaction[] {
	const records = JSON.parse(readFileSync(join(outputFolder(folder), name), 'utf8')) as unknown[];
	return records.map(record => interactionSchema.parse(record));
}

export function planIndexes(records: Interaction[]): number[] {
	return records.map(({training_metadata}) => training_metadata.plan_index).sort((one, other) => one - other);
}

export function countUp(count: number): number[] {
	return Array.from({length: count}, (_, index) => index);
}
