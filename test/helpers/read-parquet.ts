import {createRequire} from 'node:module';

/** The reader that the writer's package brings along. */
const besideWriter = createRequire(createRequire(import.meta.url).resolve('hyparquet-writer'));

/** The rows of a Parquet file, columns as they are nested in it. */
export async function readParquet(bytes: Buffer): Promise<Array<Record<string, Record<string, unknown>>>> {
	const {parquetReadObjects} = await import(besideWriter.resolve('hyparquet'));
	const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
	return parquetReadObjects({file});
}
