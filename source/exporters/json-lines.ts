import type {SetRecord} from '../domain/set-record.js';
import type {ExportContext, Exporter} from './exporter.js';
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

/** The whole record, one a line. */
export const jsonLinesExporter: Exporter = createLineExporter({
	name: 'jsonl',
	fields: recordFields,
	convert: ({original}) => original,
});
