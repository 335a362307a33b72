import {basename} from 'node:path';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import type {SetRecord} from '../domain/set-record.js';
import {UnwrittenError, UserError} from '../pipeline/errors.js';
import type {CountedProse} from '../pipeline/ports.js';
import {openSet} from './open-set.js';
import {describeSystemError, systemErrorCode} from './system-failure.js';

/** The prose of what a run adds to. */
export type SourceProse = {
	prose: AsyncIterable<CountedProse>;
	/** What could not be read, one sentence each; complete once `prose` was read. */
	readonly notices: string[];
};

/** In memory they are about 110 MB, and every resume reads them anew, in some 0.15 ms each. */
const mostRecords = 100_000;
const longestId = 80;

/**
 * Reads runs, batch files and files of JSON lines, by their paths, record by record. One that is gone or broken is passed
 * over from there on. An id names its file too: `ID of FILE`.
 */
export function readSourceProse(
	paths: readonly string[],
	{most = mostRecords, onRead}: {most?: number; onRead?: ((records: number) => void) | undefined} = {},
): SourceProse {
	const notices: string[] = [];

	async function* readAll(): AsyncGenerator<CountedProse> {
		let read = 0;
		for (const path of paths) {
			for await (const scene of readOne(path, notices)) {
				if (++read > most) return void notices.push(describeLimit(most));
				onRead?.(read);
				yield scene;
			}
		}
	}

	return {prose: readAll(), notices};
}

async function* readOne(path: string, notices: string[]): AsyncGenerator<CountedProse> {
	let damaged = 0;
	try {
		const set = await openSet('', path);
		try {
			for await (const record of set.records(() => damaged++)) yield describeScene(record);
		} finally {
			await set.close();
		}
	} catch (error) {
		notices.push(describeProblem(path, error));
	}
	if (damaged > 0) notices.push(describeDamage(path, damaged));
}

function describeScene({record, source, position}: SetRecord): CountedProse {
	const {training_metadata: metadata, npc_profile: profile} = record;
	const name = metadata.id?.slice(0, longestId) ?? `record ${position}`;
	const id = cleanForDisplay(`${name} of ${basename(source)}`);
	return {
		id,
		prose: record.npc_card_narrative.dialogue_prose,
		name: profile.name,
		// One that names no venue shares none.
		venue: record.interaction_context.location ?? id,
		family: metadata.variation_family ?? id,
	};
}

const unknown = 'near copies of what is not read are not seen';
const remedy =
	'hint: put it back or mend it before the next `--resume`, or let `unwritten merge` leave near copies out afterwards';

/** Throws what is neither the disk nor the file: a bug. */
function describeProblem(path: string, error: unknown): string {
	const isExpected = error instanceof UnwrittenError || systemErrorCode(error) !== undefined;
	if (!isExpected) throw error;
	const why = error instanceof UserError ? error.message : `\`${path}\`: ${describeSystemError(error)}`;
	return cleanForDisplay(`a source of this fill cannot be read, ${unknown}: ${why}; ${remedy}`);
}

function describeDamage(path: string, damaged: number): string {
	return cleanForDisplay(
		`in a source of this fill, \`${path}\`, ${damaged} elements are no records: ${unknown}`,
	);
}

function describeLimit(most: number): string {
	return `of the sources of this fill the first ${most} records are read, ${unknown}; hint: let \`unwritten merge\` leave near copies out afterwards`;
}
