import {cutText, padText, textWidth} from './measure-text.js';
import type {Role, Style} from './theme.js';

/** A piece of a line in one role. `isSpinner` draws a live spinner, three columns wide, in place of its text. */
export type Span = {text: string; role: Role; isSpinner?: boolean};

/** One line of the screen. Panels are made of rows: every row can be measured, cut and padded before it is drawn. */
export type Row = Span[];

export function span(text: string, role: Role = 'text'): Span {
	return {text, role};
}

export function rowWidth(row: Row): number {
	return row.reduce((sum, part) => sum + textWidth(part.text), 0);
}

/** The row cut to `columns`; its last piece ends in `ellipsis` where something was cut. */
export function cutRow(row: Row, columns: number, ellipsis: string): Row {
	if (rowWidth(row) <= columns) return row;
	const kept: Row = [];
	let left = columns;
	for (const part of row) {
		const width = textWidth(part.text);
		const fits = width < left;
		kept.push(fits ? part : {...part, text: cutText(`${part.text}  `, left, ellipsis)});
		if (!fits) break;
		left -= width;
	}
	return kept;
}

/** Exactly `columns` wide, for rows whose background shows. */
export function fitRow(row: Row, columns: number, ellipsis: string): Row {
	const cut = cutRow(row, columns, ellipsis);
	const missing = columns - rowWidth(cut);
	return missing > 0 ? [...cut, span(' '.repeat(missing), cut.at(-1)?.role ?? 'text')] : cut;
}

/** `left` and `right` at the two ends of a line; `left` gives way, and `right` goes when there is no room at all. */
export function spreadRow(left: Row, right: Row, columns: number, ellipsis: string): Row {
	const rightWidth = rowWidth(right);
	if (rightWidth + 2 > columns) return cutRow(left, columns, ellipsis);
	const room = columns - rightWidth - 1;
	const cut = cutRow(left, room, ellipsis);
	return [...cut, span(' '.repeat(columns - rightWidth - rowWidth(cut))), ...right];
}

/** Pieces with `separator` between them, as many as fit whole. */
export function joinFitting(pieces: Row[], separator: Span, columns: number): Row {
	const joined: Row = [];
	for (const piece of pieces) {
		const gap = joined.length > 0 ? [separator] : [];
		if (rowWidth([...joined, ...gap, ...piece]) > columns) break;
		joined.push(...gap, ...piece);
	}
	return joined;
}

/** Columns of text: each cell padded to its width; what is too long is cut. */
export function column(text: string, columns: number, ellipsis: string, role: Role = 'text'): Span {
	return span(padText(cutText(text, columns, ellipsis), columns), role);
}

export function isSameRow(one: Row, other: Row): boolean {
	return (
		one.length === other.length &&
		one.every((part, index) => {
			const twin = other[index] as Span;
			return part.text === twin.text && part.role === twin.role && part.isSpinner === twin.isSpinner;
		})
	);
}

/** Fewer, longer pieces that look the same: each piece costs at every frame. Blanks join what stands before them. */
export function mergeSpans(row: Row, styles: Record<Role, Style>): Row {
	const merged: Row = [];
	for (const part of row) {
		const last = merged.at(-1);
		if (last && canJoin(last, part, styles))
			merged[merged.length - 1] = {...last, text: last.text + part.text};
		else merged.push(part);
	}
	return merged;
}

function canJoin(last: Span, part: Span, styles: Record<Role, Style>): boolean {
	if (last.isSpinner || part.isSpinner) return false;
	if (last.role === part.role) return true;
	const isBlank = part.text.trim() === '' && !showsBlanks(styles[part.role]);
	return isBlank && !showsBlanks(styles[last.role]);
}

function showsBlanks(style: Style): boolean {
	return style.backgroundColor !== undefined || style.inverse === true;
}
