import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createPromptRuns} from '../../../source/domain/quality/prompt-runs.js';
import {splitWords} from '../../../source/domain/quality/read-words.js';

test('six words of the fixed text are found, whatever stands around them and however they are written', () => {
	const {findIn} = createPromptRuns([
		'# Friends\nyou trust each other with ordinary things.\n=== task ===\nTell it in words of {{name}}.',
	]);

	expect(findIn('They said: “You TRUST each other with ordinary things!”')).toBe(
		'you trust each other with ordinary',
	);
	expect(findIn('You trust each other with the ordinary things.')).toBeUndefined();
});

test('no run reaches across a placeholder or a heading', () => {
	const {findIn, has} = createPromptRuns(['one two three {{name}} four five six\n# A\nseven eight nine']);

	expect(findIn('one two three four five six seven eight nine')).toBeUndefined();
	expect(has('one two three four five six')).toBe(false);
});

test('what is found is what looking every run up finds', () => {
	const prose = fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 30}).map(tokens => tokens.join(' '));
	fc.assert(
		fc.property(prose, prose, (text, template) => {
			const runsOf = (words: readonly string[]) =>
				words.slice(5).map((_, at) => words.slice(at, at + 6).join(' '));
			const given = new Set(runsOf(splitWords(template)));
			expect(createPromptRuns([template]).findIn(text)).toBe(
				runsOf(splitWords(text)).find(run => given.has(run)),
			);
		}),
	);
});
