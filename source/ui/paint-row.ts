import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {asciiGlyphs} from './glyphs.js';
import {toPlainPunctuation} from './plain-punctuation.js';
import {cutRow, mergeSpans, type Row} from './row.js';
import type {Role, Style, Theme} from './theme.js';

const introducer = '\u001B[';

const colorNumbers = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/** The named colours of the themes as SGR parameters; `gray` is the bright black that every terminal has. */
function colorCode(color: string, base: number): number {
	return color === 'gray' ? base + 60 : base + colorNumbers.indexOf(color);
}

type Wrapping = {open: string; close: string};

function createWrapping({color, backgroundColor, bold, dimColor, inverse}: Style): Wrapping {
	const codes: Array<[number, number]> = [];
	if (color) codes.push([colorCode(color, 30), 39]);
	if (backgroundColor) codes.push([colorCode(backgroundColor, 40), 49]);
	if (bold) codes.push([1, 22]);
	if (dimColor) codes.push([2, 22]);
	if (inverse) codes.push([7, 27]);
	if (codes.length === 0) return {open: '', close: ''};
	return {
		open: `${introducer}${codes.map(([on]) => on).join(';')}m`,
		close: `${introducer}${codes.map(([, off]) => off).join(';')}m`,
	};
}

const wrappings = new WeakMap<Style, Wrapping>();

function wrappingOf(style: Style): Wrapping {
	const known = wrappings.get(style);
	if (known) return known;
	const wrapping = createWrapping(style);
	wrappings.set(style, wrapping);
	return wrapping;
}

/**
 * A row as one string with its colours in it. A text node for each piece would cost as much again in every frame:
 * React, Ink and Chalk would each go through all of them.
 */
export function paintRow(row: Row, styles: Record<Role, Style>): string {
	return row
		.map(({text, role}) => {
			const {open, close} = wrappingOf(styles[role]);
			return `${open}${text}${close}`;
		})
		.join('');
}

/** A row as it may be shown, cut to `columns`. The last gate: whatever a panel forgot to clean is cleaned here. */
export function cleanRow(row: Row, columns: number, {glyphs, styles}: Theme): Row {
	const show = glyphs === asciiGlyphs ? toPlainPunctuation : (text: string) => text;
	const clean = row.map(part => ({...part, text: show(cleanForDisplay(part.text))}));
	return mergeSpans(cutRow(clean, columns, glyphs.ellipsis), styles);
}
