import {ByteWriter, ParquetWriter} from 'hyparquet-writer';
import type {SetRecord} from '../domain/set-record.js';
import type {Exporter} from './exporter.js';
import {fitRecord} from './fit-record.js';
import {describeParquetSchema} from './parquet-schema.js';
import {recordFields} from './record-fields.js';

type Row = ReturnType<typeof fitRecord>;

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
	let rows: Row[] = [];
	for await (const record of records) {
		rows.push(fitRecord(record.original, {integerOf: BigInt}));
		if (rows.length < rowsPerGroup) continue;
		await writeGroup(parquet, rows);
		rows = [];
		yield takeBytes(writer);
	}
	if (rows.length > 0) await writeGroup(parquet, rows);
	await parquet.finish();
	yield takeBytes(writer);
}

async function writeGroup(parquet: ParquetWriter, rows: Row[]): Promise<void> {
	const columnData = recordFields.map(({name}) => ({name, data: rows.map(row => row[name])}));
	await parquet.write({columnData, rowGroupSize: rows.length});
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
