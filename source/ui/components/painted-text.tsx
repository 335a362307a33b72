import {Transform} from 'ink';

/**
 * Lines with their colours in them, each cut to its box already.
 *
 * Ink measures every text anew in every frame, and what is not ASCII slowly. It is given a blank a line, which costs
 * nothing to measure; the lines take their place when they are written out. This halves what a frame costs.
 */
export function PaintedText({lines}: {lines: readonly string[]}) {
	return (
		<Transform transform={(_blank, index) => lines[index] ?? ''}>
			{Array.from(lines, () => ' ').join('\n')}
		</Transform>
	);
}
