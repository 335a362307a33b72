import type {SetRecord} from '../domain/set-record.js';
import type {ExportContext, Exporter} from './exporter.js';
import {JsonIndenter} from './json-indenter.js';
import {type RecordField, recordFields} from './record-fields.js';

/** One value a line, LF after each; `convert` makes it from a record. */
async function* writeLines(
	records: AsyncIterable<SetRecord>,
	convert: (record: SetRecord) => unknown,
): AsyncGenerator<string> {
	for await (const record of records) yield `${JSON.stringify(convert(record))}\n`;
}

/** A format of JSON lines that is made record by record. */
export function createLineExporter({
	name,
	fields,
	convert,
}: {
	name: string;
	fields: RecordField[];
	convert: (record: SetRecord, context: ExportContext) => unknown;
}): Exporter {
	return {
		name,
		extension: '.jsonl',
		fields,
		write: (records, context) => writeLines(records, record => convert(record, context)),
	};
}

/** The whole record, one a line. Bytes are valid until the next piece is asked for. */
async function* writeWholeLines(records: AsyncIterable<SetRecord>): AsyncGenerator<string | Uint8Array> {
	const indenter = new JsonIndenter();
	for await (const record of records) {
		const text = record.text?.read();
		yield text && indenter.takes(text) ? text : JSON.stringify(record.original);
		yield '\n';
	}
}

export const jsonLinesExporter: Exporter = {
	name: 'jsonl',
	extension: '.jsonl',
	fields: recordFields,
	write: writeWholeLines,
};
