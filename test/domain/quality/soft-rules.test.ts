import fc from 'fast-check';
import {expect, test} from 'vitest';
import {judgeProse} from '../../../source/domain/quality/judge-prose.js';
import {
	behaviourRule,
	physicalActionRule,
	sensoryDetailRule,
	stockPhrasesRule,
} from '../../../source/domain/quality/narration-rules.js';
import {pronounsRule} from '../../../source/domain/quality/pronouns-rule.js';
import {softRules} from '../../../source/domain/quality/rules.js';
import {
	alternativeRule,
	hasSpeechRule,
	limitsShownRule,
	subtextRule,
} from '../../../source/domain/quality/speech-rules.js';
import {findStockPhrases} from '../../../source/domain/quality/stock-phrases.js';
import {legacyProse} from './legacy-prose.js';
import {check, goodProse, subjectOf} from './prose-subject.js';

test.each(softRules.map(rule => [rule.name, rule] as const))('good prose passes %s', (_, rule) => {
	expect(rule.hard).toBe(false);
	expect(check(rule, goodProse)).toMatchObject({rule: rule.name, passed: true});
});

test('speech is a sentence in any kind of quotes', () => {
	expect(check(hasSpeechRule, "She said, 'I can't come.'").passed).toBe(true);
	expect(check(hasSpeechRule, 'She said "I can\'t come."').passed).toBe(true);
	expect(check(hasSpeechRule, 'She said that she couldn’t come to the “party”.').passed).toBe(false);
});

test('the planned action has to be carried out in the narration', () => {
	expect(check(physicalActionRule, 'She was folding the receipt into a square.').passed).toBe(true);
	expect(
		check(physicalActionRule, 'She tapped the table. “I folded a small receipt into squares,” she said.')
			.passed,
	).toBe(false);
});

test('limits are asked for only where the gap is above 2', () => {
	const boundless = 'Zoë laughed. “Of course, all of it, whenever.”';
	expect(check(limitsShownRule, boundless).passed).toBe(false);
	expect(check(limitsShownRule, boundless, {draw: {supportNeeded: 5.5}}).passed).toBe(true);
	expect(check(limitsShownRule, boundless, {draw: {supportNeeded: 5.6}}).passed).toBe(false);
});

test('authentic and excellent owe something concrete, the others do not', () => {
	const vague = 'Zoë sighed. “It’s hard,” she said.';
	const cell = {complexity: 'baseline', capacity: 'low'} as const;
	expect(check(alternativeRule, vague).passed).toBe(false);
	expect(check(alternativeRule, vague, {draw: {cell: {...cell, authenticity: 'excellent'}}}).passed).toBe(
		false,
	);
	expect(check(alternativeRule, vague, {draw: {cell: {...cell, authenticity: 'failed'}}}).passed).toBe(true);
	expect(check(alternativeRule, 'Zoë sighed. “I can ring you on Thursday,” she said.').passed).toBe(true);
});

test.each([
	'She felt sad.',
	'She was very angry.',
	'There was a wave of guilt.',
	'She answered with resentment.',
])('a named emotion is noticed: %s', text => {
	expect(check(behaviourRule, text).passed).toBe(false);
});

test('an emotion that is spoken, or shown, is fine', () => {
	expect(check(behaviourRule, '“I was so angry,” she said.').passed).toBe(true);
	expect(check(behaviourRule, 'She put the cup down hard.').passed).toBe(true);
});

test('a scene without anything to sense is noticed', () => {
	expect(check(sensoryDetailRule, 'Zoë thought about it and decided.').passed).toBe(false);
	expect(check(sensoryDetailRule, 'The fridge hummed.').passed).toBe(true);
});

test('subtext may glimmer and must not be said', () => {
	expect(check(subtextRule, '“I’ve been thinking about leaving town before winter,” she said.').passed).toBe(
		false,
	);
	expect(check(subtextRule, '“Winter’s long here,” she said.').passed).toBe(true);
	expect(check(subtextRule, 'She had been thinking of leaving town before winter came.').passed).toBe(true);
});

test('stock phrases are listed by name, each once', () => {
	const tics = findStockPhrases(`${legacyProse.console} ${legacyProse.quest} Her fingers again.`);
	expect(tics).toEqual(expect.arrayContaining(['fingers', 'voice and emotion', 'trembling', 'scars']));
	expect(new Set(tics).size).toBe(tics.length);
	expect(check(stockPhrasesRule, 'She couldn’t help but smile, a mix of things in her gaze.').detail).toBe(
		"It holds stock phrases: gaze, a mix of, couldn't help but.",
	);
});

test('another person’s pronouns in place of the NPC’s are noticed', () => {
	expect(check(pronounsRule, 'Zoë took his coat. He left.').passed).toBe(false);
	expect(check(pronounsRule, 'Zoë thought of her brother. He left with his coat.').passed).toBe(true);
	expect(check(pronounsRule, 'Zoë waited.').passed).toBe(true);
});

test('the score is the share of soft rules that passed', () => {
	const good = judgeProse(subjectOf(goodProse));
	const bare = judgeProse(subjectOf('Nothing.'));
	expect(good.score).toBe(1);
	expect(bare.score).toBe(
		Number((bare.soft.filter(finding => finding.passed).length / softRules.length).toFixed(2)),
	);
	expect(bare.score).toBeLessThan(1);
});

test('judging never throws and every finding has a sentence', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 400}), fc.string({maxLength: 60}), (prose, hook) => {
			const {hard, soft, score} = judgeProse(subjectOf(prose, {tension: {hook_element: hook}}));
			expect([...hard, ...soft].every(finding => finding.detail.length > 0)).toBe(true);
			expect(score).toBeGreaterThanOrEqual(0);
			expect(score).toBeLessThanOrEqual(1);
		}),
	);
});

test('judging stays quick on text that no model should have written', () => {
	const texts = [
		'a'.repeat(20_000),
		'breath a '.repeat(3000),
		"'A ".repeat(5000),
		'very '.repeat(4000),
		'a_'.repeat(5000),
	];
	const started = performance.now();
	for (const text of texts) judgeProse(subjectOf(text));
	expect(performance.now() - started).toBeLessThan(5000);
});
