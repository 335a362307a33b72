import type {ReadableInteraction} from './legacy-interaction.js';

/** The JSON of a record, in a buffer that is used again. */
export type LentText = {
	/** As UTF-8; undefined once the next record was asked for, or where it cannot be taken as it stands. */
	read(): Uint8Array | undefined;
};

/** One record of a run, a batch file or a file of JSON lines, ours or of v2.2. */
export type SetRecord = {
	/** As the reader of old and new records understands it: present names of hook types, no nulls for lists. */
	record: ReadableInteraction;
	/** As it stands in the file, with nothing filled in and nothing renamed. */
	original: Record<string, unknown>;
	/** Of `original`; absent where there is none at hand. */
	text?: LentText | undefined;
	/** Run id, or path of the file as it was given. */
	source: string;
	/** Place in its source, from 1: in plan order, of an element, or of a line. */
	position: number;
};

/** Something in a source that is no record; it is passed over. */
export type DamagedElement = Pick<SetRecord, 'source' | 'position'> & {
	/** One clause, such as "it is not valid JSON"; may quote the file. */
	reason: string;
};
