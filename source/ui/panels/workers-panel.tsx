import {cellFromNumber} from '../../domain/parameter-space.js';
import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import {allSteps} from '../../domain/step-outputs.js';
import type {WorkerProgress} from '../../pipeline/progress.js';
import {shortHost} from '../../pipeline/short-host.js';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {spacedWords} from '../format-number.js';
import {formatClock, formatDuration} from '../format-time.js';
import {useTheme} from '../hooks/use-theme.js';
import {innerSize, type PanelBox, type WindowSize} from '../layout.js';
import {alignRight} from '../measure-text.js';
import type {HostSnapshot, RunSnapshot} from '../progress-snapshot.js';
import {column, joinFitting, type Row, span} from '../row.js';
import {spinnerFrame} from '../spinner-span.js';
import type {Theme} from '../theme.js';
import {silenceOf, type WorkerSilence} from '../worker-silence.js';

export type WorkersProps = {snapshot: RunSnapshot; box: PanelBox; isFramed: boolean};

/** What each worker has under way: its steps, the clock of the step, and a silence where there is one. */
export function WorkersPanel({snapshot, box, isFramed}: WorkersProps) {
	const theme = useTheme();
	const {columns, rows} = innerSize(box, isFramed);
	return (
		<PanelFrame
			box={box}
			isFramed={isFramed}
			isFocused={false}
			title="Under way"
			detail={[span(`${snapshot.workers.length} of ${snapshot.parallel}`, 'muted')]}
		>
			<Lines content={contentRows(snapshot, {columns, rows}, theme)} columns={columns} rows={rows} />
		</PanelFrame>
	);
}

/** Several hosts: a line each at the bottom where the workers can be packed above them, all on one where they cannot. */
function contentRows(snapshot: RunSnapshot, {columns, rows}: WindowSize, theme: Theme): Row[] {
	const hosts = snapshot.hosts.map(host => hostRow(host, theme));
	if (hosts.length < 2 || rows < 2) return workerRows(snapshot, {columns, rows}, theme);
	const packedRows = Math.ceil(snapshot.workers.length / shortsPerRow(snapshot, columns));
	const isRoomy = Math.max(1, packedRows) + hosts.length <= rows;
	const shown = isRoomy ? hosts : [joinFitting(awayFirst(snapshot.hosts, theme), span('   '), columns)];
	return [...workerRows(snapshot, {columns, rows: rows - shown.length}, theme), ...shown];
}

/** Where not all fit, the one that needs a look does. */
function awayFirst(hosts: readonly HostSnapshot[], theme: Theme): Row[] {
	const isAway = ({awayMs}: HostSnapshot) => awayMs !== undefined;
	return [...hosts.filter(isAway), ...hosts.filter(host => !isAway(host))].map(host => hostRow(host, theme));
}

function hostRow({host, running, calls, tokensPerSecond, awayMs}: HostSnapshot, {glyphs}: Theme): Row {
	const name = cleanForDisplay(shortHost(host));
	if (awayMs !== undefined) return [span(`${name} away ${formatDuration(awayMs)}`, 'status.error')];
	return [
		span(name, 'strong'),
		span(
			` ${running} running ${glyphs.dot} ${tokensPerSecond.toFixed(0)} tokens/s ${glyphs.dot} ${calls} calls`,
			'muted',
		),
	];
}

/** A line for each worker; more workers than lines are packed, several on a line. */
function workerRows(snapshot: RunSnapshot, {columns, rows}: WindowSize, theme: Theme): Row[] {
	const {workers, workingAt} = snapshot;
	if (workers.length === 0) return [[span('nothing is under way', 'muted')]];
	if (workers.length <= rows) return workers.map(worker => workerRow(worker, workingAt, theme));
	const perRow = shortsPerRow(snapshot, columns);
	const fits = perRow * rows;
	// The last place is for the number of those that have none.
	const shown = workers.length > fits ? workers.slice(0, fits - 1) : workers;
	const digits = digitsOf(snapshot);
	const pieces = shown.map(worker => shortWorker(worker, {now: workingAt, digits}, theme));
	if (shown.length < workers.length) pieces.push([span(`+${workers.length - shown.length} more`, 'muted')]);
	return Array.from({length: rows}, (_, line) => pieces.slice(line * perRow, (line + 1) * perRow).flat());
}

const clockWidth = 8;

/** Of the largest number among the workers, which come in the order of theirs. */
function digitsOf({workers}: RunSnapshot): number {
	return String((workers.at(-1)?.worker ?? 0) + 1).length;
}

function shortsPerRow(snapshot: RunSnapshot, columns: number): number {
	const shortWidth = digitsOf(snapshot) + 1 + allSteps.length + clockWidth;
	return Math.max(1, Math.floor(columns / shortWidth));
}

function shortWorker(
	worker: WorkerProgress,
	{now, digits}: {now: number; digits: number},
	theme: Theme,
): Row {
	const isSilent = silenceOf(worker, now)?.cause === 'engine';
	const clock = `${isSilent ? '!' : ' '}${formatClock(now - worker.stepStartedAt)}`;
	return [
		span(`${alignRight(String(worker.worker + 1), digits)} `, 'muted'),
		...stepStrip(worker, theme),
		column(clock, clockWidth, theme.glyphs.ellipsis, isSilent ? 'status.error' : 'text'),
	];
}

function workerRow(worker: WorkerProgress, now: number, theme: Theme): Row {
	const {glyphs} = theme;
	const silence = silenceOf(worker, now);
	const isSilent = silence?.cause === 'engine';
	return [
		isSilent ? span('!', 'status.error') : spinnerFrame(now - worker.stepStartedAt, theme),
		span(` ${alignRight(String(worker.worker + 1), 2)} `, 'muted'),
		...stepStrip(worker, theme),
		span(' '),
		column(worker.step, 10, glyphs.ellipsis, 'strong'),
		span(alignRight(formatClock(now - worker.stepStartedAt), 6)),
		...silenceWords(silence),
		...triesOf(worker),
		span(`  ${worker.name}`),
		span(`  ${cellWords(worker.cell)}`, 'muted'),
	];
}

function silenceWords(silence: WorkerSilence | undefined): Row {
	if (silence === undefined) return [];
	const lasted = formatDuration(silence.durationMs);
	switch (silence.cause) {
		case 'disk':
			return [span(`  saving for ${lasted}`, 'status.warning')];
		case 'limit':
			return [span(`  held back for ${lasted}`, 'status.warning')];
		case 'engine':
			return [span(`  no token for ${lasted}`, 'status.error')];
	}
}

function stepStrip(worker: WorkerProgress, {glyphs}: Theme): Row {
	const now = allSteps.indexOf(worker.step);
	return [
		span(glyphs.stepDone.repeat(now), 'status.good'),
		span(glyphs.stepNow, 'status.running'),
		span(glyphs.stepAhead.repeat(allSteps.length - now - 1), 'muted'),
	];
}

function triesOf({attempt, try: slotTry}: WorkerProgress): Row {
	if (attempt <= 1 && slotTry <= 1) return [];
	const words = slotTry > 1 ? `try ${slotTry}.${attempt}` : `again ${attempt}`;
	return [span(`  ${words}`, 'status.warning')];
}

export function cellWords(number: number): string {
	const cell = cellFromNumber(number);
	return spacedWords(`${cell.complexity} / ${cell.authenticity} / ${cell.capacity}`);
}
