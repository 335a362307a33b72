import {Box} from 'ink';
import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import type {RunStatus} from '../../pipeline/progress.js';
import type {RunFacts} from '../../pipeline/run-controls.js';
import {shortHost} from '../../pipeline/short-host.js';
import {Line} from '../components/line.js';
import {formatDuration, formatTimeOfDay} from '../format-time.js';
import {useTheme} from '../hooks/use-theme.js';
import {rehearsalEngine} from '../launcher.js';
import type {RunSnapshot} from '../progress-snapshot.js';
import {cutRow, type Row, rowWidth, type Span, span, spreadRow} from '../row.js';
import {clockSpinner, liveSpinner} from '../spinner-span.js';
import type {Role, Theme} from '../theme.js';

export type HeaderProps = {snapshot: RunSnapshot; facts: RunFacts; columns: number};

/** State and what runs, on two lines. */
export function HeaderPanel({snapshot, facts, columns}: HeaderProps) {
	const theme = useTheme();
	return (
		<Box flexDirection="column" flexShrink={0} height={2} width={columns} overflowY="hidden">
			{headerRows({snapshot, facts, columns}, theme).map((row, index) => (
				<Line key={index === 0 ? 'state' : 'facts'} row={row} columns={columns} />
			))}
		</Box>
	);
}

function headerRows({snapshot, facts, columns}: HeaderProps, {glyphs}: Theme): [Row, Row] {
	const dot = span(` ${glyphs.dot} `, 'muted');
	const mark = [busySpan(snapshot)];
	const rehearsal =
		facts.engine === rehearsalEngine ? [span(' '), span(' no language model ', 'badge.rehearsal')] : [];
	const engine = [
		span(cleanForDisplay(facts.engine), 'strong'),
		dot,
		span(cleanForDisplay(facts.model), 'strong'),
		dot,
		span(shortHost(cleanForDisplay(facts.host)), 'muted'),
	];
	const run = [span(`seed ${facts.seed}`, 'muted'), dot, span(`run ${facts.runId}`, 'muted')];
	const sentence = stateSentence(snapshot);
	const offer = snapshot.editedPrompts ? [span('prompts edited: u uses them', 'status.warning'), dot] : [];
	const alarm = snapshot.worn.length > 0 ? [span('variety fell', 'status.warning'), dot] : [];
	const left = [...offer, ...alarm, span(sentence.text, sentence.role)];
	const badge = [span(` ${stateName(snapshot.status)} `, badgeRole(snapshot.status)), ...mark, ...rehearsal];
	// The state and what is no language model come first; the name of the program is what can go.
	const room = columns - rowWidth(badge) - 1;
	return [
		spreadRow(
			[...badge, span(' unwritten', 'title')],
			cutRow(engine, room, glyphs.ellipsis),
			columns,
			glyphs.ellipsis,
		),
		spreadRow(left, rowWidth(left) > columns / 2 ? [] : run, columns, glyphs.ellipsis),
	];
}

/** While a run goes on its frames move the dots; a spinner with frames of its own would double what it costs. */
function busySpan({status: {status}, takenAt}: RunSnapshot): Span {
	if (status === 'running' || status === 'pausing') return clockSpinner(takenAt);
	return status === 'starting' || status === 'stopping' ? liveSpinner() : span('   ');
}

export function stateName(status: RunStatus): string {
	switch (status.status) {
		case 'starting':
			return 'STARTING';
		case 'running':
			return 'RUNNING';
		case 'pausing':
			return 'PAUSING';
		case 'paused':
			return 'PAUSED';
		case 'waiting-for-engine':
			return 'ENGINE AWAY';
		case 'waiting-for-disk':
			return 'DISK REFUSES';
		case 'stopping':
			return 'STOPPING';
		case 'ended':
			return {complete: 'COMPLETE', short: 'SHORT', stopped: 'STOPPED', 'engine-gone': 'ENGINE GONE'}[
				status.outcome
			];
	}
}

function badgeRole(status: RunStatus): Role {
	switch (status.status) {
		case 'starting':
		case 'running':
			return 'badge.running';
		case 'pausing':
		case 'paused':
		case 'stopping':
			return 'badge.paused';
		case 'waiting-for-engine':
		case 'waiting-for-disk':
			return 'badge.waiting';
		case 'ended':
			return status.outcome === 'complete' ? 'badge.ended' : 'badge.paused';
	}
}

type Sentence = {text: string; role: Role};

/** The cause first: what does not fit is cut at its end, and a path is long. */
function diskSentence({since, reason}: {since: number; reason: string}, takenAt: number): string {
	const [, what, cause] = /^(.*`): (.*)$/su.exec(cleanForDisplay(reason)) ?? [];
	const shown = cause === undefined ? cleanForDisplay(reason) : `${cause} (${what})`;
	return `disk refuses for ${formatDuration(takenAt - since)}: ${shown}`;
}

function modelSentence(unloading: NonNullable<RunSnapshot['unloading']>): string {
	if (unloading.status === 'unloaded') return 'model unloaded, GPU free';
	return `model still loaded, ${cleanForDisplay(unloading.reason)}`;
}

/** What the pause still waits for, behind what it has reached. */
function pausingSentence(mode: 'after-step' | 'now', snapshot: RunSnapshot): Sentence {
	const {running, unloading, storeBlocked, takenAt} = snapshot;
	const reached = unloading ? `${modelSentence(unloading)}; ` : '';
	if (storeBlocked) return {text: `${reached}${diskSentence(storeBlocked, takenAt)}`, role: 'status.error'};
	if (unloading) return {text: `${reached}waiting for the work under way to end`, role: 'status.warning'};
	const text =
		mode === 'now'
			? 'pausing now: waiting for the engine to drop its work and unload the model'
			: `pausing: waiting for ${running} to finish a step; P does not wait`;
	return {text, role: 'status.warning'};
}

/** The time of day, not how long: what does not change need not be drawn again. */
function pausedSentence(since: number, {unloading, storeBlocked, takenAt}: RunSnapshot): Sentence {
	const start = `paused since ${formatTimeOfDay(since, takenAt)}`;
	const model = unloading && modelSentence(unloading);
	if (storeBlocked) {
		const text = [start, model, diskSentence(storeBlocked, takenAt)].filter(Boolean).join('; ');
		return {text, role: 'status.error'};
	}
	if (unloading?.status === 'unloaded')
		return {text: `${start}, ${model}; space resumes`, role: 'status.good'};
	if (unloading) return {text: `${start}; ${model}; space resumes`, role: 'status.error'};
	return {text: `${start}; space resumes`, role: 'status.warning'};
}

export function stateSentence(snapshot: RunSnapshot): Sentence {
	const {status, takenAt, parallel, isParallelAuto} = snapshot;
	switch (status.status) {
		case 'starting':
			return {text: 'opening the run', role: 'muted'};
		case 'running':
			return {text: `${parallel} at once${isParallelAuto ? ' (auto)' : ''}`, role: 'muted'};
		case 'pausing':
			return pausingSentence(status.mode, snapshot);
		case 'paused':
			return pausedSentence(status.since, snapshot);
		case 'waiting-for-engine':
			return {
				text: `engine away for ${formatDuration(takenAt - status.since)}: ${cleanForDisplay(status.reason)}`,
				role: 'status.error',
			};
		case 'waiting-for-disk':
			return {text: diskSentence(status, takenAt), role: 'status.error'};
		case 'stopping':
			return {text: 'stopping: what was accepted is on disk', role: 'status.warning'};
		case 'ended':
			return {text: 'the run has ended', role: 'muted'};
	}
}
