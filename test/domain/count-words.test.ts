import {expect, test} from 'vitest';
import {countWords} from '../../source/domain/count-words.js';

test.each([
	['', 0],
	['   \n', 0],
	['One two  three\nfour', 4],
	['— “…” !', 0],
	['wait—stop', 2],
	['wait — stop', 2],
	['wait--stop', 2],
	['well-known', 1],
	["don’t and isn't", 3],
	['José, Zoë… 3.5', 3],
	['a\u00a0b', 2],
	['“Yes,” she said.', 3],
])('%j has %d words', (text, expected) => {
	expect(countWords(text)).toBe(expected);
});
