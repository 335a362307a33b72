import {endMessage, promptQuestion, stopQuestion} from './dialog-rows.js';
import {formatDuration} from './format-time.js';
import {helpRows} from './help-rows.js';
import type {KeyContext} from './key-binding.js';
import type {OpenRun, SettingsValues} from './launcher.js';
import {openRecordRows} from './open-record-rows.js';
import {settingRows} from './panels/settings-panel.js';
import type {RunSnapshot} from './progress-snapshot.js';

import type {Row} from './row.js';
import type {Overlay} from './screen-state.js';
import type {Theme} from './theme.js';
import {silenceOf, type WorkerSilence} from './worker-silence.js';

/** Lines that are spoken at a time of what can be scrolled. */
const spokenLines = 20;
const spokenColumns = 80;

export type SpokenLayer = {
	context: KeyContext;
	overlay: Overlay | undefined;
	run: {snapshot: RunSnapshot; facts: OpenRun['facts']} | undefined;
	settings: SettingsValues;
	theme: Theme;
};

/** What lies on top, as plain lines: a question, the end, or what was opened; undefined where nothing does. */
export function spokenLayer({context, overlay, run, settings, theme}: SpokenLayer): string[] | undefined {
	if (run && context === 'confirm') return toLines(stopQuestion(run.snapshot));
	if (run && context === 'ended') return toLines(endMessage(run.snapshot, run.facts, {takesKeys: true}));
	switch (overlay?.kind) {
		case undefined:
			return undefined;
		case 'prompts':
			return run && toLines(promptQuestion(run.snapshot, spokenColumns));
		case 'settings':
			return toLines(settingRows(settings, overlay, theme));
		case 'help':
			return toLines(helpRows(spokenColumns, theme).slice(overlay.scroll, overlay.scroll + spokenLines));
		case 'record': {
			const rows = openRecordRows(overlay, spokenColumns, theme);
			return toLines(rows.slice(overlay.scroll, overlay.scroll + spokenLines));
		}
	}
}

export function toLines(rows: Row[]): string[] {
	return rows
		.map(row => row.map(part => part.text).join(''))
		.map(line => line.replaceAll(/\s+/g, ' ').trim())
		.filter(Boolean);
}

/** What is wrong just now, in sentences; empty where nothing is. */
export function spokenTrouble(snapshot: RunSnapshot): string[] {
	const {workers, lastError, takenAt, workingAt} = snapshot;
	const waits = waitOf(snapshot);
	const silences = workers.flatMap(worker => silenceOf(worker, workingAt) ?? []);
	const longest = (cause: WorkerSilence['cause']) =>
		Math.max(0, ...silences.filter(each => each.cause === cause).map(({durationMs}) => durationMs));
	return [
		...(waits ? [`Waiting for ${formatDuration(takenAt - waits.since)}: ${waits.reason}`] : []),
		...(!waits && longest('engine') > 0 ? [`No token for ${formatDuration(longest('engine'))}.`] : []),
		...(!waits && longest('limit') > 0
			? [`Held back for ${formatDuration(longest('limit'))}: the server takes no more.`]
			: []),
		...(!waits && longest('disk') > 0 ? [`Saving for ${formatDuration(longest('disk'))}.`] : []),
		...(lastError
			? [
					`Last failure ${formatDuration(takenAt - lastError.at)} ago: ${lastError.failure}, ${lastError.reason}`,
				]
			: []),
	];
}

/** A pause that the disk keeps from being reached is a wait like the others. */
function waitOf({status, storeBlocked}: RunSnapshot): {since: number; reason: string} | undefined {
	if (status.status === 'waiting-for-engine' || status.status === 'waiting-for-disk') return status;
	return status.status === 'pausing' || status.status === 'paused' ? storeBlocked : undefined;
}
