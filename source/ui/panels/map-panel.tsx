import {authenticityTargets, capacityLevels, complexityTypes} from '../../domain/parameter-space.js';
import type {CellProgress} from '../../pipeline/progress.js';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {spacedWords} from '../format-number.js';
import {useTheme} from '../hooks/use-theme.js';
import {innerSize, type PanelBox, type WindowSize} from '../layout.js';
import {column, joinFitting, type Row, type Span, span} from '../row.js';
import type {ScreenState} from '../screen-state.js';
import type {Role, Theme} from '../theme.js';
import {cellWords} from './workers-panel.js';

const cellsInRow = authenticityTargets.length * capacityLevels.length;
const longestLabel = 18;
const shortestLabel = 12;

export type MapProps = {
	cells: readonly CellProgress[];
	view: ScreenState['map'];
	box: PanelBox;
	isFramed: boolean;
	isFocused: boolean;
};

/** All 128 cells: a row for each complexity type, in it each authenticity target with its four capacity levels. */
export function MapPanel({cells, view, box, isFramed, isFocused}: MapProps) {
	const theme = useTheme();
	const size = innerSize(box, isFramed);
	const cursor = isFocused ? view.cursor : undefined;
	const full = cells.filter(cell => cell.requested > 0 && cell.accepted >= cell.requested).length;
	const asked = cells.filter(cell => cell.requested > 0).length;
	return (
		<PanelFrame
			box={box}
			isFramed={isFramed}
			isFocused={isFocused}
			title="Cells"
			detail={
				cursor === undefined
					? [span(`${full} of ${asked} full`, 'muted')]
					: [span(describeCell(cells[cursor], cursor))]
			}
		>
			<Lines content={mapRows({cells, cursor, size}, theme)} columns={size.columns} rows={size.rows} />
		</PanelFrame>
	);
}

type MapRequest = {cells: readonly CellProgress[]; cursor: number | undefined; size: WindowSize};

/**
 * Eight rows of cells under the authenticity targets; where there is room, the first letters of the capacity levels
 * above them and the legend below.
 */
function mapRows({cells, cursor, size}: MapRequest, theme: Theme): Row[] {
	const grid = planGrid(size.columns);
	const lines = complexityTypes.map((complexity, index) => [
		column(spacedWords(complexity), grid.label, theme.glyphs.ellipsis),
		span(' '),
		...cellSpans({cells, cursor, first: index * cellsInRow, grid}, theme),
	]);
	const spare = size.rows - lines.length - 1;
	return [
		headingRow(grid, theme),
		...(spare > 1 ? [levelRow(grid)] : []),
		...lines,
		...(spare > 0 ? [legendRow(size.columns, theme)] : []),
	];
}

/** Columns of the label, of one cell, and of the gap behind each four of them. */
type Grid = {label: number; cell: number; gap: number};

function planGrid(columns: number): Grid {
	const cell = columns >= shortestLabel + cellsInRow * 2 + 5 ? 2 : 1;
	const gap = columns >= longestLabel + cellsInRow * cell + 9 ? 2 : 1;
	return {label: Math.min(longestLabel, columns - cellsInRow * cell - 4 * gap - 1), cell, gap};
}

function headingRow({label, cell, gap}: Grid, {glyphs}: Theme): Row {
	const group = capacityLevels.length * cell + gap;
	const names = authenticityTargets.flatMap(name => [
		column(name, group - 1, glyphs.ellipsis, 'muted'),
		span(' '),
	]);
	return [span(' '.repeat(label + 1)), ...names];
}

function levelRow({label, cell, gap}: Grid): Row {
	const letters = capacityLevels.map(level => (level[0] as string).padEnd(cell)).join('');
	return [
		column('capacity:', label + 1, '', 'muted'),
		span(`${letters}${' '.repeat(gap)}`.repeat(authenticityTargets.length), 'muted'),
	];
}

type CellRowRequest = Pick<MapRequest, 'cells' | 'cursor'> & {first: number; grid: Grid};

function cellSpans({cells, cursor, first, grid}: CellRowRequest, theme: Theme): Row {
	return Array.from({length: cellsInRow}, (_, offset) => {
		const number = first + offset;
		const mark = cellMark(cells[number], theme);
		const isGroupEnd = offset % capacityLevels.length === capacityLevels.length - 1;
		const blanks = span(' '.repeat(grid.cell - 1 + (isGroupEnd ? grid.gap : 0)));
		return number === cursor
			? [span(mark.text === ' ' ? '_' : mark.text, 'selected'), blanks]
			: [mark, blanks];
	}).flat();
}

/** Each state has its own glyph: they must be told apart without colour. */
export function cellMark(cell: CellProgress | undefined, {glyphs}: Theme): Span {
	if (!cell || cell.requested === 0) return span(glyphs.cellUnused, 'cell.todo');
	if (cell.running > 0) return span(glyphs.cellRunning, 'cell.running');
	if (cell.failed > 0) return span(glyphs.cellFailed, 'cell.failed');
	if (cell.accepted >= cell.requested) return span(glyphs.cellDone, 'cell.done');
	if (cell.accepted === 0) return span(glyphs.cellTodo, 'cell.todo');
	const level = Math.min(2, Math.floor((cell.accepted / cell.requested) * 3));
	return span(glyphs.cellLevels[level] as string, 'cell.part');
}

function describeCell(cell: CellProgress | undefined, number: number): string {
	const {requested = 0, accepted = 0, failed = 0, running = 0} = cell ?? {};
	const more = `${running > 0 ? `, ${running} running` : ''}${failed > 0 ? `, ${failed} failed` : ''}`;
	return `${cellWords(number)}: ${accepted} of ${requested}${more}`;
}

function legendRow(columns: number, {glyphs}: Theme): Row {
	const entries: Array<[string, string, Role]> = [
		[glyphs.cellTodo, 'to do', 'cell.todo'],
		[glyphs.cellLevels[1], 'partly', 'cell.part'],
		[glyphs.cellDone, 'full', 'cell.done'],
		[glyphs.cellRunning, 'running', 'cell.running'],
		[glyphs.cellFailed, 'failed', 'cell.failed'],
	];
	const pieces = entries.map(([glyph, word, role]) => [span(glyph, role), span(` ${word}`, 'muted')]);
	return joinFitting(pieces, span('   '), columns);
}
