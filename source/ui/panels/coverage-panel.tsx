import {
	authenticityTargets,
	capacityLevels,
	cellFromNumber,
	complexityTypes,
} from '../../domain/parameter-space.js';
import type {CellProgress} from '../../pipeline/progress.js';
import {thinBarRow} from '../bar-row.js';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {spacedWords} from '../format-number.js';
import {useTheme} from '../hooks/use-theme.js';
import {innerSize, type PanelBox, type WindowSize} from '../layout.js';
import {alignRight, textWidth} from '../measure-text.js';
import {column, fitRow, type Row, span} from '../row.js';
import type {ScreenState} from '../screen-state.js';
import type {Theme} from '../theme.js';

type AxisValue = {name: string; accepted: number; target: number};
export type Axis = {name: string; values: AxisValue[]};
export type CoverageOrder = ScreenState['coverage']['order'];

export type CoverageProps = {
	cells: readonly CellProgress[];
	view: ScreenState['coverage'];
	box: PanelBox;
	isFramed: boolean;
	isFocused: boolean;
};

/** Three histograms: how full each value of each axis is. */
export function CoveragePanel({cells, view, box, isFramed, isFocused}: CoverageProps) {
	const theme = useTheme();
	const size = innerSize(box, isFramed);
	const content = coverageRows({cells, order: view.order, size}, theme);
	const scroll = Math.min(view.scroll, Math.max(0, content.length - size.rows));
	return (
		<PanelFrame
			box={box}
			isFramed={isFramed}
			isFocused={isFocused}
			title="Coverage"
			detail={[span(view.order === 'deficit' ? 'most missing first' : 'in axis order', 'muted')]}
		>
			<Lines content={content.slice(scroll)} columns={size.columns} rows={size.rows} />
		</PanelFrame>
	);
}

const axisNames = [
	{name: 'complexity', values: complexityTypes},
	{name: 'authenticity', values: authenticityTargets},
	{name: 'capacity', values: capacityLevels},
] as const;

export function countAxes(cells: readonly CellProgress[], order: CoverageOrder): Axis[] {
	return axisNames.map(({name, values}) => {
		const counted = values.map(value => {
			const inValue = cells.filter((_, number) => cellFromNumber(number)[name] === value);
			return {
				name: spacedWords(value),
				accepted: inValue.reduce((sum, cell) => sum + cell.accepted, 0),
				target: inValue.reduce((sum, cell) => sum + cell.requested, 0),
			};
		});
		return {name, values: order === 'axis' ? counted : counted.toSorted(byDeficit)};
	});
}

function byDeficit(one: AxisValue, other: AxisValue): number {
	return other.target - other.accepted - (one.target - one.accepted);
}

export type CoverageRequest = {cells: readonly CellProgress[]; order: CoverageOrder; size: WindowSize};

/** Under each other where there are rows for it, else complexity beside the two small axes. */
export function coverageRows({cells, order, size}: CoverageRequest, theme: Theme): Row[] {
	const axes = countAxes(cells, order);
	const stacked = axes.flatMap(axis => axisRows(axis, size.columns, theme));
	if (size.rows >= stacked.length) return stacked;
	const gap = 2;
	const left = Math.ceil((size.columns - gap) * 0.56);
	const right = size.columns - gap - left;
	const [complexity, ...small] = axes as [Axis, Axis, Axis];
	const leftRows = axisRows(complexity, left, theme).slice(1);
	const longest = Math.max(...small.flatMap(axis => axis.values.map(value => textWidth(value.name))));
	const rightRows = small.flatMap(axis => axisRows(axis, right, theme, longest).slice(1));
	return leftRows.map((row, index) => [
		...fitRow(row, left, theme.glyphs.ellipsis),
		span(' '.repeat(gap)),
		...(rightRows[index] ?? []),
	]);
}

/** `longest`: width of the widest label, where several axes are to be aligned. */
function axisRows(
	axis: Axis,
	columns: number,
	theme: Theme,
	longest = Math.max(...axis.values.map(value => textWidth(value.name))),
): Row[] {
	const counts = axis.values.map(value => `${value.accepted}/${value.target}`);
	const countWidth = Math.max(...counts.map(count => count.length));
	const leastBar = 4;
	const labelWidth = Math.max(4, Math.min(longest, columns - countWidth - leastBar - 2));
	const barWidth = Math.max(1, columns - labelWidth - countWidth - 2);
	const lines = axis.values.map((value, index) => [
		column(value.name, labelWidth, theme.glyphs.ellipsis),
		span(' '),
		...thinBarRow(theme, barWidth, {count: value.accepted, total: value.target}),
		span(
			` ${alignRight(counts[index] as string, countWidth)}`,
			value.accepted >= value.target ? 'status.good' : 'text',
		),
	]);
	return [[span(axis.name, 'muted')], ...lines];
}
