import {isUtf8} from 'node:buffer';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Interaction, interactionSchema} from '../../source/domain/interaction.js';

/** What a run folder holds, read by rules of our own and not by the store that is under test. */
export type RunState = {
	/** Whole lines that are records, with the text that they are. */
	records: Array<{id: string; planIndex: number; line: string}>;
	rejected: Set<string>;
	/** The record that counts, by plan index: the latest, unless it was rejected. An older one never steps in. */
	counting: Map<number, string>;
	/** Model steps that need not be asked for again, and refused replies: what the requests so far have brought. */
	paidSteps: number;
};

const modelSteps = ['primitives', 'context', 'tension', 'dialogue'];

export function readRunState(folder: string): RunState {
	const records = readRecords(folder);
	const decisions = readObjects(join(folder, 'decisions.jsonl'));
	const rejected = new Set(decisions.map(({id}) => String(id)));
	const counting = new Map<number, string>();
	for (const {id, planIndex} of records) {
		if (rejected.has(id)) counting.delete(planIndex);
		else counting.set(planIndex, id);
	}
	return {records, rejected, counting, paidSteps: countPaid(folder, {records, counting})};
}

function readRecords(folder: string): RunState['records'] {
	const seen = new Set<string>();
	return readWholeLines(join(folder, 'interactions.jsonl')).flatMap(line => {
		const parsed = interactionSchema.safeParse(tryParse(line));
		if (!parsed.success) return [];
		const {id, plan_index: planIndex} = parsed.data.training_metadata;
		if (seen.has(id)) return [];
		seen.add(id);
		return [{id, planIndex, line}];
	});
}

function countPaid(folder: string, {records, counting}: Pick<RunState, 'records' | 'counting'>): number {
	const checkpoints = new Map<number, number>();
	for (const line of readObjects(join(folder, 'steps.jsonl'))) {
		const planIndex = Number(line.planIndex);
		const recordsThen = records.filter(record => record.planIndex === planIndex).length;
		if (counting.has(planIndex) || line.records !== recordsThen) checkpoints.delete(planIndex);
		else checkpoints.set(planIndex, countSteps(line.outputs as object));
	}
	const attempts = readObjects(join(folder, 'attempts.jsonl')).length;
	const inCheckpoints = [...checkpoints.values()].reduce((sum, steps) => sum + steps, 0);
	return records.length * modelSteps.length + inCheckpoints + attempts;
}

function countSteps(outputs: object): number {
	return modelSteps.filter(step => step in outputs).length;
}

/** A last line without its line feed is whole when it can be read. */
function readWholeLines(path: string): string[] {
	return existsSync(path) ? splitLines(readFileSync(path)) : [];
}

function splitLines(bytes: Buffer): string[] {
	const lines: string[] = [];
	for (let start = 0; start < bytes.length; ) {
		const found = bytes.indexOf(10, start);
		const end = found === -1 ? bytes.length : found;
		const line = bytes.subarray(start, end);
		if (isUtf8(line) && tryParse(line.toString()) !== undefined) lines.push(line.toString());
		start = end + 1;
	}
	return lines;
}

function readObjects(path: string): Array<Record<string, unknown>> {
	return readWholeLines(path).map(line => JSON.parse(line));
}

function tryParse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The batch files of an output folder, each with its records; throws on one that is torn or not valid. */
export function readBatches(outputFolder: string): Array<{name: string; records: Interaction[]}> {
	if (!existsSync(outputFolder)) return [];
	const names = readdirSync(outputFolder).filter(name => name.startsWith('multi_step_batch'));
	return names.map(name => {
		const parsed = tryParse(readFileSync(join(outputFolder, name), 'utf8'));
		if (!Array.isArray(parsed)) throw new Error(`the batch ${name} is torn`);
		return {name, records: parsed.map(record => interactionSchema.parse(record))};
	});
}
