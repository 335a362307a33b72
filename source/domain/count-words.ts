import {kinds, knownUnits, learnUnit} from './quality/character-table.js';
import {readUnits} from './quality/code-units.js';

/** From its first letter or digit to the next separator: white space, a long dash, two hyphens. */
const word = /[\p{L}\p{N}](?:[^\s—―-]|-(?!-))*/gu;
const hyphen = 45;

/** Several ask the same of one text in a row. */
let latest = {text: '', words: 0};

/** Words as a person counts them: a lone dash is none, and an em dash without spaces stands between two. */
export function countWords(text: string): number {
	if (text !== latest.text) latest = {text, words: countAnew(text)};
	return latest.words;
}

function countAnew(text: string): number {
	const {length} = text;
	const units = readUnits(text);
	let words = 0;
	let isInside = false;
	for (let at = 0; at < length; at++) {
		const code = units[at] as number;
		const kind = ((knownUnits[code] as number) || learnUnit(code)) >>> 16;
		if (kind === kinds.intricate) return text.match(word)?.length ?? 0;
		if (isInside) {
			const ends = kind === kinds.hyphen && at + 1 < length && units[at + 1] === hyphen;
			isInside = !ends && kind !== kinds.blank && kind !== kinds.longDash;
		} else if (kind === kinds.letter || kind === kinds.number) {
			isInside = true;
			words++;
		}
	}
	return words;
}
