import {cellOfReadable} from '../domain/legacy-interaction.js';
import type {SetRecord} from '../domain/set-record.js';
import {type RecordField, textFields} from './record-fields.js';

export const labelFields: RecordField[] = [
	...textFields(['id', 'complexity_type', 'authenticity_target', 'capacity_level', 'variation_family']),
	{name: 'edited', kind: 'flag'},
	{name: 'reviewed', kind: 'flag'},
	{name: 'note', kind: 'text'},
];

/**
 * What stands beside every chat sample, so that it can be found again, filtered and weighed. What is not known is an empty text
 * or false: readers take the kind of a column from the first rows, where null is a kind of its own.
 */
export function labelsOf({record}: SetRecord) {
	const {training_metadata: metadata} = record;
	const cell = cellOfReadable(record);
	return {
		id: metadata.id ?? '',
		complexity_type: metadata.complexity_type,
		authenticity_target: cell?.authenticity ?? '',
		capacity_level: cell?.capacity ?? '',
		variation_family: metadata.variation_family ?? '',
		edited: metadata.edited === true,
		reviewed: metadata.reviewed === true,
		note: metadata.note ?? '',
	};
}
