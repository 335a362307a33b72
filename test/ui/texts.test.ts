import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatClock, formatDuration, formatRange, formatTimeSpan} from '../../source/ui/format-time.js';
import {cutText, fitText, textWidth} from '../../source/ui/measure-text.js';
import {paintRow} from '../../source/ui/paint-row.js';
import {toPlainPunctuation} from '../../source/ui/plain-punctuation.js';
import {readableText} from '../../source/ui/readable-text.js';
import {cutRow, fitRow, rowWidth, span, spreadRow} from '../../source/ui/row.js';
import {createTheme} from '../../source/ui/theme.js';
import {wrapForeignText, wrapText} from '../../source/ui/wrap-text.js';

const anyText = fc.string({unit: 'grapheme', maxLength: 80});
const width = fc.integer({min: 2, max: 60});

test('a cut text is never wider than asked for', () => {
	fc.assert(
		fc.property(anyText, width, (text, columns) => textWidth(cutText(text, columns, '…')) <= columns),
	);
});

test('a text that fits is not cut, one that does not ends in the ellipsis', () => {
	expect(cutText('漢字', 4, '…')).toBe('漢字');
	expect(cutText('漢字か', 4, '…')).toBe('漢…');
	expect(cutText('words', 4, '~')).toBe('wor~');
	expect(fitText('漢字か', 4, '…')).toBe('漢… ');
});

test('a row is cut, fitted and spread to its width', () => {
	fc.assert(
		fc.property(fc.array(anyText, {maxLength: 5}), width, (texts, columns) => {
			const row = texts.map(text => span(text));
			expect(rowWidth(cutRow(row, columns, '…'))).toBeLessThanOrEqual(columns);
			expect(rowWidth(fitRow(row, columns, '…'))).toBe(columns);
			expect(rowWidth(spreadRow(row, [span('right')], columns, '…'))).toBeLessThanOrEqual(columns);
		}),
	);
});

test('wrapping loses no word and makes no line too wide', () => {
	fc.assert(
		fc.property(fc.array(fc.stringMatching(/^[a-zé漢]{1,30}$/), {maxLength: 30}), width, (words, columns) => {
			const lines = wrapText(words.join(' '), columns);
			expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
			for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(Math.max(2, columns));
		}),
	);
});

test('foreign text is cleaned line by line and keeps its own line breaks', () => {
	expect(wrapForeignText('one\r\n\u001B[31mtwo\u202E three', 20)).toEqual(['one', 'two three']);
});

test('a plan in JSON reads as lines while it is incomplete', () => {
	expect(readableText('{"background": "Grew up \\"here\\".", "speaking_voice": "Dr')).toBe(
		'background: Grew up "here".\nspeaking voice: Dr',
	);
	expect(readableText('She said: {no}')).toBe('She said: {no}');
});

test('durations are two units at most', () => {
	expect(formatDuration(42_900)).toBe('42 s');
	expect(formatDuration(72 * 60_000)).toBe('1 h 12 min');
	expect(formatDuration(51 * 3_600_000)).toBe('2 d 3 h');
	expect(formatClock(3_723_000)).toBe('1:02:03');
});

test('a remaining time is a range, coarser when far', () => {
	expect(formatRange(61_000, 130_000, '–')).toBe('1–3 min');
	expect(formatRange(4_000_000, 6_000_000, '–')).toBe('1 h 5 min – 1 h 40 min');
	expect(formatRange(0, 50_000, '–')).toBe('up to 50 s');
	expect(formatRange(30 * 3_600_000, 40 * 3_600_000, '–')).toBe('1 d 6 h – 1 d 16 h');
});

test('a finish names the day where it is not today', () => {
	const now = new Date(2026, 10, 23, 22, 0).getTime();
	const range = {lowAt: now + 3_600_000, highAt: now + 4 * 3_600_000};
	expect(formatTimeSpan(range, now, '–')).toBe('23:00–Tue 02:00');
	expect(formatTimeSpan({lowAt: now + 60_000, highAt: now + 120_000}, now, '–')).toBe('22:01–22:02');
});

test('what a model writes is shown without typographic marks where the terminal has none, as wide as before', () => {
	const text = '“I’d stay…” — ‘fine’ – Zoë';
	expect(toPlainPunctuation(text)).toBe("\"I'd stay~\" - 'fine' - Zoë");
	expect(toPlainPunctuation(text)).toHaveLength(text.length);
});

test('a painted row has the colours of its roles and nothing else', () => {
	const {styles} = createTheme('dark', {});
	const row = [span('done', 'status.good'), span(' and '), span('now', 'selected')];
	expect(paintRow(row, styles)).toBe('\u001B[32mdone\u001B[39m and \u001B[1;7mnow\u001B[22;27m');
	expect(paintRow(row, createTheme('none', {}).styles)).toBe('done and \u001B[1;7mnow\u001B[22;27m');
});
