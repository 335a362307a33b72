import {escapeInvisible} from '../domain/quality/escape-invisible.js';
import type {RunEvent} from '../pipeline/events.js';
import type {RunControls} from '../pipeline/run-controls.js';
import {formatEvent} from './format-event.js';
import {formatProgress} from './format-progress.js';

const progressEvery = 10;

/** One line an event, progress every 10 accepted. Returns the function that ends it. */
export function startPlainDisplay(
	controls: Pick<RunControls, 'progress' | 'subscribe'>,
	write: (line: string) => void,
): () => void {
	return controls.subscribe(event => {
		const line = formatEvent(event, controls.progress);
		if (line !== undefined) write(`${line}\n`);
		if (isProgressDue(event, controls.progress.accepted)) {
			write(
				`${new Date(event.at).toTimeString().slice(0, 8)} ${formatProgress(controls.progress, event.at)}\n`,
			);
		}
	});
}

function isProgressDue(event: RunEvent, accepted: number): boolean {
	return event.type === 'interaction-accepted' && accepted % progressEvery === 0;
}

/** Every event but the text itself, as one JSON object a line. */
export function startJsonDisplay(
	controls: Pick<RunControls, 'subscribe'>,
	write: (line: string) => void,
): () => void {
	return controls.subscribe(event => {
		if (event.type !== 'text-written') write(`${escapeInvisible(JSON.stringify(event))}\n`);
	});
}
