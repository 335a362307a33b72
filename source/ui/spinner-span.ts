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

/**
 * A frame of ink-spinner's spinners, one column wide, from the clock of a snapshot: eight of its components would draw
 * a hundred frames a second, each on a timer of its own; these turn together in frames that are drawn anyway.
 */
export function spinnerFrame(now: number, {glyphs}: Theme): Span {
	const {frames} = glyphs === asciiGlyphs ? spinners.line : spinners.dots;
	return span(frames[Math.floor(now / frameMs) % frames.length] as string, 'status.running');
}
