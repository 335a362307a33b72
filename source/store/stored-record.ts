import {isUtf8} from 'node:buffer';
import type {Interaction} from '../domain/interaction.js';
import type {LentText} from '../domain/set-record.js';
import {UnreadableRecordError} from '../pipeline/errors.js';
import {parseUntrustedJson} from './parse-json.js';
import {describeSystemError} from './system-failure.js';

/** A record that counts, to be looked at before the next is asked for. */
export interface CountedRecord {
	/** Throws `UnreadableRecordError`. */
	readonly original: Interaction;
	/** Absent where a person changed the record. */
	readonly text?: LentText;
}

/** A record as it stands in a journal, in a buffer that the next records will be read into. */
export class StoredRecord implements CountedRecord {
	readonly id: string;
	readonly #path: string;
	#lent: Buffer | undefined;

	constructor(place: {bytes: Buffer; id: string; path: string}) {
		this.#lent = place.bytes;
		this.id = place.id;
		this.#path = place.path;
	}

	get original(): Interaction {
		return parseRecord(this.#lent ?? Buffer.alloc(0), {id: this.id, path: this.#path});
	}

	/** Only where it is of the record it is said to be of. */
	readonly text: LentText = {
		read: () => (this.#lent && isUtf8(this.#lent) && this.#names(this.#lent) ? this.#lent : undefined),
	};

	/** The buffer belongs to others now. */
	release(): void {
		this.#lent = undefined;
	}

	#names(bytes: Buffer): boolean {
		return bytes.includes(`"id":${JSON.stringify(this.id)}`);
	}
}

/** Throws `UnreadableRecordError` where it is not the record that stood there when the journal was opened. */
function parseRecord(bytes: Buffer, {id, path}: {id: string; path: string}): Interaction {
	let value: Partial<Interaction> | null;
	try {
		value = parseUntrustedJson(bytes.toString('utf8')) as Partial<Interaction> | null;
	} catch (error) {
		const message = `could not read \`${id}\` in \`${path}\`: ${describeSystemError(error)}`;
		throw new UnreadableRecordError(message, {id, cause: error});
	}
	if (value?.training_metadata?.id === id) return value as Interaction;
	const message = `\`${path}\` was changed by another program: \`${id}\` is not where it was`;
	throw new UnreadableRecordError(message, {id});
}
