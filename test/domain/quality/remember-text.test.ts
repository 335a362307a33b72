import fc from 'fast-check';
import {expect, test} from 'vitest';
import {countWords} from '../../../source/domain/count-words.js';
import {echoShare, repeatShare} from '../../../source/domain/quality/echo-share.js';
import {hashWords} from '../../../source/domain/quality/hash-words.js';
import {hasOnlyOrdinaryCharacters} from '../../../source/domain/quality/ordinary-characters.js';
import {splitWords} from '../../../source/domain/quality/read-words.js';
import {rememberText} from '../../../source/domain/quality/remember-text.js';
import {hashWord} from '../../../source/domain/quality/scan-words.js';
import {jaccard, shingles} from '../../../source/domain/quality/shingles.js';

test('what is remembered is what would be read again, whatever was asked in between', () => {
	const lengthOf = rememberText(text => ({length: text.length}), 3);
	fc.assert(
		fc.property(fc.array(fc.string({maxLength: 4})), texts => {
			for (const text of texts) expect(lengthOf(text)).toEqual({length: text.length});
		}),
	);
});

test('a text that was asked for lately is not read again, one that fell out is', () => {
	let reads = 0;
	const read = rememberText(text => `${text}${++reads}`, 2);
	expect([read('a'), read('b'), read('a')]).toEqual(['a1', 'b2', 'a1']);
	read('c');
	read('d');
	expect(read('a')).toBe('a5');
});

const words = fc.array(
	fc.constantFrom('a', 'b', 'c', '—', '--', '-', 'well-known', "don't", '…', ' ', '\n', '"d'),
);

test('words are counted as by cutting at white space, long dashes and double hyphens', () => {
	const countByCutting = (text: string) =>
		text.split(/[\s—―]+|--+/u).filter(token => /[\p{L}\p{N}]/u.test(token)).length;
	fc.assert(
		fc.property(words, fc.constantFrom('', ' '), (tokens, glue) => {
			const text = tokens.join(glue);
			expect(countWords(text)).toBe(countByCutting(text));
		}),
	);
});

/** As a person would say it: write all runs of six words down and look them up. */
function runsOf(text: string): string[] {
	const all = splitWords(text);
	return all.slice(5).map((_, index) => all.slice(index, index + 6).join(' '));
}

test('echo and repetition are shares of six-word runs', () => {
	const prose = fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 40}).map(tokens => tokens.join(' '));
	fc.assert(
		fc.property(prose, prose, (text, source) => {
			const runs = runsOf(text);
			const share = (counted: number) => (runs.length === 0 ? 0 : counted / runs.length);
			const given = new Set(runsOf(source));
			expect(echoShare(text, source)).toBe(share(runs.filter(run => given.has(run)).length));
			expect(repeatShare(text)).toBe(share(runs.length - new Set(runs).size));
		}),
	);
});

test('shingles are ascending and each once, and a text is its own copy', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), {minLength: 3}), tokens => {
			const found = shingles(tokens.join(' '));
			expect(jaccard(found, found)).toBe(1);
			expect([...found]).toEqual([...found].sort((left, right) => left - right));
		}),
	);
});

test('words are hashed as they are split, in plain and in foreign letters', () => {
	const pieces = fc.constantFrom(
		'a',
		'B',
		'7',
		"'",
		'’',
		' ',
		'-',
		'—',
		'“',
		'é',
		'É',
		'İ',
		'Σ',
		'ς',
		'😀',
		'½',
		'ǅ',
		'ß',
		'中',
		'\u0301',
		'_',
		'\n',
		"n't",
	);
	fc.assert(
		fc.property(fc.array(pieces, {maxLength: 30}), tokens => {
			const text = tokens.join('');
			expect([...hashWords(text)]).toEqual(splitWords(text).map(hashWord));
		}),
		{numRuns: 2_000},
	);
});

test('what is ordinary has no fault of characters and nothing to normalise', () => {
	fc.assert(
		fc.property(
			fc.string({unit: fc.constantFrom('a', '’', '—', '\r', 'é', '\u00A0', 'â', '€', '\u200B', '\n')}),
			text => {
				if (!hasOnlyOrdinaryCharacters(text)) return;
				expect(text).not.toMatch(/[^\na’—]/u);
			},
		),
	);
});
