import {describePlaces} from './describe-places.js';
import type {KeyBinding} from './key-binding.js';
import {keyTable} from './key-table.js';
import {column, type Row, span} from './row.js';
import type {Theme} from './theme.js';
import {wrapText} from './wrap-text.js';

const labelColumns = 12;

/** The key table as the help shows it: each key once, in the order of the table. */
export function helpRows(columns: number, theme: Theme): Row[] {
	const keys = keyTable.flatMap(binding =>
		wrapText(explain(binding), Math.max(10, columns - labelColumns)).map((line, index) => [
			column(index === 0 ? binding.label : '', labelColumns, theme.glyphs.ellipsis, 'key'),
			span(line),
		]),
	);
	return [...keys, [], ...filterRows(columns)];
}

/** A key that means several things says where it means this one. */
function explain({label, description, contexts}: KeyBinding): string {
	const isAlone = keyTable.filter(other => other.label === label).length === 1;
	return isAlone ? description : `${description} (${describePlaces(contexts)})`;
}

function filterRows(columns: number): Row[] {
	const text =
		'The filter: every word must match. A whole cell word (low, avoidance, failed) means the cell; is:rejected, is:accepted, is:spare the state; cell:57 one cell; anything else is looked for in name and opening words.';
	return wrapText(text, columns).map(line => [span(line, 'muted')]);
}
