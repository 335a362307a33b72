import type {LentText} from '../domain/set-record.js';
import type {Exporter} from './exporter.js';
import {JsonIndenter} from './json-indenter.js';
import {recordFields} from './record-fields.js';

/** `text` spares the making of `original`, which may be costly to ask for. */
export type WritableRecord = {readonly original: object; readonly text?: LentText | undefined};

/**
 * One JSON array, as `JSON.stringify(all, null, 2)` would write it, piece by piece: one record in memory at a time. Bytes
 * are valid until the next piece is asked for.
 */
export async function* writeBatchJson(
	records: AsyncIterable<WritableRecord>,
): AsyncGenerator<string | Uint8Array> {
	const indenter = new JsonIndenter();
	let isEmpty = true;
	for await (const record of records) {
		yield isEmpty ? '[\n  ' : ',\n  ';
		const text = record.text?.read();
		yield (text && indenter.indent(text, 1)) ?? indent(JSON.stringify(record.original, null, 2));
		isEmpty = false;
	}
	yield isEmpty ? '[]' : '\n]';
}

/** Inside JSON text a line feed is always layout: in strings it is escaped. */
function indent(json: string): string {
	return json.replaceAll('\n', '\n  ');
}

export const batchJsonExporter: Exporter = {
	name: 'json',
	extension: '.json',
	fields: recordFields,
	write: writeBatchJson,
};
