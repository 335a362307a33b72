import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {loadRows} from './record-rows.js';
import {type Row, span} from './row.js';
import type {Overlay, RecordLoad} from './screen-state.js';
import type {Theme} from './theme.js';
import {wrapForeignText} from './wrap-text.js';

type OpenRecord = Extract<Overlay, {kind: 'record'}>;

/** An open record: what makes it doubtful, the note that is being written, then the record itself. */
export function openRecordRows({queue, note, load}: OpenRecord, columns: number, theme: Theme): Row[] {
	const reasons = queue?.doubts[queue.position]?.reasons ?? [];
	const doubts = reasons.flatMap(reason =>
		wrapForeignText(reason, columns).map(line => [span(line, 'status.warning')]),
	);
	const typed = note === undefined ? [] : noteRows(note, columns, theme);
	const above = [...doubts, ...typed];
	return [...above, ...(above.length > 0 ? [[]] : []), ...loadRows(load, columns, theme)];
}

function noteRows(note: string, columns: number, {glyphs}: Theme): Row[] {
	return wrapForeignText(`note: ${note}${glyphs.caret}`, columns).map(line => [span(line, 'strong')]);
}

export function openRecordTitle({queue, load}: OpenRecord): string {
	const name = recordName(load);
	return queue ? `Review ${queue.position + 1} of ${queue.doubts.length}: ${name}` : name;
}

function recordName(load: RecordLoad): string {
	return load.status === 'ready' ? cleanForDisplay(load.interaction.npc_profile.name) : 'Interaction';
}
