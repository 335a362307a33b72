import {ByteWriter, ParquetWriter} from 'hyparquet-writer';
import type {SetRecord} from '../domain/set-record.js';
import type {Exporter} from './exporter.js';
import {describeParquetSchema} from './parquet-schema.js';
import {type RecordField, recordFields} from './record-fields.js';

/** Records in memory at once: about 4 MB of them. */
const rowsPerGroup = 1000;

/** One column a group of the record, nested as it is, Snappy, a row group every 1,000 records. */
async function* writeParquet(records: AsyncIterable<SetRecord>): AsyncGenerator<Uint8Array> {
	const writer = new ByteWriter();
	const parquet = new ParquetWriter({
		writer,
		schema: describeParquetSchema(recordFields),
		createdBy: 'unwritten',
	});
	let rows: unknown[] = [];
	for await (const record of records) {
		rows.push(record.original);
		if (rows.length < rowsPerGroup) continue;
		await writeGroup(parquet, rows);
		rows = [];
		yield takeBytes(writer);
	}
	if (rows.length > 0) await writeGroup(parquet, rows);
	await parquet.finish();
	yield takeBytes(writer);
}

async function writeGroup(parquet: ParquetWriter, rows: unknown[]): Promise<void> {
	const columnData = recordFields.map(field => ({
		name: field.name,
		data: rows.map(row => fitValue((row as Record<string, unknown>)[field.name], field)),
	}));
	await parquet.write({columnData, rowGroupSize: rows.length});
}

/** What a column can hold: a value of another kind than its own, which a record of a stranger may have, becomes null. */
function fitValue(value: unknown, field: RecordField): unknown {
	if (field.kind === 'list')
		return Array.isArray(value) ? value.map(item => fitValue(item, field.element)) : undefined;
	if (field.kind === 'group') return fitGroup(value, field.fields);
	if (field.kind === 'text') return typeof value === 'string' ? value : undefined;
	if (field.kind === 'flag') return typeof value === 'boolean' ? value : undefined;
	if (typeof value !== 'number') return undefined;
	return field.kind === 'integer' ? fitInteger(value) : value;
}

function fitGroup(value: unknown, fields: RecordField[]): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	const group = value as Record<string, unknown>;
	return Object.fromEntries(fields.map(field => [field.name, fitValue(group[field.name], field)]));
}

function fitInteger(value: number): bigint | undefined {
	return Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

/** What was written since the last time. Offsets in the file go on counting. */
function takeBytes(writer: ByteWriter): Uint8Array {
	const bytes = writer.getBytes().slice();
	writer.index = 0;
	return bytes;
}

export const parquetExporter: Exporter = {
	name: 'parquet',
	extension: '.parquet',
	fields: recordFields,
	write: writeParquet,
};
