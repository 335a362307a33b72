import {BarChart, HeatmapChart} from 'echarts/charts';
import {GridComponent, VisualMapComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';
import {authenticityTargets, capacityLevels, complexityTypes} from '../../domain/parameter-space.js';
import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import type {Chart} from '../../domain/report/figure-group.js';

use([BarChart, HeatmapChart, GridComponent, VisualMapComponent, SVGRenderer]);

/** Narrow enough for a telephone; on a wide page several stand side by side. */
const widths = {bars: 360, histogram: 360, map: 720};
const barHeight = 22;
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
	return chart.bars.length * barHeight + 16;
}

function optionOf(chart: Chart) {
	if (chart.kind === 'map') return mapOption(chart.counts);
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
	const columns = authenticityTargets.flatMap(authenticity =>
		capacityLevels.map(capacity => `${authenticity} ${capacity}`),
	);
	const most = Math.max(1, ...counts);
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
		visualMap: {show: false, min: 0, max: most, dimension: 2, seriesIndex: 0, inRange: {opacity: [0.3, 1]}},
		series: [
			{
				type: 'heatmap',
				silent: true,
				data: counts.map((count, cell) => ({
					value: [cell % columns.length, Math.floor(cell / columns.length), count],
					label: {color: count === 0 ? muted : 'var(--on-bar)'},
					itemStyle: {
						color: count === 0 ? 'var(--gap)' : bar,
						borderColor: 'var(--page)',
						borderWidth: 2,
					},
				})),
				label: {
					show: true,
					fontSize: 11,
					formatter: (point: {value: number[]}) => String(point.value[2]),
				},
			},
			{type: 'bar', xAxisIndex: 1, data: []},
		],
	};
}
