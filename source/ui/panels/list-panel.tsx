import {cellFromNumber} from '../../domain/parameter-space.js';
import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import type {InteractionSummary} from '../../pipeline/ports.js';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {formatCount, spacedWords} from '../format-number.js';
import {useTheme} from '../hooks/use-theme.js';
import {innerSize, type PanelBox, type WindowSize} from '../layout.js';
import type {ListView} from '../list-view.js';
import {alignRight} from '../measure-text.js';
import {column, fitRow, type Row, span} from '../row.js';
import type {Role, Theme} from '../theme.js';

export type ListProps = {
	list: ListView;
	position: number;
	filter: string;
	box: PanelBox;
	isFramed: boolean;
	isFocused: boolean;
};

/** The interactions, newest first; only those that show are looked at, however many there are. */
export function ListPanel({list, position, filter, box, isFramed, isFocused}: ListProps) {
	const theme = useTheme();
	const size = innerSize(box, isFramed);
	return (
		<PanelFrame
			box={box}
			isFramed={isFramed}
			isFocused={isFocused}
			title={filter === '' ? 'Interactions' : `Interactions /${cleanForDisplay(filter)}`}
			detail={[span(countOf(list, position), 'muted')]}
		>
			<Lines
				content={listRows({list, position, filter, size, isFocused}, theme)}
				columns={size.columns}
				rows={size.rows}
			/>
		</PanelFrame>
	);
}

function countOf(list: ListView, position: number): string {
	if (list.length === 0) return list.total === 0 ? '' : `0 of ${formatCount(list.total)}`;
	const among = list.length === list.total ? '' : ` (${formatCount(list.total)} in all)`;
	return `${formatCount(position + 1)} of ${formatCount(list.length)}${among}`;
}

/** First position shown, so that the selected one is in view with a few around it. */
export function firstShown(position: number, length: number, rows: number): number {
	const centred = position - Math.floor(rows / 2);
	return Math.max(0, Math.min(centred, length - rows));
}

type ListRequest = {list: ListView; position: number; filter: string; size: WindowSize; isFocused: boolean};

function listRows({list, position, filter, size, isFocused}: ListRequest, theme: Theme): Row[] {
	if (list.length === 0) return [[span(emptySentence(list, filter), 'muted')]];
	const first = firstShown(position, list.length, size.rows);
	const count = Math.min(size.rows, list.length - first);
	return Array.from({length: count}, (_, offset) => {
		const summary = list.at(first + offset);
		if (!summary) return [];
		const row = summaryRow(summary, size.columns, theme);
		return first + offset === position
			? selectRow(row, {columns: size.columns, isFocused}, theme)
			: [span('  '), ...row];
	});
}

function emptySentence(list: ListView, filter: string): string {
	if (filter !== '' && list.total > 0) return 'nothing matches; esc clears the filter';
	return 'Accepted interactions are listed here, newest first.';
}

function selectRow(
	row: Row,
	{columns, isFocused}: {columns: number; isFocused: boolean},
	{glyphs}: Theme,
): Row {
	const role: Role = isFocused ? 'selected' : 'selected.unfocused';
	const marked = [span(`${glyphs.pointer} `), ...row].map(part => ({...part, role}));
	return fitRow(marked, columns, glyphs.ellipsis);
}

const statusMarks: Record<
	InteractionSummary['status'],
	{glyph: 'accepted' | 'rejected' | 'spare'; role: Role}
> = {
	accepted: {glyph: 'accepted', role: 'status.good'},
	rejected: {glyph: 'rejected', role: 'status.error'},
	spare: {glyph: 'spare', role: 'muted'},
};

const longestComplexity = 18;
/** Marker, state, authenticity and capacity, with the blanks between. */
const fixedColumns = 23;

function summaryRow(summary: InteractionSummary, columns: number, {glyphs}: Theme): Row {
	const cell = cellFromNumber(summary.cell);
	const mark = statusMarks[summary.status];
	const hasOpening = columns >= 70;
	const name = columns >= 100 ? 20 : columns >= 56 ? 14 : 12;
	const complexity = Math.max(6, Math.min(longestComplexity, columns - name - fixedColumns));
	const opening: Row = [
		span(` ${alignRight(String(summary.words), 3)} `, 'muted'),
		span(cleanForDisplay(summary.opening), 'muted'),
	];
	return [
		span(`${glyphs[mark.glyph]} `, mark.role),
		column(cleanForDisplay(summary.name), name, glyphs.ellipsis, 'strong'),
		span(' '),
		column(spacedWords(cell.complexity), complexity, glyphs.ellipsis),
		span(' '),
		column(cell.authenticity, 10, glyphs.ellipsis),
		span(' '),
		column(cell.capacity, 6, glyphs.ellipsis),
		...(hasOpening ? opening : []),
	];
}
