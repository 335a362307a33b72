import fc from 'fast-check';
import {expect, test} from 'vitest';
import {countWords} from '../../../source/domain/count-words.js';
import {isRunaway} from '../../../source/domain/quality/find-repetition.js';
import {hashWords} from '../../../source/domain/quality/hash-words.js';
import {createProseMeter} from '../../../source/domain/quality/prose-meter.js';
import {readWords, splitWords} from '../../../source/domain/quality/read-words.js';
import {hashWord, matchWords} from '../../../source/domain/quality/scan-words.js';
import {tidyStepText} from '../../../source/domain/quality/tidy-step-text.js';

/** What is fast says the same as what is plain: every form here stands beside the one it took the place of. */
const letters = fc.constantFrom(
	...['a', 'B', 'n', '7', "'", '’', "'s", "n't", ' ', ' ', ' ', '-', '--', '—', '―', '“', '”', '.', ','],
	...['é', 'É', 'İ', 'K', 'Σ', 'ς', '😀', '½', 'ǅ', 'ß', '中', '\u0301', '_', '\n', '\t', '\u00A0', '\uD83D'],
);
const texts = fc.array(letters, {maxLength: 60}).map(parts => parts.join(''));

const everyUnit = Array.from({length: 65_536}, (_, code) => String.fromCharCode(code));

const countByPattern = (text: string) => text.match(/[\p{L}\p{N}](?:[^\s—―-]|-(?!-))*/gu)?.length ?? 0;

test('words are counted as the pattern says', () => {
	fc.assert(
		fc.property(texts, text => {
			expect(countWords(text)).toBe(countByPattern(text));
		}),
		{numRuns: 2_000},
	);
	const surrounded = everyUnit.map(unit => `a${unit}b ${unit} c`);
	expect(surrounded.filter(text => countWords(text) !== countByPattern(text))).toEqual([]);
});

test('words are read as the pattern says, with their hashes, whatever was read before', () => {
	const isRead = (text: string) => splitWords(text).join('|') === matchWords(text).join('|');
	fc.assert(
		fc.property(texts, text => {
			expect(splitWords(text)).toEqual(matchWords(text));
			expect(readWords(text).map(({hash}) => hash)).toEqual([...hashWords(text)]);
			expect([...hashWords(text)]).toEqual(matchWords(text).map(hashWord));
		}),
		{numRuns: 2_000},
	);
	expect(everyUnit.map(unit => `a${unit}b ${unit}c'${unit} 7${unit}`).filter(text => !isRead(text))).toEqual(
		[],
	);
});

test('more different words than are kept are read like any others', () => {
	const manyWords = Array.from({length: 40_000}, (_, at) => `word${at}`).join(' ');
	expect(splitWords(manyWords)).toEqual(matchWords(manyWords));
	expect(readWords('Word7 word7').map(({text, hash}) => [text, hash])).toEqual([
		['word7', hashWord('word7')],
		['word7', hashWord('word7')],
	]);
});

/** As `isRunaway` says it: every tail is split, every run of words looked at. */
function runsAway(text: string): boolean {
	const tail = text.slice(-900);
	const words = tail.toLowerCase().split(/\s+/u).slice(0, -1);
	const repeats = (items: ArrayLike<string>, period: number) => {
		let at = items.length - 1;
		while (at >= period && items[at] === items[at - period]) at--;
		return items.length - 1 - at + period;
	};
	const gramRepeats = (gram: number) => repeats(words, gram) / gram >= (gram >= 4 ? 4 : 6);
	const unitRepeats = (unit: number) =>
		repeats(tail, unit) >= Math.max(unit * 6, unit === 1 ? 40 : 24) && tail.slice(-unit).trim() !== '';
	const range = (most: number) => Array.from({length: most}, (_, at) => at + 1);
	return /\s{201}$/u.test(tail.slice(-201)) || range(40).some(unitRepeats) || range(12).some(gramRepeats);
}

test('what runs away does so by the plain rule, and nothing else', () => {
	const unit = fc.array(fc.oneof(letters, fc.constantFrom(' no', ' No', 'well ', '\u00A0so ')), {
		minLength: 1,
		maxLength: 9,
	});
	const repeated = fc
		.tuple(texts, unit, fc.nat({max: 12}), fc.constantFrom('', ' ', ' h', ' '.repeat(220)))
		.map(([before, parts, times, end]) => before + parts.join('').repeat(times) + end);
	fc.assert(
		fc.property(repeated, text => {
			expect(isRunaway(text)).toBe(runsAway(text));
		}),
		{numRuns: 3_000},
	);
});

test('prose has run on at the same piece as when every piece is counted', () => {
	const pieces = fc.array(fc.oneof(letters, fc.constantFrom(' and', ' so', ' x', '\uD835', '\uDC00')), {
		minLength: 10,
		maxLength: 120,
	});
	fc.assert(
		fc.property(pieces, fc.integer({min: 1, max: 30}), (given, maxWords) => {
			const meter = createProseMeter({minWords: 1, maxWords});
			let text = '';
			for (const piece of given) {
				text += piece;
				meter.push(piece);
				if (meter.failure !== undefined) return;
				expect(meter.reason).toBe(countByPattern(text) > maxWords ? 'long' : undefined);
				if (meter.reason) return;
			}
		}),
		{numRuns: 2_000},
	);
});

test('blanks of a step text are evened out wherever they stand', () => {
	fc.assert(
		fc.property(texts, fc.boolean(), (text, isCutOff) => {
			const even = text.replace(/\s+/gu, ' ');
			expect(tidyStepText(text, {isCutOff})).toBe(tidyStepText(even, {isCutOff}));
		}),
	);
});
