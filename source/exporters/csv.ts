import type {SetRecord} from '../domain/set-record.js';
import type {Exporter} from './exporter.js';
import {type RecordField, recordFields} from './record-fields.js';

type Column = {name: string; path: string[]; kind: RecordField['kind']};

const columns = recordFields.flatMap(field => listColumns(field, []));

/** Groups become dotted columns, lists become JSON. */
function listColumns(field: RecordField, above: string[]): Column[] {
	const path = [...above, field.name];
	if (field.kind === 'group') return field.fields.flatMap(inner => listColumns(inner, path));
	return [{name: path.join('.'), path, kind: field.kind}];
}

/** RFC 4180, but LF after each line, as the readers of Python expect; a column for every field, empty where there is none. */
async function* writeCsv(records: AsyncIterable<SetRecord>): AsyncGenerator<string> {
	yield formatRow(columns.map(({name}) => name));
	for await (const record of records) {
		const original = record.original;
		yield formatRow(columns.map(({path}) => formatValue(valueAt(original, path))));
	}
}

function valueAt(record: unknown, path: string[]): unknown {
	return path.reduce<unknown>(
		(value, name) => (value as Record<string, unknown> | null | undefined)?.[name],
		record,
	);
}

function formatValue(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function formatRow(cells: string[]): string {
	return `${cells.map(quote).join(',')}\n`;
}

function quote(cell: string): string {
	return /[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function describeColumn({name, kind}: Column): RecordField {
	return kind === 'list' || kind === 'group' ? {name, kind: 'text'} : {name, kind};
}

export const csvExporter: Exporter = {
	name: 'csv',
	extension: '.csv',
	fields: columns.map(describeColumn),
	write: writeCsv,
};
