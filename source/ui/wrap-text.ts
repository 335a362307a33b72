import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {takeColumns, textWidth} from './measure-text.js';

/** Foreign text as lines of at most `columns`, cleaned; its own line breaks are kept. */
export function wrapForeignText(text: string, columns: number): string[] {
	return text.split(/\r\n|[\n\r]/).flatMap(paragraph => wrapText(cleanForDisplay(paragraph), columns));
}

/** Breaks at spaces, and inside words that are longer than a line; never inside a grapheme. */
export function wrapText(text: string, columns: number): string[] {
	const width = Math.max(2, columns);
	const lines: string[] = [];
	let line = '';
	let lineWidth = 0;
	for (const word of text.split(' ')) {
		const pieces = breakWord(word, width);
		for (const [index, piece] of pieces.entries()) {
			const pieceWidth = textWidth(piece);
			const gap = index === 0 && line !== '' ? 1 : 0;
			if (lineWidth + gap + pieceWidth > width || index > 0) {
				lines.push(line);
				line = piece;
				lineWidth = pieceWidth;
			} else {
				line += ' '.repeat(gap) + piece;
				lineWidth += gap + pieceWidth;
			}
		}
	}
	lines.push(line);
	return lines;
}

function breakWord(word: string, columns: number): string[] {
	if (textWidth(word) <= columns) return [word];
	const pieces: string[] = [];
	let rest = word;
	while (rest !== '') {
		const piece = takeColumns(rest, columns) || rest;
		pieces.push(piece);
		rest = rest.slice(piece.length);
	}
	return pieces;
}
