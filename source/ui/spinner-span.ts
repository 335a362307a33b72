import {type Span, span} from './row.js';

const frameMs = 500;
const columns = 3;

/** A live spinner (ink-spinner), three columns wide. It draws frames of its own, so it is slow on purpose. */
export function liveSpinner(): Span {
	return {...span(' '.repeat(columns), 'status.running'), isSpinner: true};
}

/** The same dots from the clock of a snapshot, where there are frames enough without a timer. */
export function clockSpinner(now: number): Span {
	const dots = '.'.repeat(Math.floor(now / frameMs) % (columns + 1));
	return span(dots.padEnd(columns), 'status.running');
}
