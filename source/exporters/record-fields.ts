import {z} from 'zod';
import {interactionSchema} from '../domain/interaction.js';

/** The form of a record for formats with columns. */
export type RecordField = {name: string} & (
	| {kind: 'text' | 'number' | 'integer' | 'flag'}
	| {kind: 'group'; fields: RecordField[]}
	| {kind: 'list'; element: RecordField}
);

/**
 * The columns of a record, read off its schema, so that a new field becomes a column of its own. Numbers that v2.2 has
 * too are no integers: it wrote half relationship levels.
 */
export const recordFields: RecordField[] = fieldsOf(interactionSchema, false);

function fieldsOf(schema: z.ZodObject, isOurs: boolean): RecordField[] {
	return Object.entries(schema.shape).map(([name, field]) =>
		describeField(name, {schema: field as z.ZodType, isOurs: isOurs || name === 'training_metadata'}),
	);
}

function describeField(name: string, {schema, isOurs}: {schema: z.ZodType; isOurs: boolean}): RecordField {
	const bare = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
	if (bare instanceof z.ZodObject) return {name, kind: 'group', fields: fieldsOf(bare, isOurs)};
	if (bare instanceof z.ZodArray) {
		const element = describeField('element', {schema: bare.element as z.ZodType, isOurs});
		return {name, kind: 'list', element};
	}
	if (bare instanceof z.ZodBoolean || isFlagLiteral(bare)) return {name, kind: 'flag'};
	if (bare instanceof z.ZodNumber)
		return {name, kind: isOurs && bare.format === 'safeint' ? 'integer' : 'number'};
	return {name, kind: 'text'};
}

/** A mark that is only ever true, or absent. */
function isFlagLiteral(schema: z.ZodType): boolean {
	return schema instanceof z.ZodLiteral && [...schema.values].every(value => typeof value === 'boolean');
}

export function textFields(names: string[]): RecordField[] {
	return names.map(name => ({name, kind: 'text'}));
}

/** A list of groups of texts, such as the turns of a chat. */
export function listOfTexts(name: string, names: string[]): RecordField {
	return {name, kind: 'list', element: {name: 'element', kind: 'group', fields: textFields(names)}};
}
