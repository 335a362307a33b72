import {findQuotedSpans} from './split-speech.js';

/**
 * The text as one paragraph: blanks in place of its line feeds. Speech that goes on in the next paragraph begins there
 * with a mark of its own, which has no place within a line.
 */
export function joinLines(text: string): string {
	if (!text.includes('\n')) return text;
	const lines = text.split(/\s*\n\s*/u);
	return lines.reduce((joined, line) => `${joined} ${goesOn(joined, line) ? line.slice(1) : line}`).trim();
}

function goesOn(before: string, line: string): boolean {
	const open = findQuotedSpans(before).at(-1);
	return open?.closed === false && /^["“]/u.test(line) && line[0] === before[open.start];
}
