import {cellFromNumber} from '../domain/parameter-space.js';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {nameWorn} from '../domain/quality/name-worn.js';
import type {RunEvent, RunFact, RunOutcome} from '../pipeline/events.js';
import type {Progress} from '../pipeline/progress.js';
import {formatDuration} from './format-duration.js';

type Formatters = {
	[Type in RunFact['type']]?: (
		event: Extract<RunFact, {type: Type}> & {at: number},
		progress: Progress,
	) => string | undefined;
};

const slowStepMs = 1_000;
const longestReason = 160;

/** One line for one event, or undefined for events that have no line of their own. */
export function formatEvent(event: RunEvent, progress: Progress): string | undefined {
	const format = formatters[event.type] as
		| ((event: RunEvent, progress: Progress) => string | undefined)
		| undefined;
	const text = format?.(event, progress);
	return text === undefined ? undefined : `${formatClock(event.at)} ${cleanForDisplay(text)}`;
}

const formatters: Formatters = {
	'run-started': (event, progress) =>
		`started     ${event.requested} requested, ${progress.accepted} accepted already, ${event.parallel} at once`,
	'step-finished': event =>
		event.durationMs < slowStepMs
			? undefined
			: `step        #${event.planIndex} ${event.step} in ${formatDuration(event.durationMs)}, ${event.outputTokens} tokens`,
	'attempt-failed': event =>
		`attempt     #${event.planIndex} ${event.step}, call ${event.attempt} of try ${event.try}: ${event.failure}: ${shorten(event.reason)}`,
	'slot-retried': event => `retry       #${event.planIndex} goes on from ${event.step}, try ${event.try}`,
	'interaction-accepted': (event, progress) => {
		const {summary} = event;
		const {complexity, authenticity, capacity} = cellFromNumber(summary.cell);
		const place = `${progress.accepted}/${progress.requested}`;
		return `accepted    ${place} #${event.planIndex} ${summary.name}, ${complexity}/${authenticity}/${capacity}, ${summary.words} words in ${formatDuration(event.durationMs)}`;
	},
	'interaction-failed': event =>
		`failed      #${event.planIndex} at ${event.step}: ${event.failure}: ${shorten(event.reason)}`,
	'call-moved': event =>
		`moved       #${event.planIndex} ${event.step} from ${event.from} to ${event.to}, ${event.lostTokens} tokens given up`,
	'host-lost': event => `host        ${event.host} is left: ${shorten(event.reason)}`,
	'host-returned': event => `host        ${event.host} is back after ${formatDuration(event.awayMs)}`,
	'engine-lost': event => `waiting     for the engine at ${event.host}: ${shorten(event.reason)}`,
	'engine-returned': event => `engine      ${event.host} is back after ${formatDuration(event.awayMs)}`,
	'store-blocked': event => `waiting     for the disk: ${shorten(event.reason)}`,
	'store-freed': () => 'disk        writes again',
	'pause-requested': event =>
		event.mode === 'now'
			? 'pausing     the step under way is dropped and the model unloaded'
			: 'pausing     the step under way is finished first',
	'model-unloaded': () => 'unloaded    the model, so that its memory is free',
	'model-kept': event => `not freed   the model is still loaded: ${shorten(event.reason)}`,
	paused: () => 'paused',
	resumed: () => 'resumed',
	'parallel-changed': event => (event.isTrial ? undefined : `parallel    ${event.parallel} at once`),
	'prompts-edited': event =>
		`notice      the prompts were edited (${event.files.join(', ')}); the run keeps its own`,
	'prompts-taken': event => `prompts     new interactions are made from ${event.fingerprint}`,
	'interaction-rejected': event => `rejected    ${event.id}`,
	'interaction-judged': event =>
		event.verdict === 'agreed' ? undefined : `${event.verdict.padEnd(11)} ${event.id}`,
	'interaction-edited': event => `edited      ${event.id}`,
	'interaction-noted': event => `noted       ${event.id}`,
	'interaction-kept': event => `kept        ${event.id}`,
	'interaction-replaced': event => `replaced    ${event.id} by ${event.summary.id}`,
	'rejection-taken-back': event => `taken back  ${event.id}`,
	'ending-refused': () => undefined,
	'write-given-up': () => undefined,
	'record-unconfirmed': () => undefined,
	'batch-exported': event =>
		`${(event.partial ? 'partial' : 'batch').padEnd(11)} ${event.count} interactions in ${event.path}`,
	'variety-fell': ({worn}) => `variety     worn out: ${worn.slice(0, 5).map(nameWorn).join(', ')}`,
	'variety-recovered': () => 'variety     nothing is worn out any more',
	'notice-given': event => `notice      ${event.message}`,
	'time-skipped': ({skippedMs}) => {
		if (skippedMs > 0)
			return `skipped     ${formatDuration(skippedMs)} in which the machine slept or the program was stopped`;
		// A clock that is kept right is set back by milliseconds now and then.
		return skippedMs > -1_000 ? undefined : `clock       set back by ${formatDuration(-skippedMs)}`;
	},
	'stop-requested': () => 'stopping    what is under way is dropped, finished steps are kept',
	'run-ended': (event, progress) =>
		`${outcomeWords[event.outcome].padEnd(11)} ${progress.accepted} accepted, ${progress.failed} failed, ${progress.queued} queued of ${progress.requested}`,
};

const outcomeWords: Record<RunOutcome, string> = {
	complete: 'complete',
	short: 'short',
	stopped: 'stopped',
	'engine-gone': 'engine gone',
};

function shorten(text: string): string {
	return text.length > longestReason ? `${text.slice(0, longestReason)}…` : text;
}

function formatClock(at: number): string {
	return new Date(at).toTimeString().slice(0, 8);
}
