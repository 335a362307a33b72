import stringWidth from 'string-width';

const printableAscii = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

const knownWidths = new Map<string, number>();
const mostKnown = 4096;

/** Terminal columns that `text` takes. Kept for what is not ASCII: most of a frame was in the one before. */
export function textWidth(text: string): number {
	if (printableAscii.test(text)) return text.length;
	const known = knownWidths.get(text);
	if (known !== undefined) return known;
	const width = stringWidth(text);
	if (knownWidths.size >= mostKnown) knownWidths.clear();
	if (text.length < 200) knownWidths.set(text, width);
	return width;
}

export function splitGraphemes(text: string): string[] {
	return printableAscii.test(text) ? [...text] : Array.from(graphemes.segment(text), part => part.segment);
}

/** The longest start of `text` that fits `columns`; a wide character is never halved. */
export function takeColumns(text: string, columns: number): string {
	if (printableAscii.test(text)) return text.slice(0, Math.max(0, columns));
	let taken = '';
	let width = 0;
	for (const {segment} of graphemes.segment(text)) {
		width += textWidth(segment);
		if (width > columns) break;
		taken += segment;
	}
	return taken;
}

/** `text` cut to `columns`, ending in `ellipsis` (one column) where something was cut. */
export function cutText(text: string, columns: number, ellipsis: string): string {
	if (columns <= 0) return '';
	// A text of many screens is not worth measuring: no grapheme that shows takes more than 64 UTF-16 units.
	const head = text.length > columns * 64 ? text.slice(0, columns * 64) : text;
	if (head.length === text.length && textWidth(text) <= columns) return text;
	return takeColumns(head, columns - 1) + ellipsis;
}

export function padText(text: string, columns: number): string {
	return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

/** Exactly `columns` wide: cut or padded. */
export function fitText(text: string, columns: number, ellipsis: string): string {
	return padText(cutText(text, columns, ellipsis), columns);
}

export function alignRight(text: string, columns: number): string {
	return ' '.repeat(Math.max(0, columns - textWidth(text))) + text;
}
