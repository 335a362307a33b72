const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const lineFeed = 0x0a;

/** Records are seven levels deep; far more is no record, and would overflow the stack of whoever writes it out. */
export const deepestNesting = 64;

/** What stands between two commas of the outermost array; `bytes` is absent where it is larger than `maximumBytes`. */
export type ArrayElement = {bytes: Buffer | undefined; nesting: number};

// Brackets and braces. Compared one by one: this is run for every byte of a file of gigabytes.
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d;

/**
 * Splits the text of a JSON array, given in chunks from behind its opening bracket, into the texts of its elements.
 *
 * Only finds where elements end, so that a broken one does not cost those behind it, which no streaming parser offers;
 * `JSON.parse` reads them. A line break ends a string that was never closed. Memory: one element.
 */
export function createArraySplitter(maximumBytes: number) {
	let depth = 0;
	let nesting = 0;
	let isInString = false;
	let isEscaped = false;
	let isOver = false;
	let length = 0;
	let parts: Buffer[] = [];

	function carry(part: Buffer): void {
		length += part.length;
		if (length > maximumBytes) parts = [];
		else if (part.length > 0) parts.push(Buffer.from(part));
	}

	function finish(): ArrayElement {
		const element = {bytes: length > maximumBytes ? undefined : Buffer.concat(parts), nesting};
		depth = 0;
		nesting = 0;
		isInString = false;
		length = 0;
		parts = [];
		return element;
	}

	function passInString(byte: number): void {
		if (isEscaped) isEscaped = false;
		else if (byte === backslash) isEscaped = true;
		else if (byte === quote || byte === lineFeed) isInString = false;
	}

	/** Whether an element ends before this byte. */
	function pass(byte: number): boolean {
		if (isInString) passInString(byte);
		else if (byte === quote) isInString = true;
		else if (isOpening(byte)) nesting = Math.max(nesting, ++depth);
		else if (isClosing(byte) && depth > 0) depth--;
		else if (isClosing(byte)) isOver = true;
		else return byte === comma && depth === 0;
		return isOver;
	}

	return {
		/** True from the closing bracket of the array on. */
		get isOver() {
			return isOver;
		},
		*split(chunk: Buffer): Generator<ArrayElement> {
			let start = 0;
			for (let at = 0; at < chunk.length && !isOver; at++) {
				if (!pass(chunk[at] as number)) continue;
				carry(chunk.subarray(start, at));
				yield finish();
				start = at + 1;
			}
			if (!isOver) carry(chunk.subarray(start));
		},
		/** What stood behind the last comma of an array that was never closed. */
		rest: finish,
	};
}
