import {cellOfReadable, type ReadableInteraction} from '../domain/legacy-interaction.js';
import {cellNumber} from '../domain/parameter-space.js';
import type {SetRecord} from '../domain/set-record.js';
import {createSplitPlanner, type SplitCandidate} from '../domain/split-planner.js';
import type {Sources} from './open-sources.js';
import type {SplitShare} from './writing-options.js';

/** One part of a set that goes into files of its own; `name` is undefined where it is the whole. */
export type SetPart = {name: SplitShare['name'] | undefined; records: () => AsyncIterable<SetRecord>};

/** Reads the set once to decide where each record goes. Without `splits` it is one part; a part of nothing is left out. */
export async function planSplits(
	sources: Sources,
	{splits, splitSeed}: {splits: SplitShare[] | undefined; splitSeed: number},
): Promise<SetPart[]> {
	if (splits === undefined) return [{name: undefined, records: sources.records}];
	const planner = createSplitPlanner(splitSeed);
	for await (const {record} of sources.records()) planner.add(describeCandidate(record));
	const assigned = planner.assign(splits.map(({share}) => share));
	return splits.flatMap(({name}, split) => {
		if (assigned.includes(split)) return {name, records: () => pick(sources.records(), {assigned, split})};
		process.stderr.write(`note: the split ${name} gets nothing of so small a set\n`);
		return [];
	});
}

function describeCandidate(record: ReadableInteraction): SplitCandidate {
	const {training_metadata: metadata, npc_card_narrative: narrative} = record;
	const cell = cellOfReadable(record);
	return {
		id: metadata.id,
		prose: narrative.dialogue_prose,
		family: metadata.variation_family,
		cell: cell && cellNumber(cell),
	};
}

/** Those of the split. What was appended to a run since the splits were planned is left out. */
async function* pick(
	records: AsyncIterable<SetRecord>,
	{assigned, split}: {assigned: Uint8Array; split: number},
): AsyncGenerator<SetRecord> {
	let at = 0;
	for await (const record of records) if (assigned[at++] === split) yield record;
}
