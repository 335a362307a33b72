import {kinds, knownUnits, learnUnit} from './character-table.js';
import {readUnits} from './code-units.js';

const offsetBasis = 0x811c9dc5 | 0;
const prime = 0x01000193;

/**
 * Where the words of a text stand, their hashes, and those of their bare forms, without what follows an apostrophe: the
 * first `count` places, valid until another text is scanned.
 */
export type ScannedWords = ReturnType<typeof makeRoom> & {count: number};

/** The latest; one text is scanned by several rules in a row. */
const latest = {text: '', count: 0, ...makeRoom(1_024)};

function makeRoom(words: number) {
	const column = () => new Int32Array(words);
	return {starts: column(), ends: column(), hashes: column(), bareHashes: column()};
}

/** The words of a text, lower-case, by the plain rule that `scanWords` follows faster. */
export function matchWords(text: string): string[] {
	return (
		text
			.toLowerCase()
			.replaceAll('’', "'")
			.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:'\p{L}+)*/gu) ?? []
	);
}

// FNV-1a, signed, because V8 keeps only small integers out of the heap.
export function hashWord(word: string): number {
	let hash = offsetBasis;
	for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), prime);
	return hash;
}

const joinsFrom = kinds.mark << 16;
const beginsFrom = kinds.number << 16;
const letterFrom = kinds.letter << 16;

/**
 * The words of `matchWords`, found without making strings of them. Undefined for a text with characters that need more
 * than a table. Every prompt comes through here, letter by letter: hence no calls within a word, and one branch a letter.
 */
export function scanWords(text: string): ScannedWords | undefined {
	if (text === latest.text) return latest;
	const {length} = text;
	if (latest.hashes.length <= length >> 1) Object.assign(latest, makeRoom(length));
	const {hashes, bareHashes, starts, ends} = latest;
	const units = readUnits(text);
	latest.text = '';
	latest.count = 0;
	let count = 0;
	for (let at = 0; at < length; ) {
		let code = units[at] as number;
		let known = (knownUnits[code] as number) || learnUnit(code);
		if (known < beginsFrom) {
			if (known >>> 16 === kinds.intricate) return undefined;
			at++;
			continue;
		}
		starts[count] = at;
		let hash = offsetBasis;
		do {
			hash = Math.imul(hash ^ (known & 0xffff), prime);
			if (++at === length) break;
			code = units[at] as number;
			known = (knownUnits[code] as number) || learnUnit(code);
		} while (known >= joinsFrom);
		bareHashes[count] = hash;
		const end = known >>> 16 === kinds.apostrophe ? endOfContraction({units, length}, at) : at;
		if (end > at) hash = hashOn(hash, {units, start: at, end});
		at = end;
		hashes[count] = hash;
		ends[count++] = end;
	}
	latest.text = text;
	latest.count = count;
	return latest;
}

type Units = {units: Uint16Array; length: number};

/** Behind `'ll`, `'n't` and the like, of letters alone; `at` itself where no letter follows the apostrophe. */
function endOfContraction(text: Units, at: number): number {
	let end = at;
	while (knownAt(text, end) >>> 16 === kinds.apostrophe && knownAt(text, end + 1) >= letterFrom) {
		end++;
		while (knownAt(text, end) >= letterFrom) end++;
	}
	return end;
}

function hashOn(
	begun: number,
	{units, start, end}: {units: Uint16Array; start: number; end: number},
): number {
	let hash = begun;
	for (let at = start; at < end; at++) {
		hash = Math.imul(hash ^ ((knownUnits[units[at] as number] as number) & 0xffff), prime);
	}
	return hash;
}

/** 0 behind the end. */
function knownAt({units, length}: Units, at: number): number {
	if (at >= length) return 0;
	const code = units[at] as number;
	return (knownUnits[code] as number) || learnUnit(code);
}
