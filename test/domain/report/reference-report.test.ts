import {expect, test} from 'vitest';
import {splitWords} from '../../../source/domain/quality/read-words.js';
import {referenceDistinct2} from '../../../source/domain/report/diversity.js';
import {factOf, findingOf, readReference, reportOn} from './read-fixture.js';

const report = reportOn(readReference());

test.each<[string, string]>([
	['urgency important', '49 of 49 (100 %)'],
	['time of day afternoon', '49 of 49 (100 %)'],
	['hook type mystery_hook', '49 of 49 (100 %)'],
	['declared word count wrong', '49 of 49'],
	['different names', '13 in 49'],
	['the four most frequent names', '36 of 49 (73.5 %)'],
	['cells reached', '8 of 128'],
])('on the file of v2.2, %s is %s', (label, value) => {
	expect(factOf(report, label)).toBe(value);
});

test('on the file of v2.2, the copied numbers are named with their counts', () => {
	expect(factOf(report, 'trust')).toContain('most often 0.7: 28 of 49');
	expect(factOf(report, 'interaction count')).toContain('most often 55: 25 of 49');
	expect(factOf(report, 'most frequent names')).toMatch(/^Elena 10, Elara 9, Elias 9, Taylor 8, /);
});

test.each([
	'cells-reached',
	'cells-even',
	'urgency-varied',
	'time-varied',
	'hook-varied',
	'trust-drawn',
	'interaction_count-drawn',
	'names-unique',
	'word-count-true',
	'complete',
	'impacts-sum',
	'setting',
	'stock-phrases',
	'rule-point-of-view',
	'rule-tense',
	'rule-numbers-in-mouth',
	'phrase-reuse',
])('the file of v2.2 would harm training: %s', id => {
	expect(findingOf(report, id).verdict).toBe('harms');
});

test.each(['near-copies', 'urgency-agrees', 'outcomes-agree', 'capacity-in-band', 'rule-unicode'])(
	'what v2.2 did right is not held against it: %s',
	id => {
		expect(findingOf(report, id).verdict).toBe('fits');
	},
);

test('every finding says what was measured, what is wanted and why', () => {
	for (const finding of report.findings) {
		expect(finding.threshold).not.toBe('');
		expect(finding.shown).not.toBe('');
		expect(finding.why).not.toBe('');
	}
	expect(new Set(report.findings.map(({id}) => id)).size).toBe(report.findings.length);
});

test('words are counted by lists, and the lists are printed', () => {
	const lists = report.sections.find(({id}) => id === 'lists');
	const words = lists?.facts.find(({label}) => label === 'setting, words')?.value ?? '';
	expect(words.split(', ')).toContain('sigil');
	expect(lists?.facts.filter(({label}) => label.startsWith('stock phrase ')).length).toBeGreaterThan(15);
	expect(factOf(report, 'words found, by records')).toMatch(/\bsigil \d/);
	expect(Number.parseInt(factOf(report, 'stock phrase fingers') ?? '', 10)).toBe(30);
});

test('the reference value of distinct-2 is what its file measures', () => {
	expect(findingOf(report, 'distinct-2').value).toBe(referenceDistinct2);
});

test('the whole-set estimate is what counting every pair of words gives', () => {
	const pairs = readReference().flatMap(({npc_card_narrative: {dialogue_prose: prose}}) => {
		const words = splitWords(prose);
		return words.slice(1).map((word, at) => `${words[at]} ${word}`);
	});
	const exact = new Set(pairs).size / pairs.length;
	expect(Number.parseFloat(factOf(report, 'distinct-2 of the whole set') ?? '')).toBeCloseTo(exact, 3);
});

test('what could not be measured is said to be so, not passed', () => {
	expect(findingOf(report, 'copy-share').verdict).toBe('unknown');
	expect(factOf(report, 'time and tokens')).toBe('not recorded');
});
