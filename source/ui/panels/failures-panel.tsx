import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import {nameWorn} from '../../domain/quality/name-worn.js';
import {failures} from '../../pipeline/failure.js';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {formatCount} from '../format-number.js';
import {formatDuration, formatTimeOfDay} from '../format-time.js';
import {useTheme} from '../hooks/use-theme.js';
import {innerSize, type PanelBox, type WindowSize} from '../layout.js';
import {alignRight} from '../measure-text.js';
import type {RunSnapshot} from '../progress-snapshot.js';
import {column, cutRow, joinFitting, type Row, span} from '../row.js';
import type {Theme} from '../theme.js';
import {wrapForeignText} from '../wrap-text.js';

export type FailuresProps = {
	snapshot: RunSnapshot;
	scroll: number;
	box: PanelBox;
	isFramed: boolean;
	isFocused: boolean;
};

/** What went wrong, counted by name; the last time it did; whether variety fell; what the run had to say. */
export function FailuresPanel({snapshot, scroll, box, isFramed, isFocused}: FailuresProps) {
	const theme = useTheme();
	const {columns, rows} = innerSize(box, isFramed);
	const content = failureRows(snapshot, {columns, rows}, theme);
	const first = Math.min(scroll, Math.max(0, content.length - rows));
	const total = snapshot.failures.reduce((sum, [, count]) => sum + count, 0);
	return (
		<PanelFrame
			box={box}
			isFramed={isFramed}
			isFocused={isFocused}
			title="Failed tries"
			detail={[
				span(total === 0 ? 'none' : formatCount(total), total === 0 ? 'status.good' : 'status.warning'),
			]}
		>
			<Lines content={content.slice(first)} columns={columns} rows={rows} />
		</PanelFrame>
	);
}

/** Where rows are scarce: the last failure on one line, the counts on the next. */
export function failureRows(snapshot: RunSnapshot, {columns, rows}: WindowSize, theme: Theme): Row[] {
	const last = [...varietyRow(snapshot, columns, theme), ...lastErrorRows(snapshot, columns)];
	const counts = countRows(snapshot, theme);
	const notices = noticeRows(snapshot, columns);
	if (last.length + counts.length <= rows || rows > 4) return [...last, ...counts, ...notices];
	return [
		...varietyRow(snapshot, columns, theme),
		...lastErrorRows(snapshot, Number.POSITIVE_INFINITY),
		packedCounts(snapshot, columns),
		...notices,
	];
}

/** An alarm, on one line: what comes back too often. */
function varietyRow({worn}: RunSnapshot, columns: number, {glyphs}: Theme): Row[] {
	if (worn.length === 0) return [];
	const named = cleanForDisplay(`variety fell: ${worn.map(nameWorn).join(', ')}`);
	return [cutRow([span(named, 'status.warning')], columns, glyphs.ellipsis)];
}

function packedCounts({failures: counted}: RunSnapshot, columns: number): Row {
	const pieces = counted.map(([failure, count]) => [
		span(formatCount(count), 'status.warning'),
		span(` ${failure}`, 'muted'),
	]);
	return joinFitting(pieces, span('   '), columns);
}

function lastErrorRows({lastError, takenAt}: RunSnapshot, columns: number): Row[] {
	if (!lastError) return [];
	const age = formatDuration(takenAt - lastError.at);
	const text = `${lastError.failure}, ${formatCount(lastError.count)} times, ${age} ago: ${lastError.reason}`;
	const times = lastError.count === 1 ? text.replace('1 times', 'once') : text;
	return wrapForeignText(times, columns)
		.slice(0, 3)
		.map(line => [span(line, 'status.error')]);
}

function countRows({failures: counted}: RunSnapshot, {glyphs}: Theme): Row[] {
	return counted.map(([failure, count]) => [
		span(alignRight(formatCount(count), 6), 'status.warning'),
		span('  '),
		column(failure, 19, glyphs.ellipsis, 'strong'),
		span(` ${failures[failure].meaning}`, 'muted'),
	]);
}

function noticeRows({lastExport, notices, takenAt}: RunSnapshot, columns: number): Row[] {
	const exported = lastExport
		? [
				`${formatTimeOfDay(lastExport.at, takenAt)} wrote ${formatCount(lastExport.count)} to ${lastExport.path}`,
			]
		: [];
	const said = notices.map(notice => `${formatTimeOfDay(notice.at, takenAt)} ${notice.message}`).toReversed();
	return [...exported, ...said].flatMap(text =>
		wrapForeignText(text, columns).map(line => [span(line, 'muted')]),
	);
}
