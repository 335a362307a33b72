import {findQuotedSpans} from './split-speech.js';

/**
 * The text as one paragraph: blanks in place of its line feeds. Speech that is left open where the next line begins with
 * a mark of its own, be it that it goes on there or that its end was forgotten, is closed.
 */
export function joinLines(text: string): string {
	if (!text.includes('\n')) return text;
	const lines = text.split(/\s*\n\s*/u);
	return lines.reduce((joined, line) => `${joined}${closingMark(joined, line)} ${line}`).trim();
}

function closingMark(before: string, line: string): string {
	const open = findQuotedSpans(before).at(-1);
	const mark = line[0];
	if (open?.closed !== false || mark !== before[open.start]) return '';
	return mark === '"' ? '"' : mark === '“' ? '”' : '';
}
