import type {ParquetWriter} from 'hyparquet-writer';
import type {RecordField} from './record-fields.js';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

const primitives = {
	text: {type: 'BYTE_ARRAY', converted_type: 'UTF8'},
	number: {type: 'DOUBLE'},
	integer: {type: 'INT64'},
	flag: {type: 'BOOLEAN'},
} as const;

/** The tree of columns in the order that a Parquet file lists it: each node before its children. All may be null. */
export function describeParquetSchema(fields: RecordField[]): SchemaElement[] {
	return [{name: 'schema', num_children: fields.length}, ...fields.flatMap(describeField)];
}

function describeField(field: RecordField): SchemaElement[] {
	const {name} = field;
	const repetition_type = 'OPTIONAL';
	if (field.kind === 'group') {
		return [
			{name, repetition_type, num_children: field.fields.length},
			...field.fields.flatMap(describeField),
		];
	}
	if (field.kind === 'list') {
		return [
			{name, repetition_type, num_children: 1, converted_type: 'LIST'},
			{name: 'list', repetition_type: 'REPEATED', num_children: 1},
			...describeField(field.element),
		];
	}
	return [{name, repetition_type, ...primitives[field.kind]}];
}
