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
	return endsInBlanks(tail) || repeatsCharacters(tail) || (mayRepeatWords(tail) && repeatsWords(tail));
}

function endsInBlanks(tail: string): boolean {
	return tail.length > longestWhitespace && tail.slice(-longestWhitespace - 1).trim() === '';
}

function repeatsCharacters(tail: string): boolean {
	for (let unit = 1; unit <= longestUnit; unit++) {
		const run = runLength(tail, unit);
		if (run >= Math.max(unit * 6, unit === 1 ? 40 : 24) && tail.slice(-unit).trim() !== '') return true;
	}
	return false;
}

/** How many items at the end repeat with period `period`, the first period included. */
function runLength(items: ArrayLike<string>, period: number): number {
	let matched = 0;
	let at = items.length - 1;
	while (at >= period && items[at] === items[at - period]) {
		matched++;
		at--;
	}
	return matched + period;
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
function mayRepeatWords(tail: string): boolean {
	const last = wordBefore(tail, wordStart(tail, tail.length));
	if (!isPlain(tail, {start: last.start, end: tail.length})) return true;
	let {start} = last;
	for (let gram = 1; gram <= longestGram && start > 0; gram++) {
		const word = wordBefore(tail, start);
		if (!isPlain(tail, word) || isSame(tail, last, word)) return true;
		start = word.start;
	}
	return false;
}

type Span = {start: number; end: number};

function wordBefore(text: string, at: number): Span {
	let end = at;
	while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
	return {start: wordStart(text, end), end};
}

function wordStart(text: string, end: number): number {
	let start = end;
	while (start > 0 && !isBlank(text.charCodeAt(start - 1))) start--;
	return start;
}

/** Of ASCII; other blanks are not plain. */
function isBlank(code: number): boolean {
	return code === 32 || (code >= 9 && code <= 13);
}

/** ASCII, dashes and curly quotes: nothing else that is blank, or that lower case makes another letter of. */
function isPlain(text: string, {start, end}: Span): boolean {
	for (let at = start; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code >= 128 && (code < 0x2010 || code > 0x201f) && code !== 0x2026) return false;
	}
	return true;
}

/** In whatever case; a few signs that differ as capitals and small letters do pass too. */
function isSame(text: string, first: Span, second: Span): boolean {
	const length = first.end - first.start;
	if (second.end - second.start !== length) return false;
	for (let at = 0; at < length; at++) {
		const difference = text.charCodeAt(first.start + at) ^ text.charCodeAt(second.start + at);
		if (difference !== 0 && difference !== 32) return false;
	}
	return true;
}
