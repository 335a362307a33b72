import {expect, test} from 'vitest';
import {countWords} from '../../../source/domain/count-words.js';
import {createRandom} from '../../../source/domain/random.js';
import {createDistinctCounter} from '../../../source/domain/report/distinct-counter.js';
import {createOpenings} from '../../../source/domain/report/openings.js';
import {createReuse} from '../../../source/domain/report/reuse.js';
import {createTally} from '../../../source/domain/report/tally.js';
import {createInteraction} from '../../helpers/interaction-fixture.js';
import {goodProse} from '../quality/prose-subject.js';
import {factOf, findingOf, reportOn} from './read-fixture.js';

function createSet(count: number) {
	return Array.from({length: count}, (_, planIndex) =>
		createInteraction({planIndex, name: `Name${planIndex}`, prose: `${goodProse} Scene ${planIndex}.`}),
	);
}

test('128 records of the plan reach every cell once, and a missing one is seen', () => {
	const whole = reportOn(createSet(128));
	expect(findingOf(whole, 'cells-reached')).toMatchObject({value: 128, verdict: 'fits'});
	expect(findingOf(whole, 'cells-even')).toMatchObject({value: 0, verdict: 'fits'});
	const lacking = reportOn([...createSet(127), createInteraction({planIndex: 128})]);
	expect(findingOf(lacking, 'cells-reached')).toMatchObject({value: 127, verdict: 'harms'});
	expect(findingOf(lacking, 'cells-even')).toMatchObject({value: 2, verdict: 'harms'});
});

test('even cells that lack values of an axis are seen, and the gaps of a stopped run are none', () => {
	const ofHalfTheTypes = createSet(128).filter(({training_metadata: {complexity_type: type}}) =>
		['baseline', 'people_pleasing', 'misjudgment', 'defensive_lashing'].includes(type),
	);
	const report = reportOn(ofHalfTheTypes);
	expect(findingOf(report, 'cells-even').verdict).toBe('fits');
	expect(findingOf(report, 'axes-even')).toMatchObject({value: 16, verdict: 'harms'});
	const stopped = createSet(70).filter((_, planIndex) => ![61, 64, 69].includes(planIndex));
	expect(findingOf(reportOn(stopped), 'axes-even')).toMatchObject({value: 2, verdict: 'fits'});
	expect(findingOf(reportOn(createSet(128)), 'axes-even')).toMatchObject({value: 0, verdict: 'fits'});
});

test('variations of a scene count once for evenness and names', () => {
	const scenes = createSet(128).flatMap(record =>
		[0, 1].map(variation => ({
			...record,
			training_metadata: {...record.training_metadata, id: `${record.training_metadata.id}-${variation}`},
		})),
	);
	const report = reportOn(scenes);
	expect(findingOf(report, 'cells-even').verdict).toBe('fits');
	expect(findingOf(report, 'names-unique')).toMatchObject({value: 1, verdict: 'fits'});
});

test('near copies are found and named', () => {
	const report = reportOn(createSet(2));
	expect(findingOf(report, 'near-copies')).toMatchObject({value: 1, verdict: 'harms'});
	expect(factOf(report, 'near copy 1')).toMatch(/^interaction-1 of interaction-0, 0\.9/);
});

test('six words in a row from the prompt are a copy, drawn values and shorter runs are none', () => {
	const prose = 'José kept the tin of odd buttons by the till and said nothing more about it that day.';
	const record = createInteraction({prose});
	const share = (text: string) =>
		findingOf(reportOn([record], {promptTexts: () => [text]}), 'copy-share').value;
	expect(share('Write it: “the tin of odd buttons by the till”.')).toBeCloseTo(3 / 13);
	expect(share('the tin of odd {{hook_object}} buttons by the till')).toBe(0);
	expect(share('kept the tin of odd')).toBe(0);
});

test('names are asked to be their own only as far as the list of names reaches', () => {
	const records = Array.from({length: 20}, (_, planIndex) =>
		createInteraction({planIndex, name: `Name${planIndex % 10}`}),
	);
	expect(findingOf(reportOn(records), 'names-unique').verdict).toBe('harms');
	expect(findingOf(reportOn(records, {nameCount: () => 10}), 'names-unique').verdict).toBe('fits');
});

test.each<[string, string, string]>([
	['rule-unicode', 'mojibake', 'You waited. â€œI can’t,â€ José said, and folded it.'],
	['rule-contractions', 'an orphan', 'You waited. “I ll come, I can’t say when,” José said.'],
	['rule-contractions', 'none at all', 'You waited. “I will come,” José said and went on.'],
	['rule-numbers-in-mouth', 'a leak', 'You waited. “I can’t, I have 3.4/10 left,” José said.'],
	['setting', 'a sigil', 'You waited. “I can’t,” José said, and the sigil glowed.'],
	['length', 'too short', 'You waited. “I can’t,” José said.'],
])('%s finds %s', (id, _, prose) => {
	expect(findingOf(reportOn([createInteraction({prose})]), id)).toMatchObject({value: 1, verdict: 'harms'});
});

test('a sensory detail that was drawn is one, though the record does not hold it: it says that it was found', () => {
	const prose = 'You asked about Sunday, and José let the question wait. “I can’t,” he said.';
	const record = createInteraction({prose});
	const found = {rule: 'sensory-detail', passed: true, detail: 'It holds a sensory detail.'};
	const told = {...record.training_metadata.quality, soft: [found]};
	const metadata = {...record.training_metadata, quality: told};
	const card = {...record.npc_card_narrative, word_count: countWords(prose)};
	const withReport = {...record, training_metadata: metadata, npc_card_narrative: card};
	const changed = {...withReport, npc_card_narrative: {...card, dialogue_prose: `${prose} You left.`}};
	const notMet = (each: unknown) => factOf(reportOn([each]), 'not met, scored only: sensory-detail');
	expect([record, withReport, changed].map(notMet)).toEqual([
		'1 of 1 (100 %)',
		'0 of 1 (0 %)',
		'1 of 1 (100 %)',
	]);
});

test('an empty set is not judged', () => {
	const {findings} = reportOn([]);
	expect(findings.filter(({verdict}) => verdict !== 'unknown').map(({id}) => id)).toEqual([]);
});

test('a tally holds no more values than it may, and says how many it left out', () => {
	const tally = createTally(2);
	for (const value of ['a', 'b', 'c', 'b']) tally.add(value);
	expect(tally.top()).toEqual([
		{value: 'b', count: 2},
		{value: 'a', count: 1},
	]);
	expect([tally.total, tally.others]).toEqual([4, 1]);
});

test('a set of 30,000 has all its names counted, and says of what it counts no further that it is the least', () => {
	const record = createInteraction({});
	const reuse = createReuse();
	for (let at = 0; at < 30_000; at++) {
		const narrative = {...record.npc_card_narrative, primary_action: `action ${at}`};
		const profile = {...record.npc_profile, name: `Name${at}`};
		reuse.add({...record, npc_profile: profile, npc_card_narrative: narrative}, {isNewScene: true});
	}
	const {section, findings} = reuse.read();
	const shownOf = (wanted: string) => section.facts.find(({label}) => label === wanted)?.value;
	expect(shownOf('different names')).toBe('30000 in 30000');
	expect(shownOf('different actions')).toBe('at least 20000 in 30000');
	expect(findings[0]).toMatchObject({id: 'names-unique', value: 1, verdict: 'fits'});
	expect(findings[1]?.shown).not.toContain('among');
});

test('a verdict that rests on a part of the openings says so', () => {
	const record = createInteraction({});
	const openings = createOpenings();
	for (let at = 0; at < 20_100; at++) {
		const spelt = String(at).replace(/\d/gu, digit => 'abcdefghij'[Number(digit)] as string);
		const prose = `Then${spelt} it rained.`;
		openings.add(
			{...record, npc_card_narrative: {...record.npc_card_narrative, dialogue_prose: prose}},
			{
				isNewScene: true,
			},
		);
	}
	const {section, findings} = openings.read();
	expect(section.facts[0]?.value).toBe('at least 20000 in 20100 records');
	expect(findings[0]?.shown).toContain(', counted among the first 20000 different ones');
});

test('different values are counted to within a hundredth in memory that does not grow', () => {
	const counter = createDistinctCounter();
	const random = createRandom('distinct', 1);
	for (let at = 0; at < 300_000; at++) counter.add(random.integer(0, 2 ** 31 - 1) * (at % 2 === 0 ? 1 : -1));
	expect(Math.abs(counter.estimate - 300_000) / 300_000).toBeLessThan(0.01);
});

test('the share of prompt tokens that came from the cache is told where the engine told it', () => {
	const step = {attempts: 1, duration_ms: 10, prompt_tokens: 200, output_tokens: 90};
	const told = {...step, step: 'tension', cached_prompt_tokens: 150};
	const record = createInteraction({});
	record.training_metadata.steps = [
		{...step, step: 'context'},
		told,
	] as typeof record.training_metadata.steps;
	const report = reportOn([record]);
	expect(factOf(report, 'step context')).toContain('200 prompt tokens, ');
	expect(factOf(report, 'step tension')).toContain('200 prompt tokens (75 % of them from the cache)');
});
