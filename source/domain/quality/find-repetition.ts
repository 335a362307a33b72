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
	return (
		/\s{201}$/u.test(tail.slice(-longestWhitespace - 1)) || repeatsCharacters(tail) || repeatsWords(tail)
	);
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
