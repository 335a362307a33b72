import type {Word} from './word.js';

let facts = 0;

/** A question about a word that rules ask over and over, answered once for each word: there is room for 31 of them. */
export function createWordFact(isTrue: (word: Word) => boolean): (word: Word) => boolean {
	const bit = 1 << facts++;
	if (bit <= 0) throw new RangeError('a word has room for 31 facts');
	return word => {
		if ((word.asked & bit) === 0) {
			word.asked |= bit;
			if (isTrue(word)) word.facts |= bit;
		}
		return (word.facts & bit) !== 0;
	};
}
