import type {SetRecord} from '../domain/set-record.js';
import type {Exporter} from './exporter.js';
import {recordFields} from './record-fields.js';

/** One JSON array, as `JSON.stringify(all, null, 2)` would write it, piece by piece: one record in memory at a time. */
export async function* writeBatchJson(interactions: AsyncIterable<object>): AsyncGenerator<string> {
	let isEmpty = true;
	for await (const interaction of interactions) {
		yield isEmpty ? '[\n' : ',\n';
		yield indent(JSON.stringify(interaction, null, 2));
		isEmpty = false;
	}
	yield isEmpty ? '[]' : '\n]';
}

/** Inside JSON text a line feed is always layout: in strings it is escaped. */
function indent(json: string): string {
	return `  ${json.replaceAll('\n', '\n  ')}`;
}

async function* originalsOf(records: AsyncIterable<SetRecord>): AsyncGenerator<object> {
	for await (const record of records) yield record.original;
}

export const batchJsonExporter: Exporter = {
	name: 'json',
	extension: '.json',
	fields: recordFields,
	write: records => writeBatchJson(originalsOf(records)),
};
