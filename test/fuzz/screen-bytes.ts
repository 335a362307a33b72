import {paintRow} from '../../source/ui/paint-row.js';
import type {Row} from '../../source/ui/row.js';
import {createTheme} from '../../source/ui/theme.js';

export const theme = createTheme('dark', {});

const ownColours = /\u001B\[[\d;]*m/g;
const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/** Throws when rows, painted as the screen paints them, hold anything but text and our own colours. */
export function requireCleanRows(rows: Row[]): void {
	for (const row of rows) requireCleanLine(paintRow(row, theme.styles).replaceAll(ownColours, ''));
}

/** Throws at an escape byte, a control, or anything invisible that turns text around. */
export function requireCleanLine(line: string): void {
	const found = forbidden.exec(line);
	if (found === null) return;
	const code = (found[0].codePointAt(0) ?? 0).toString(16);
	throw new Error(`U+${code} reached the screen in ${JSON.stringify(line)}`);
}
