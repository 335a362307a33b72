const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;

/** As in `"\/bfnrt`, without the slash: nobody has to escape it. */
const shortEscapes = new Set([...'"\\bfnrt'].map(letter => letter.charCodeAt(0)));
const words = ['true', 'false', 'null'].map(word => new TextEncoder().encode(word));

const deepestNesting = 64;
/** Keys of all objects that are open at once. */
const mostOpenKeys = 1024;
/** Decimals of so many digits are written as they are read. */
const exactDigits = 15;

/** Line feeds and blanks that one token may need; the room behind the text is never less. */
const tokenRoom = 2 * (deepestNesting + 64) + 2;

/**
 * Lays out compact JSON as `JSON.stringify(value, null, 2)` does, byte by byte, without making the value: several times as
 * fast, and nothing for the garbage collector.
 *
 * It takes only text that `JSON.stringify` itself would write for the value, so that what comes out is the same as after
 * reading and writing: no blanks, no key twice, no number or escape in another way than the usual. Keys that an object
 * moves (`1`) or that are left out (`__proto__`), and `\u` escapes, are not taken either.
 */
export class JsonIndenter {
	#text: Uint8Array = new Uint8Array();
	#at = 0;
	#out = new Uint8Array(32 * 1024);
	#to = 0;
	readonly #openKeys = new Int32Array(mostOpenKeys);
	#keyCount = 0;

	/**
	 * `text` must be UTF-8. `depth`: levels that it is nested in; the first line is not indented. Returns undefined for text
	 * it does not take; else bytes that are valid until the next call.
	 */
	indent(text: Uint8Array, depth: number): Uint8Array | undefined {
		this.#text = text;
		this.#at = 0;
		this.#to = 0;
		this.#keyCount = 0;
		this.#makeRoom();
		const isTaken = this.#value(depth, depth + deepestNesting) && this.#at === text.length;
		return isTaken ? this.#out.subarray(0, this.#to) : undefined;
	}

	/** Whether `JSON.stringify` would write the value of `text` as it stands there. */
	takes(text: Uint8Array): boolean {
		return this.indent(text, 0) !== undefined;
	}

	#value(depth: number, deepest: number): boolean {
		const byte = this.#text[this.#at];
		if (byte === quote) return this.#string();
		if (byte === openBrace) return depth < deepest && this.#object(depth, deepest);
		if (byte === openBracket) return depth < deepest && this.#array(depth, deepest);
		if (byte === minus || isDigit(byte)) return this.#number();
		return words.some(word => this.#word(word));
	}

	#object(depth: number, deepest: number): boolean {
		const firstKey = this.#keyCount;
		this.#take(openBrace);
		if (this.#take(closeBrace)) return true;
		do {
			this.#newLine(depth + 1);
			if (!this.#key(firstKey) || !this.#take(colon)) return false;
			this.#out[this.#to++] = 0x20;
			if (!this.#value(depth + 1, deepest)) return false;
		} while (this.#take(comma));
		this.#keyCount = firstKey;
		this.#newLine(depth);
		return this.#take(closeBrace);
	}

	#array(depth: number, deepest: number): boolean {
		this.#take(openBracket);
		if (this.#take(closeBracket)) return true;
		do {
			this.#newLine(depth + 1);
			if (!this.#value(depth + 1, deepest)) return false;
		} while (this.#take(comma));
		this.#newLine(depth);
		return this.#take(closeBracket);
	}

	#take(byte: number): boolean {
		if (this.#text[this.#at] !== byte) return false;
		this.#out[this.#to++] = byte;
		this.#at++;
		return true;
	}

	#newLine(depth: number): void {
		if (this.#to + this.#text.length - this.#at + tokenRoom > this.#out.length) this.#makeRoom();
		const out = this.#out;
		const end = this.#to + 1 + depth * 2;
		out[this.#to] = 0x0a;
		for (let to = this.#to + 1; to < end; to++) out[to] = 0x20;
		this.#to = end;
	}

	#makeRoom(): void {
		const needed = this.#to + (this.#text.length - this.#at) * 2 + tokenRoom;
		if (needed <= this.#out.length) return;
		const grown = new Uint8Array(needed);
		grown.set(this.#out.subarray(0, this.#to));
		this.#out = grown;
	}

	#key(firstKey: number): boolean {
		const start = this.#at + 1;
		if (!this.#string()) return false;
		const first = this.#text[start] as number;
		if (isDigit(first) || first === 0x5f) return false;
		return this.#enterKey(hashBytes(this.#text, start, this.#at - 1), firstKey);
	}

	/** Two keys of one hash are taken for the same: then the text is read and written, that is all. */
	#enterKey(hash: number, firstKey: number): boolean {
		for (let place = firstKey; place < this.#keyCount; place++) {
			if (this.#openKeys[place] === hash) return false;
		}
		if (this.#keyCount === mostOpenKeys) return false;
		this.#openKeys[this.#keyCount++] = hash;
		return true;
	}

	// Here is where the time goes: locals, and one loop.
	#string(): boolean {
		const text = this.#text;
		const out = this.#out;
		let at = this.#at;
		let to = this.#to;
		if (text[at] !== quote) return false;
		out[to++] = text[at++] as number;
		for (; at < text.length; at++) {
			const byte = text[at] as number;
			out[to++] = byte;
			if (byte === quote) {
				this.#at = at + 1;
				this.#to = to;
				return true;
			}
			if (byte < 0x20) return false;
			if (byte !== backslash) continue;
			const escaped = text[++at] as number;
			if (!shortEscapes.has(escaped)) return false;
			out[to++] = escaped;
		}
		return false;
	}

	#word(word: Uint8Array): boolean {
		for (let place = 0; place < word.length; place++) {
			if (this.#text[this.#at + place] !== word[place]) return false;
		}
		this.#copy(this.#at + word.length);
		return true;
	}

	#number(): boolean {
		const start = this.#at;
		let end = start;
		while (isOfNumber(this.#text[end])) end++;
		if (end === start || !isUsualNumber(this.#text, start, end)) return false;
		this.#copy(end);
		return true;
	}

	#copy(end: number): void {
		const text = this.#text;
		const out = this.#out;
		let to = this.#to;
		for (let at = this.#at; at < end; at++) out[to++] = text[at] as number;
		this.#at = end;
		this.#to = to;
	}
}

function isDigit(byte: number | undefined): boolean {
	return byte !== undefined && byte >= zero && byte <= nine;
}

/** Digits, and any of `+-.eE`. */
function isOfNumber(byte: number | undefined): boolean {
	return isDigit(byte) || byte === minus || byte === point || byte === 0x2b || byte === 0x65 || byte === 0x45;
}

/** Whether it is how a number is printed. Short ones, which are most, need no printing to tell. */
function isUsualNumber(text: Uint8Array, start: number, end: number): boolean {
	if (end - start <= exactDigits && isPlainDecimal(text, start, end)) return true;
	const digits = String.fromCharCode(...text.subarray(start, end));
	return String(Number(digits)) === digits;
}

/** Such as 0, 20 or 512.25; small fractions (0.01) are left to printing, for they may need an exponent. */
function isPlainDecimal(text: Uint8Array, start: number, end: number): boolean {
	let at = start;
	while (at < end && isDigit(text[at])) at++;
	if (at === start || (text[start] === zero && at - start > 1)) return false;
	if (at === end) return true;
	const isFraction = text[start] === zero;
	if (text[at++] !== point || (isFraction && text[at] === zero) || text[end - 1] === zero) return false;
	while (at < end && isDigit(text[at])) at++;
	return at === end && text[at - 1] !== point;
}

/** FNV-1a */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
	let hash = 0x811c9dc5;
	for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
	return hash | 0;
}
