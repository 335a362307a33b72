import {barRow} from '../bar-row.js';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {formatCount, formatPercent, formatRate} from '../format-number.js';
import {formatDuration, formatRange, formatTimeSpan} from '../format-time.js';
import {useTheme} from '../hooks/use-theme.js';
import type {RunSnapshot} from '../progress-snapshot.js';
import {joinFitting, type Row, rowWidth, span} from '../row.js';
import type {Role, Theme} from '../theme.js';

export type ProgressProps = {snapshot: RunSnapshot; columns: number; rows: number; isFramed: boolean};

/** How far the run is, what it promises to be the sum of, and how long it will take. */
export function ProgressPanel({snapshot, columns, rows, isFramed}: ProgressProps) {
	const theme = useTheme();
	const inner = isFramed ? columns - 4 : columns;
	const lines = (
		<Lines content={progressRows({snapshot, columns: inner, rows}, theme)} columns={inner} rows={rows} />
	);
	if (!isFramed) return lines;
	return (
		<PanelFrame box={{columns, rows: rows + 2}} isFramed={isFramed} isFocused={false} title="Progress">
			{lines}
		</PanelFrame>
	);
}

function progressRows(
	{snapshot, columns, rows}: {snapshot: RunSnapshot; columns: number; rows: number},
	theme: Theme,
): Row[] {
	const separator = span(`  ${theme.glyphs.dot}  `, 'muted');
	const times = timePieces(snapshot, theme);
	const rates = ratePieces(snapshot);
	const measures =
		rows > 3
			? [joinFitting(times, separator, columns), joinFitting(rates, separator, columns)]
			: [joinFitting([...times, ...rates], separator, columns)];
	return [progressBar(snapshot, columns, theme), sumRow(snapshot, columns), ...measures];
}

function progressBar(snapshot: RunSnapshot, columns: number, theme: Theme): Row {
	const {accepted, running, failed, requested} = snapshot;
	const label = ` ${formatCount(accepted)} of ${formatCount(requested)}  ${formatPercent(accepted, requested)}`;
	const bar = barRow(theme, Math.max(0, columns - label.length), {
		parts: [
			{count: accepted, role: 'bar.fill'},
			{count: running, role: 'bar.running'},
			{count: failed, role: 'bar.failed'},
		],
		total: requested,
	});
	return [...bar, span(label, 'strong')];
}

/** The invariant itself: a hundred per cent means accepted. */
function sumRow({requested, accepted, failed, running, queued}: RunSnapshot, columns: number): Row {
	const parts: Array<[number, string, Role]> = [
		[accepted, 'accepted', 'status.good'],
		[failed, 'failed', failed > 0 ? 'status.error' : 'muted'],
		[running, 'running', 'status.running'],
		[queued, 'queued', 'muted'],
	];
	const build = (separator: string, asked: string): Row => [
		span(formatCount(requested), 'strong'),
		span(asked, 'muted'),
		...parts.flatMap(([count, name, role], index) => [
			span(index === 0 ? '' : separator, 'muted'),
			span(`${formatCount(count)} ${name}`, role),
		]),
	];
	const variants = [build(' + ', ' requested = '), build(' + ', ' = '), build('+', '=')];
	return variants.find(row => rowWidth(row) <= columns) ?? build('+', '=');
}

function timePieces({activeMs, remaining, status, takenAt}: RunSnapshot, {glyphs}: Theme): Row[] {
	const elapsed = [span('elapsed ', 'muted'), span(formatDuration(activeMs))];
	if (!remaining || status.status === 'ended') return [elapsed];
	const left = [
		span('left ', 'muted'),
		span(formatRange(remaining.lowMs, remaining.highMs, glyphs.dash), 'strong'),
	];
	if (status.status !== 'running') return [elapsed, left];
	const range = {lowAt: takenAt + remaining.lowMs, highAt: takenAt + remaining.highMs};
	return [
		elapsed,
		left,
		[span('done ', 'muted'), span(formatTimeSpan(range, takenAt, glyphs.dash), 'strong')],
	];
}

/** What a blind reader has read so far, and what of it it took for something else. */
function judgedPieces({judged: {agreed, misread, unanswered}}: RunSnapshot): Row[] {
	const total = agreed + misread + unanswered;
	if (total === 0) return [];
	const role = misread > agreed ? 'status.warning' : 'text';
	return [
		[span('judged ', 'muted'), span(formatCount(total)), span(`, ${formatCount(misread)} misread`, role)],
	];
}

function ratePieces(snapshot: RunSnapshot): Row[] {
	const {perHour, tokensPerSecond, acceptedBefore, cachedShare} = snapshot;
	const hourly = perHour === undefined ? [] : [[span(formatRate(perHour)), span(' an hour', 'muted')]];
	const tokens = [span(formatRate(tokensPerSecond)), span(' tokens/s', 'muted')];
	const before =
		acceptedBefore > 0 ? [[span(formatCount(acceptedBefore)), span(' from before', 'muted')]] : [];
	const cached =
		cachedShare === undefined
			? []
			: [[span(`${Math.round(cachedShare * 100)} %`), span(' of prompts from cache', 'muted')]];
	return [...hourly, tokens, ...judgedPieces(snapshot), ...before, ...cached];
}
