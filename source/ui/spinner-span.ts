import spinners from 'cli-spinners';
import {asciiGlyphs} from './glyphs.js';
import {type Span, span} from './row.js';
import type {Theme} from './theme.js';

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

const secondMs = 1_000;

/**
 * A frame of ink-spinner's spinners, one column wide, by the clock beside it: eight of its components would draw a hundred
 * frames a second, each on a timer of its own; these turn when the second changes and their row is written anyway.
 */
export function spinnerFrame(elapsedMs: number, {glyphs}: Theme): Span {
	const {frames} = glyphs === asciiGlyphs ? spinners.line : spinners.dots;
	return span(
		frames[Math.floor(Math.max(0, elapsedMs) / secondMs) % frames.length] as string,
		'status.running',
	);
}
