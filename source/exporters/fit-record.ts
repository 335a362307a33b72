import {type RecordField, recordFields} from './record-fields.js';

/** `integerOf`: how the file wants its whole numbers. */
type Fitting = {integerOf: (value: number) => unknown};

/**
 * What columns can hold of a record: fields that have none are left out, and a value of another kind than its column's,
 * which a record of a stranger may have, is as if it were absent. A file in which one row is of another form than the
 * others cannot be loaded at all.
 */
export function fitRecord(record: object, fitting: Fitting = {integerOf: value => value}) {
	return fitGroup(record, {fields: recordFields, fitting}) as Record<string, unknown>;
}

function fitGroup(value: unknown, {fields, fitting}: {fields: RecordField[]; fitting: Fitting}): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	const group = value as Record<string, unknown>;
	return Object.fromEntries(fields.map(field => [field.name, fitValue(group[field.name], {field, fitting})]));
}

function fitValue(value: unknown, {field, fitting}: {field: RecordField; fitting: Fitting}): unknown {
	if (field.kind === 'list') {
		const element = {field: field.element, fitting};
		return Array.isArray(value) ? value.map(item => fitValue(item, element)) : undefined;
	}
	if (field.kind === 'group') return fitGroup(value, {fields: field.fields, fitting});
	if (field.kind === 'text') return typeof value === 'string' ? value : undefined;
	if (field.kind === 'flag') return typeof value === 'boolean' ? value : undefined;
	if (typeof value !== 'number') return undefined;
	if (field.kind === 'number') return value;
	return Number.isSafeInteger(value) ? fitting.integerOf(value) : undefined;
}
