import fc from 'fast-check';
import {expect, test} from 'vitest';
import {brokenContractions, hasContraction} from '../../../source/domain/quality/contractions-rule.js';
import {findPattern, type HintedPatterns, mayMatch} from '../../../source/domain/quality/find-pattern.js';
import {findNamedEmotion, namedEmotion} from '../../../source/domain/quality/narration-rules.js';
import {numbersInMouth} from '../../../source/domain/quality/numbers-in-mouth-rule.js';
import {emotionWords} from '../../../source/domain/quality/soft-word-lists.js';
import {hintedStockPhrases} from '../../../source/domain/quality/stock-phrases.js';
import {findSentenceEnds, sentenceEnd} from '../../../source/domain/quality/trim-prose.js';

/** The words and signs that a pattern is made of, and what else may stand around them. */
function piecesOf(patterns: ReadonlyArray<{pattern: RegExp}>): fc.Arbitrary<string> {
	const words = patterns.flatMap(({pattern}) => pattern.source.match(/[A-Za-z]{1,14}/gu) ?? []);
	const signs = [
		' ',
		' ',
		' ',
		"'",
		'’',
		'-',
		'—',
		'−',
		'_',
		'.',
		',',
		'\n',
		'(',
		')',
		'[',
		'#',
		'*',
		'`',
		':',
		'+',
		'•',
	];
	const others = [
		'7',
		'0.5',
		'/10',
		'a',
		'A',
		's',
		'é',
		'ſ',
		'\u212A',
		'·',
		'▪',
		'"',
		'“',
		'”',
		'\u00A0',
		'of',
		'the',
		'out of ten',
	];
	return fc.constantFrom(...words, ...words.map(word => word.toUpperCase()), ...signs, ...others);
}

function textsOf(patterns: ReadonlyArray<{pattern: RegExp}>): fc.Arbitrary<string> {
	const piece = piecesOf(patterns);
	const glued = fc.tuple(piece, fc.constantFrom('', ' ')).map(([text, glue]) => text + glue);
	return fc.array(glued, {maxLength: 14}).map(parts => parts.join(''));
}

const lists: Array<[string, HintedPatterns]> = [
	['broken contractions', brokenContractions],
	['stock phrases', hintedStockPhrases],
	['numbers in mouth', numbersInMouth],
];

test.each(lists)('%s: the hint passes over nothing that a pattern finds', (_, hinted) => {
	fc.assert(
		fc.property(textsOf(hinted.patterns), text => {
			if (findPattern(text, hinted.patterns)) expect(mayMatch(text, hinted)).toBe(true);
		}),
		{numRuns: 3_000},
	);
});

test.each(lists)('%s: each pattern alone is found with the hint', (_, {patterns, hint}) => {
	for (const pattern of patterns) {
		const alone = {patterns: [pattern], hint};
		fc.assert(
			fc.property(textsOf([pattern]), text => {
				if (findPattern(text, [pattern])) expect(mayMatch(text, alone)).toBe(true);
			}),
			{numRuns: 400},
		);
	}
});

test('a contraction is one wherever it stands', () => {
	const subjects = 'it|that|he|she|what|there|here|who|where|how|when|everything|something|nothing|nobody';
	const whole = new RegExp(
		`\\p{L}n['’]t(?!\\p{L})|\\p{L}['’](?:ll|ve|re|d|m)(?!\\p{L})|\\b(?:${subjects}|let)['’]s(?!\\p{L})`,
		'iu',
	);
	fc.assert(
		fc.property(textsOf([{pattern: whole}, {pattern: /n't 's 'll 've d m s t/}]), text => {
			expect(hasContraction(text)).toBe(whole.test(text));
		}),
		{numRuns: 5_000},
	);
});

test('an emotion is named where the pattern finds it', () => {
	const words = fc.constantFrom(
		...emotionWords,
		...['felt ', 'was so ', 'a wave of ', 'with ', "'s", '_', 'é', ' attack', 'ſ'],
	);
	fc.assert(
		fc.property(fc.array(words, {maxLength: 8}), fc.constantFrom('', ' '), (parts, glue) => {
			const text = parts.join(glue);
			expect(findNamedEmotion(text)).toBe(namedEmotion.exec(text)?.[0]);
		}),
		{numRuns: 3_000},
	);
});

test('sentences end where the pattern finds an end by itself', () => {
	const parts = fc.constantFrom(
		...['.', '...', '…', '!', '?”', '—"', '-', '--', ' ', '\n', 'A', 'b', ' Mr', 'No', '’', '"', '😀'],
	);
	const everywhere = new RegExp(sentenceEnd.source, 'gu');
	fc.assert(
		fc.property(fc.array(parts, {maxLength: 30}), given => {
			const text = given.join('');
			const ends = [...text.matchAll(everywhere)].map(match => match.index + match[0].length);
			expect(findSentenceEnds(text)).toEqual(ends);
		}),
		{numRuns: 3_000},
	);
});
