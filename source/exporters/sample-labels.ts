import {cellOfReadable} from '../domain/legacy-interaction.js';
import type {SetRecord} from '../domain/set-record.js';
import {type RecordField, textFields} from './record-fields.js';

export const labelFields: RecordField[] = textFields([
	'id',
	'complexity_type',
	'authenticity_target',
	'capacity_level',
	'variation_family',
	'note',
]);

/** What stands beside every chat sample, so that it can be found again, filtered and weighed. Null where unknown. */
export function labelsOf({record}: SetRecord) {
	const {training_metadata: metadata} = record;
	const cell = cellOfReadable(record);
	return {
		id: metadata.id ?? null,
		complexity_type: metadata.complexity_type,
		authenticity_target: cell?.authenticity ?? null,
		capacity_level: cell?.capacity ?? null,
		variation_family: metadata.variation_family ?? null,
		note: metadata.note ?? null,
	};
}
