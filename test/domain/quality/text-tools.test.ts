import fc from 'fast-check';
import {expect, test} from 'vitest';
import {countWords} from '../../../source/domain/count-words.js';
import {checkStepText} from '../../../source/domain/quality/check-step-text.js';
import {cleanForDisplay} from '../../../source/domain/quality/clean-for-display.js';
import {contentStems} from '../../../source/domain/quality/extract-stems.js';
import {isRunaway} from '../../../source/domain/quality/find-repetition.js';
import {normaliseTypography} from '../../../source/domain/quality/normalise-typography.js';
import {createProseMeter} from '../../../source/domain/quality/prose-meter.js';
import {splitSpeech} from '../../../source/domain/quality/split-speech.js';
import {stemWord} from '../../../source/domain/quality/stem-word.js';
import {proseLimits, trimProse} from '../../../source/domain/quality/trim-prose.js';
import {legacyProse} from './legacy-prose.js';
import {exampleTension, goodProse} from './prose-subject.js';

test.each([
	['“I’m late,” she said. “Go.”', ['I’m late,', 'Go.']],
	['"I\'m late," she said. "Go."', ["I'm late,", 'Go.']],
	["'I'm late,' she said. 'It's the dogs' bowl.'", ["I'm late,", "It's the dogs' bowl."]],
	['‘I’m late,’ she said.', ['I’m late,']],
	['She said it was ’cause of the dogs’ noise.', []],
	["Rock 'n' roll was 'fine' to her.", ['n', 'fine']],
	['She said “no', ['no']],
	["She said, 'No, I", ['No, I']],
	['“Open\nThe next line. “Closed.”', ['Open', 'Closed.']],
])('speech of %j', (text, expected) => {
	expect(splitSpeech(text).speech).toEqual(expected);
});

test('narration and speech together hold every word', () => {
	const {speech, narration} = splitSpeech(legacyProse.quest);
	expect(speech).toHaveLength(3);
	expect(narration).not.toContain('capacity');
	expect(countWords([narration, ...speech].join(' '))).toBe(countWords(legacyProse.quest));
});

test.each([
	['folds', 'folded', 'folding', 'fold'],
	['carries', 'carried', 'carrying', 'carry'],
	['keeps', 'kept', 'keeping', 'keep'],
	['stops', 'stopped', 'stopping', 'stop'],
	['notes', 'noted', 'noting', 'note'],
	['keys', "key's", 'key', 'key'],
	['boxes', 'boxed', 'boxing', 'box'],
	['writes', 'wrote', 'written', 'write'],
	['quietly', 'quiet', 'quiet', 'quiet'],
])('%s, %s and %s share the stem of %s', (...forms) => {
	expect(new Set(forms.map(stemWord)).size).toBe(1);
});

test('different words keep different stems', () => {
	expect(
		new Set(['letter', 'let', 'lettuce', 'paper', 'pap', 'ring', 'bring', 'red'].map(stemWord)).size,
	).toBe(8);
	expect([...contentStems('The council’s unopened letter is hers', 'Zoë')]).toHaveLength(3);
});

test('look-alikes are mapped and nothing is deleted', () => {
	expect(normaliseTypography('don´t Iʼll it`s a\u00A0b\r\nc\rd')).toBe('don’t I’ll it’s a b\nc\nd');
	expect(normaliseTypography('“José” — naïve… ‘x’ `code`')).toBe('“José” — naïve… ‘x’ `code`');
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), text => {
			expect(normaliseTypography(text)).toHaveLength(text.replaceAll('\r\n', '\n').length);
		}),
	);
});

test.each([
	['2017.04.11 '.repeat(12)],
	['and then she said no '.repeat(6)],
	['a'.repeat(60)],
	['haha'.repeat(12)],
	[`${goodProse}${' '.repeat(240)}`],
	[`${goodProse} ${'I am sorry, I am so very sorry about that. '.repeat(5)}`],
	[`{"background": "${'x y '.repeat(20)}`],
])('%j runs away', text => {
	expect(isRunaway(text)).toBe(true);
});

test('ordinary prose and JSON never run away, at any length', () => {
	const texts = [
		...[goodProse, ...Object.values(legacyProse), JSON.stringify(exampleTension, null, 8)],
		...['“No, no, no, no,” she said.', 'Nooooooo!', 'ha ha ha ha', '-----', 'very, very, very'],
	];
	const prefixes = texts.flatMap(text =>
		Array.from({length: text.length}, (_, end) => text.slice(0, end + 1)),
	);
	expect(prefixes.filter(isRunaway)).toEqual([]);
});

const sentence = 'She took the long way round and told you so. ';

test('a text that runs on is cut behind its last fitting sentence', () => {
	const trimmed = trimProse(sentence.repeat(14), proseLimits);
	expect(trimmed).toEqual({prose: sentence.repeat(12).trim(), trimmed: true});
});

test('a text that fits comes back whole', () => {
	expect(trimProse(`${goodProse}\n`, proseLimits)).toEqual({prose: goodProse, trimmed: false});
});

test('a half sentence at the end is cut off', () => {
	expect(trimProse(`${goodProse} And then she`, proseLimits)).toEqual({prose: goodProse, trimmed: true});
});

test('no cut falls inside a quotation', () => {
	const open = `${sentence.repeat(7)}“I know. ${'I know it well enough by now, thanks. '.repeat(6)}`;
	expect(trimProse(open, proseLimits)?.prose).toBe(sentence.repeat(7).trim());
	expect(trimProse(open.replace('“', "'"), proseLimits)?.prose).toBe(sentence.repeat(7).trim());
});

test('a quotation that fits is cut behind its closing mark', () => {
	const text = `${sentence.repeat(7)}“I know.” And ${'and '.repeat(60)}`;
	expect(trimProse(text, proseLimits)?.prose.endsWith('“I know.”')).toBe(true);
	expect(
		trimProse(`${sentence.repeat(7)}“Really?” she said to ${'and '.repeat(60)}`, proseLimits)?.prose,
	).toBe(sentence.repeat(7).trim());
});

test.each(['"No."', '“No!”', 'No.'])('an answer that is only %s is not cut off', answer => {
	const text = `${sentence.repeat(9)}He shook his head. ${answer}`;
	expect(trimProse(text, proseLimits)).toEqual({prose: text, trimmed: false});
});

test('no sentence ends behind the "No." of a number', () => {
	expect(trimProse(`${sentence.repeat(9)}She lived at No. 7`, proseLimits)?.prose).toBe(
		sentence.repeat(9).trim(),
	);
});

test('a short text, or one without a sentence end in reach, is not trimmed', () => {
	expect(trimProse('She left.', proseLimits)).toBeUndefined();
	expect(trimProse('and so on '.repeat(50), proseLimits)).toBeUndefined();
});

test('whatever comes in, trimmed prose is within its limits', () => {
	const piece = fc.constantFrom(
		'She left. ',
		'“No,” ',
		'“Yes. ',
		'and so ',
		'Mr. Lee came. ',
		"'I'm ",
		'ok.” ',
		'… ',
		'\n',
	);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 120}), fc.string(), (pieces, tail) => {
			const trimmed = trimProse(pieces.join('') + tail, proseLimits);
			if (trimmed === undefined) return;
			expect(countWords(trimmed.prose)).toBeGreaterThanOrEqual(60);
			expect(countWords(trimmed.prose)).toBeLessThanOrEqual(120);
		}),
	);
});

test('the meter says enough once the limit is passed, and the rest can be trimmed', () => {
	const meter = createProseMeter();
	const long = `${goodProse} ${legacyProse.console}`;
	const verdicts = long.match(/\S+\s*/gu)?.map(piece => meter.push(piece)) ?? [];
	const before = verdicts.indexOf('enough');
	expect(
		countWords(
			long
				.split(/(?<=\s)(?=\S)/u)
				.slice(0, before)
				.join(''),
		),
	).toBe(120);
	expect(meter).toMatchObject({reason: 'long', failure: undefined});
	expect(trimProse(meter.text, proseLimits)?.trimmed).toBe(true);
});

test('the meter notices a runaway long before the limit', () => {
	const meter = createProseMeter();
	const verdicts = Array.from({length: 60}, () => meter.push('no no '));
	expect(verdicts.indexOf('enough')).toBeLessThan(20);
	expect(meter).toMatchObject({reason: 'runaway', failure: 'runaway-repetition'});
});

test.each([
	['plain — “text” José', 'plain — “text” José'],
	['\u001B[31mred\u001B[0m', 'red'],
	['a\u001B]0;title\u0007b', 'ab'],
	['a\u001B]8;;http://x\u001B\\link', 'alink'],
	['\u001BPq#0\u001B\\x', 'x'],
	['\u009B31mred', 'red'],
	['a\nb\tc\r\nd', 'a b c d'],
	['a\u202Eb\u200Bc\uFEFF', 'abc'],
	['half \uD83D', 'half \uFFFD'],
	['👍 ok', '👍 ok'],
	['bell\u0007 and \u0000null', 'bell and null'],
])('%j is shown as %j', (text, shown) => {
	expect(cleanForDisplay(text)).toBe(shown);
});

test('cleaned text holds no control, escape or invisible character, whatever came in', () => {
	const nasty = fc.string({
		unit: fc.oneof(
			fc.constantFrom(
				'\u001B',
				'[',
				']',
				'\u0007',
				'm',
				'\u009B',
				'\u009D',
				'\n',
				'\u202E',
				'\uD800',
				'\u200D',
				'é',
				' ',
			),
			fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
		),
	});
	fc.assert(
		fc.property(nasty, text => {
			const shown = cleanForDisplay(text);
			expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
			expect(cleanForDisplay(shown)).toBe(shown);
		}),
		{numRuns: 500},
	);
});

test.each([
	['string', 'placeholder'],
	['...', 'placeholder'],
	['hook_element', 'placeholder'],
	['A person called {{name}} lives here', 'placeholder'],
	['N/A', 'placeholder'],
	['the same thing over and '.repeat(8), 'repeats'],
	['She is at 2.4/10 today', 'game number'],
	['An old sigil on the door', 'sigil'],
	['a\u0000bell rings in the hall', 'U+0000'],
	['Zoë’s cafÃ©', 'garbled'],
])('a step may not answer %j', (text, reason) => {
	expect(checkStepText(text)).toContain(reason);
});

test('ordinary step texts are taken', () => {
	const texts = Object.values(exampleTension).flat();
	expect(texts.map(checkStepText).filter(reason => reason !== undefined)).toEqual([]);
	expect(checkStepText('Lives in flat 12, works 3 nights a week, 2.5 miles away.')).toBeUndefined();
});

test('the meter counts words piece by piece as it would count the whole', () => {
	const pieces = fc.array(fc.constantFrom('a', ' b', ' ', '--', '—c', "n't", '\n', ' d '), {maxLength: 40});
	fc.assert(
		fc.property(pieces, given => {
			const meter = createProseMeter({minWords: 1, maxWords: 1_000});
			let text = '';
			for (const piece of given) {
				text += piece;
				if (meter.push(piece) === 'enough') return;
				expect(meter.words).toBe(countWords(text));
			}
		}),
	);
});
