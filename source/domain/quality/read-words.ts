import {knownUnits} from './character-table.js';
import {readUnits} from './code-units.js';
import {rememberText} from './remember-text.js';
import {matchWords, scanWords} from './scan-words.js';
import {Word} from './word.js';

/** Enough for the English of a long run; then it is learned anew, which costs less than a table that grows for ever. */
const mostKnownWords = 2 ** 15;
/** A power of two; never more than half of the places are taken, so that most words are found at their first one. */
const fewestSlots = 2 ** 12;
/** What is longer is no word that comes back. */
const longestKnownWord = 48;

let slots = createSlots(fewestSlots);
let knownWords = 0;

/** The words of a text in order, and their hashes. What is known of a word is shared by all texts. */
export type ReadText = {words: readonly Word[]; hashes: Int32Array};

export const readText: (text: string) => ReadText = rememberText(text => {
	const scanned = scanWords(text);
	if (!scanned) {
		const words = matchWords(text).map(word => new Word(word));
		return {words, hashes: Int32Array.from(words, ({hash}) => hash)};
	}
	const {starts, ends, count} = scanned;
	const hashes = scanned.hashes.slice(0, count);
	const units = readUnits(text);
	const words: Word[] = [];
	for (let at = 0; at < count; at++) {
		const place = {units, start: starts[at] as number, end: ends[at] as number};
		words.push(findWord(place, hashes[at] as number));
	}
	return {words, hashes};
}, 256);

export function readWords(text: string): readonly Word[] {
	return readText(text).words;
}

type Place = {units: Uint16Array; start: number; end: number};

/** Lower-case words with one kind of apostrophe; hyphens and dashes separate. */
export const splitWords: (text: string) => readonly string[] = rememberText(
	text => readWords(text).map(word => word.text),
	256,
);

function createSlots(count: number): Array<Word | undefined> {
	return new Array<Word | undefined>(count).fill(undefined);
}

function findWord(place: Place, hash: number): Word {
	const length = place.end - place.start;
	const mask = slots.length - 1;
	let slot = hash & mask;
	for (let word = slots[slot]; word !== undefined; word = slots[slot]) {
		if (word.hash === hash && word.length === length && isSpelt(word.text, place)) return word;
		slot = (slot + 1) & mask;
	}
	const word = new Word(spell(place), hash);
	if (length <= longestKnownWord) keep(word, slot);
	return word;
}

function keep(word: Word, slot: number): void {
	slots[slot] = word;
	if (++knownWords * 2 < slots.length) return;
	const isFull = knownWords >= mostKnownWords;
	const kept = isFull ? [] : slots;
	slots = createSlots(isFull ? fewestSlots : slots.length * 2);
	if (isFull) knownWords = 0;
	for (const known of kept) if (known) slots[freeSlot(known.hash)] = known;
}

function freeSlot(hash: number): number {
	const mask = slots.length - 1;
	let slot = hash & mask;
	while (slots[slot] !== undefined) slot = (slot + 1) & mask;
	return slot;
}

function isSpelt(word: string, {units, start}: Place): boolean {
	for (let at = 0; at < word.length; at++) {
		if (word.charCodeAt(at) !== lowerAt(units, start + at)) return false;
	}
	return true;
}

function spell({units, start, end}: Place): string {
	let word = '';
	for (let at = start; at < end; at++) word += String.fromCharCode(lowerAt(units, at));
	return word;
}

function lowerAt(units: Uint16Array, at: number): number {
	return (knownUnits[units[at] as number] as number) & 0xffff;
}
