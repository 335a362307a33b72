import {readUnits} from './code-units.js';

const tailLength = 900;
const longestWhitespace = 200;
const longestUnit = 40;
const longestGram = 12;

/**
 * Whether the end of a text goes round in circles; cheap enough to be asked while a reply streams in.
 *
 * True for 200 blanks on end, the same 1-40 characters 6 times and over 24 characters or more, or the same 1-12 words
 * 6 times (4 times from 4 words on). Indentation, "no, no, no" and a refrain are none of these.
 */
export function isRunaway(text: string): boolean {
	const tail = text.slice(-tailLength);
	const units = readUnits(tail).subarray(0, tail.length);
	return (
		endsInBlanks(tail) || repeatsCharacters(tail, units) || (mayRepeatWords(units) && repeatsWords(tail))
	);
}

function endsInBlanks(tail: string): boolean {
	return tail.length > longestWhitespace && tail.slice(-longestWhitespace - 1).trim() === '';
}

function repeatsCharacters(tail: string, units: Uint16Array): boolean {
	for (let unit = 1; unit <= longestUnit; unit++) {
		const run = runLength(units, unit);
		if (run >= Math.max(unit * 6, unit === 1 ? 40 : 24) && tail.slice(-unit).trim() !== '') return true;
	}
	return false;
}

/** How many items at the end repeat with period `period`, the first period included. */
function runLength(items: ArrayLike<string | number>, period: number): number {
	let at = items.length - 1;
	while (at >= period && items[at] === items[at - period]) at--;
	return items.length - 1 - at + period;
}

function repeatsWords(tail: string): boolean {
	const words = tail.toLowerCase().split(/\s+/u);
	// While a reply streams in, its last word may be half of one.
	words.pop();
	for (let gram = 1; gram <= longestGram; gram++) {
		const times = runLength(words, gram) / gram;
		if (times >= (gram >= 4 ? 4 : 6)) return true;
	}
	return false;
}

/**
 * Whether the last whole word stands, in whatever case, at one of the 12 places before it too: without that no words
 * repeat, and nearly no text has to be split to see it. True also where a letter needs a closer look.
 */
function mayRepeatWords(units: Uint16Array): boolean {
	const half = wordUpTo(units, units.length);
	const last = wordBefore(units, half.start);
	if (!half.isPlain || !last.isPlain) return true;
	let {start} = last;
	for (let gram = 1; gram <= longestGram && start > 0; gram++) {
		const word = wordBefore(units, start);
		if (!word.isPlain || isSame(units, last, word)) return true;
		start = word.start;
	}
	return false;
}

/** `isPlain`: of ASCII, dashes and curly quotes; nothing else that is blank, or that lower case makes another letter of. */
type Span = {start: number; end: number; isPlain: boolean};

function wordBefore(units: Uint16Array, at: number): Span {
	let end = at;
	while (end > 0 && isBlank(units[end - 1] as number)) end--;
	return wordUpTo(units, end);
}

function wordUpTo(units: Uint16Array, end: number): Span {
	let start = end;
	let isPlain = true;
	while (start > 0) {
		const code = units[start - 1] as number;
		if (isBlank(code)) break;
		isPlain &&= code < 128 || (code >= 0x2010 && code <= 0x201f) || code === 0x2026;
		start--;
	}
	return {start, end, isPlain};
}

/** Of ASCII; other blanks are not plain. */
function isBlank(code: number): boolean {
	return code === 32 || (code >= 9 && code <= 13);
}

/** In whatever case; a few signs that differ as capitals and small letters do pass too. */
function isSame(units: Uint16Array, first: Span, second: Span): boolean {
	const length = first.end - first.start;
	if (second.end - second.start !== length) return false;
	for (let at = 0; at < length; at++) {
		const difference = (units[first.start + at] as number) ^ (units[second.start + at] as number);
		if (difference !== 0 && difference !== 32) return false;
	}
	return true;
}
