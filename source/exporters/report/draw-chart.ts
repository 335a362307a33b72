import {BarChart, HeatmapChart} from 'echarts/charts';
import {GridComponent, VisualMapComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';
import {authenticityTargets, capacityLevels, complexityTypes} from '../../domain/parameter-space.js';
import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import type {Chart} from '../../domain/report/figure-group.js';

use([BarChart, HeatmapChart, GridComponent, VisualMapComponent, SVGRenderer]);

/** Narrow enough for a telephone; on a wide page several stand side by side. */
const widths = {bars: 360, histogram: 360, map: 720, confusion: 720};
const barHeight = 22;
const confusionRowHeight = 34;
const confusionHead = 48;
const longestLabel = 26;
const text = 'var(--text)';
const muted = 'var(--muted)';
const rule = 'var(--rule)';
const bar = 'var(--bar)';

/** A chart as an SVG element without scripts, its colours left to the style sheet of the page. */
export function drawChart(chart: Chart): string {
	const width = widths[chart.kind];
	const height = heightOf(chart);
	const drawing = init(null, null, {renderer: 'svg', ssr: true, width, height});
	try {
		drawing.setOption({animation: false, ...optionOf(chart)});
		const svg = drawing.renderToSVGString();
		// What is left of hovering, with class names that every chart of the page would share.
		return svg.replace(/<style[\s\S]*?<\/style>/gu, '').replace(/ (?:class|ecmeta_\w+)="[^"]*"/gu, '');
	} finally {
		drawing.dispose();
	}
}

function heightOf(chart: Chart): number {
	if (chart.kind === 'map') return 330;
	if (chart.kind === 'histogram') return 170;
	if (chart.kind === 'confusion') return confusionHead + chart.labels.length * confusionRowHeight + 4;
	return chart.bars.length * barHeight + 16;
}

function optionOf(chart: Chart) {
	if (chart.kind === 'map') return mapOption(chart.counts);
	if (chart.kind === 'confusion') return confusionOption(chart);
	return chart.kind === 'histogram' ? histogramOption(chart.bins) : barsOption(chart.bars);
}

const bare = {axisLine: {show: false}, axisTick: {show: false}};

function barsOption(bars: Array<{label: string; count: number}>) {
	const labels = bars.map(({label}) => shorten(cleanForDisplay(label)));
	const longest = Math.max(4, ...labels.map(label => label.length));
	return {
		grid: {left: Math.min(210, longest * 7.4 + 14), right: 44, top: 4, bottom: 4},
		xAxis: {type: 'value', show: false},
		yAxis: {type: 'category', inverse: true, data: labels, ...bare, axisLabel: {color: text, interval: 0}},
		series: [
			{
				type: 'bar',
				silent: true,
				barWidth: '62%',
				itemStyle: {color: bar},
				label: {show: true, position: 'right', color: muted},
				data: bars.map(({count}) => count),
			},
		],
	};
}

function shorten(label: string): string {
	return label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;
}

function histogramOption(bins: Array<{from: number; to: number; count: number}>) {
	return {
		grid: {left: 42, right: 10, top: 8, bottom: 24},
		xAxis: {
			type: 'category',
			data: bins.map(({from}) => String(Number(from.toFixed(2)))),
			axisTick: {show: false},
			axisLine: {lineStyle: {color: rule}},
			axisLabel: {color: muted},
		},
		yAxis: {
			type: 'value',
			minInterval: 1,
			splitNumber: 3,
			axisLabel: {color: muted},
			splitLine: {lineStyle: {color: rule}},
		},
		series: [
			{
				type: 'bar',
				silent: true,
				barWidth: '92%',
				itemStyle: {color: bar},
				data: bins.map(({count}) => count),
			},
		],
	};
}

/** Complexity downwards; authenticity and, within it, capacity from left to right. */
function mapOption(counts: number[]) {
	const most = Math.max(1, ...counts);
	const columns = authenticityTargets.flatMap(authenticity =>
		capacityLevels.map(capacity => `${authenticity} ${capacity}`),
	);
	return {
		grid: {left: 150, right: 6, top: 44, bottom: 4},
		xAxis: [
			{
				type: 'category',
				position: 'top',
				data: columns,
				...bare,
				axisLabel: {color: muted, interval: 0, fontSize: 10, formatter: (name: string) => name.split(' ')[1]},
			},
			{
				type: 'category',
				position: 'top',
				offset: 20,
				data: [...authenticityTargets],
				...bare,
				axisLabel: {color: text, interval: 0},
			},
		],
		yAxis: {type: 'category', inverse: true, data: [...complexityTypes], ...bare, axisLabel: {color: text}},
		visualMap: noHeat,
		series: [
			heatSeries(
				counts.map((count, cell) => ({
					place: [cell % columns.length, Math.floor(cell / columns.length)],
					count,
					...shade(count, {most, empty: 'var(--gap)'}),
				})),
			),
			{type: 'bar', xAxisIndex: 1, data: []},
		],
	};
}

/** What was meant downwards, what was named from left to right; a frame stands where both are the same. */
function confusionOption({labels, counts}: {labels: readonly string[]; counts: number[][]}) {
	const most = Math.max(1, ...counts.flat());
	return {
		grid: {left: 150, right: 6, top: confusionHead, bottom: 4},
		xAxis: {
			type: 'category',
			position: 'top',
			data: [...labels],
			...bare,
			axisLabel: {
				color: text,
				interval: 0,
				fontSize: 10,
				formatter: (name: string) => name.replace('_', '\n'),
			},
		},
		yAxis: {type: 'category', inverse: true, data: [...labels], ...bare, axisLabel: {color: text}},
		visualMap: noHeat,
		series: [
			heatSeries(
				counts.flatMap((row, meant) =>
					row.map((count, named) => ({
						place: [named, meant],
						count,
						...shade(count, {most, empty: 'var(--unknown-back)'}),
						frame: meant === named ? text : undefined,
					})),
				),
			),
		],
	};
}

/** Mixed and not made transparent: the number in a pale cell would be pale too. */
function shade(count: number, {most, empty}: {most: number; empty: string}): {fill: string; ink: string} {
	if (count === 0) return {fill: empty, ink: muted};
	const percent = Math.round(25 + (75 * count) / most);
	const fill = `color-mix(in srgb, ${bar} ${percent}%, var(--page))`;
	return {fill, ink: percent > 60 ? 'var(--on-bar)' : text};
}

/** A heat map does not go without one; the colours are those of its cells. */
const noHeat = {show: false, min: 0, max: 1, dimension: 2, seriesIndex: 0, inRange: {opacity: [1, 1]}};

/** `place`: column and row. */
type HeatCell = {place: number[]; count: number; fill: string; ink: string; frame?: string | undefined};

function heatSeries(cells: HeatCell[]) {
	// A frame must not lie under the next cell.
	const framedLast = cells.toSorted((one, other) => (one.frame ? 1 : 0) - (other.frame ? 1 : 0));
	return {
		type: 'heatmap',
		silent: true,
		data: framedLast.map(({place, count, fill, ink, frame = 'var(--page)'}) => ({
			value: [...place, count],
			label: {color: ink},
			itemStyle: {color: fill, borderColor: frame, borderWidth: 2},
		})),
		label: {
			show: true,
			fontSize: 11,
			formatter: (point: {value: number[]}) => String(point.value[2]),
		},
	};
}
