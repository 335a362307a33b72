import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import type {RunFacts} from '../pipeline/run-controls.js';
import {formatCount} from './format-number.js';
import {formatDuration} from './format-time.js';
import type {RunSnapshot} from './progress-snapshot.js';
import {type Row, span} from './row.js';
import {wrapText} from './wrap-text.js';

/** What stopping means, before it is done. */
export function stopQuestion(snapshot: RunSnapshot): Row[] {
	const {accepted, requested, running} = snapshot;
	return [
		[],
		[span(`Stop the run at ${formatCount(accepted)} of ${formatCount(requested)}?`, 'strong')],
		[],
		[span('Everything accepted is on disk. A PARTIAL batch is written.')],
		[span(running === 0 ? 'Nothing is under way.' : `${running} under way: finished steps stay for resume.`)],
		[],
		[
			span('y', 'key'),
			span(' stop    '),
			span('n', 'key'),
			span(' go on    '),
			span('ctrl+c', 'key'),
			span(' stop at once'),
		],
		[],
	];
}

/** What using edited prompts means, before it is done. */
export function promptQuestion({editedPrompts}: RunSnapshot, columns: number): Row[] {
	const files = editedPrompts?.files.map(cleanForDisplay).join(', ') ?? '';
	const meaning =
		'New interactions are made from them and carry their fingerprint. What is under way or half done keeps the prompts it was begun with.';
	return [
		[],
		[span('Use the edited prompts?', 'strong')],
		[],
		...wrapText(`edited: ${files || 'nothing any more'}`, columns).map(line => [span(line)]),
		...wrapText(meaning, columns).map(line => [span(line, 'muted')]),
		[],
		[span('y', 'key'), span(' use them    '), span('n', 'key'), span(' keep the old ones')],
		[],
	];
}

/** How the run ended; the summary itself is printed on the normal screen afterwards. */
export function endMessage(snapshot: RunSnapshot, facts: RunFacts, {takesKeys}: {takesKeys: boolean}): Row[] {
	const {accepted, requested, failed, activeMs, lastExport} = snapshot;
	const written = lastExport
		? [[span('batch    ', 'muted'), span(lastExport.path)]]
		: [[span('folder   ', 'muted'), span(facts.outputFolder)]];
	return [
		[],
		[endSentence(snapshot)],
		[],
		[
			span('accepted ', 'muted'),
			span(`${formatCount(accepted)} of ${formatCount(requested)}, ${formatCount(failed)} failed`),
		],
		[
			span('took     ', 'muted'),
			span(`${activeMs < 1_000 ? 'under 1 s' : formatDuration(activeMs)} of active time`),
		],
		...written,
		[],
		takesKeys ? [span('enter', 'key'), span(' leave    '), span('esc', 'key'), span(' browse the set')] : [],
		[],
	];
}

export function endSentence({status, accepted, requested}: RunSnapshot) {
	const outcome = status.status === 'ended' ? status.outcome : 'stopped';
	const missing = formatCount(Math.max(0, requested - accepted));
	switch (outcome) {
		case 'complete':
			return span('Complete.', 'status.good');
		case 'short':
			return span(`Short of the target by ${missing}.`, 'status.warning');
		case 'engine-gone':
			return span(`The engine did not come back; ${missing} are missing.`, 'status.error');
		case 'stopped':
			return span(`Stopped; ${missing} are missing.`, 'status.warning');
	}
}
