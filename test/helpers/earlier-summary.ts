import {cellNumber} from '../../source/domain/parameter-space.js';
import {cellAt} from '../../source/domain/plan-order.js';

/** Of a record that an earlier session accepted, at plan index 9. */
export const earlierSummary = {
	id: 'earlier',
	planIndex: 9,
	name: 'Zoë',
	cell: cellNumber(cellAt('balanced', 9)),
	words: 90,
	opening: '',
	at: '2026-11-22T18:45:10.000Z',
	status: 'accepted' as const,
};
