import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type GameOutcomes, gameOutcomesSchema} from '../../source/domain/interaction.js';
import {cellOfReadable, readableInteractionSchema} from '../../source/domain/legacy-interaction.js';
import {outcomeRulesV22} from '../../source/domain/outcome-rules.js';
import {computeOutcomes, type OutcomeInput} from '../../source/domain/outcomes.js';
import {
	type AuthenticityTarget,
	authenticityTargets,
	type Cell,
	complexityTypes,
} from '../../source/domain/parameter-space.js';
import {type UrgencyLevel, urgencyLevels} from '../../source/domain/situation.js';

const calm: OutcomeInput = {
	cell: {complexity: 'baseline', authenticity: 'authentic'},
	trust: 0.5,
	effectiveCapacity: 5,
	supportNeeded: 5,
	urgency: 'routine',
};
const met = {effectiveCapacity: 5, supportNeeded: 5};
const unmet = {effectiveCapacity: 2, supportNeeded: 8};
const changes = (authenticity: AuthenticityTarget, capacity: typeof met) =>
	urgencyLevels.map(
		urgency =>
			computeOutcomes({...calm, ...capacity, urgency, cell: {complexity: 'baseline', authenticity}})
				.relationship_trust_change,
	);

test.each([
	['failed', [0.1, 0.2, 0.3, 0.5]],
	['struggling', [0.1, 0.2, 0.3, 0.5]],
	['authentic', [0.22, 0.32, 0.42, 0.62]],
	['excellent', [0.32, 0.52, 0.72, 1.12]],
] as const)('a request that can be met, handled as %s, changes trust by %j', (authenticity, expected) => {
	expect(changes(authenticity, met)).toEqual(expected);
});

test.each([
	['failed', [-0.4, -0.8, -1.2, -2]],
	['struggling', [-0.25, -0.5, -0.75, -1.25]],
	['authentic', [-0.03, -0.18, -0.33, -0.63]],
	['excellent', [-0.03, -0.18, -0.33, -0.63]],
] as const)('a request beyond reach, handled as %s, changes trust by %j', (authenticity, expected) => {
	expect(changes(authenticity, unmet)).toEqual(expected);
});

test('the extremes are -3.12 and 1.68', () => {
	const extreme = {...calm, trust: 0.8, urgency: 'crisis'} as const;
	const cell = (authenticity: AuthenticityTarget) =>
		({complexity: 'defensive_lashing', authenticity}) as const;

	const lowest = computeOutcomes({...extreme, ...unmet, cell: cell('failed')});
	const highest = computeOutcomes({...extreme, ...met, cell: cell('excellent')});

	expect(lowest.relationship_trust_change).toBe(-3.12);
	expect(highest.relationship_trust_change).toBe(1.68);
	expect(highest.trust_calculation.full_formula).toBe('(0.2 * 1.3 * 5.0 * 1.2) + 0.12 = 1.68');
});

const inputs: fc.Arbitrary<OutcomeInput> = fc.record({
	cell: fc.record<Pick<Cell, 'complexity' | 'authenticity'>>({
		complexity: fc.constantFrom(...complexityTypes),
		authenticity: fc.constantFrom(...authenticityTargets),
	}),
	trust: fc.integer({min: 0, max: 100}).map(hundredths => hundredths / 100),
	effectiveCapacity: fc.integer({min: 15, max: 90}).map(tenths => tenths / 10),
	supportNeeded: fc.integer({min: 30, max: 90}).map(tenths => tenths / 10),
	urgency: fc.constantFrom<UrgencyLevel>(...urgencyLevels),
});

test('no input leaves the range, writes a negative zero or breaks the schema', () => {
	fc.assert(
		fc.property(inputs, input => {
			const outcomes = computeOutcomes(input);
			const change = outcomes.relationship_trust_change;
			expect(change >= -3.12 && change <= 1.68).toBe(true);
			expect([change, outcomes.player_emotional_impact].some(value => Object.is(value, -0))).toBe(false);
			expect(outcomes.trust_calculation.full_formula).not.toContain('-0.00');
			expect(gameOutcomesSchema.parse(outcomes)).toEqual(outcomes);
		}),
		{numRuns: 2000},
	);
});

test('the formula says what was computed', () => {
	fc.assert(
		fc.property(inputs, input => {
			const {relationship_trust_change, trust_calculation: parts} = computeOutcomes(input);
			const ocean = Number.parseFloat(parts.ocean_personality_modifier);
			const product =
				parts.base_action_impact * ocean * parts.urgency_multiplier * parts.trust_relationship_modifier;
			const unrounded = product + parts.honesty_authenticity_bonus;
			expect(Math.abs(relationship_trust_change - unrounded)).toBeLessThan(0.00501);
			expect(parts.full_formula).toMatch(
				/^\(-?\d\.\d+ \* \d\.\d+ \* \d\.\d+ \* \d\.\d+\) \+ \d\.\d+ = -?\d\.\d\d$/,
			);
			expect(parts.full_formula.endsWith(` = ${relationship_trust_change.toFixed(2)}`)).toBe(true);
		}),
	);
});

test('a change that comes out as nothing is a plain zero', () => {
	const outcomes = computeOutcomes({...calm, ...unmet, trust: 0.1});

	expect(outcomes.relationship_trust_change).toBe(0);
	expect(outcomes.player_emotional_impact).toBe(0);
	expect(outcomes.trust_calculation.full_formula).toBe('(-0.15 * 1.0 * 1.0 * 0.8) + 0.12 = 0.00');
});

test('the gap is rounded to one decimal before it is compared with 2', () => {
	// 4.1 - 2.1 is 1.9999999999999996 and 8.3 - 6.3 is 2.000000000000001.
	const cost = (supportNeeded: number, effectiveCapacity: number) =>
		computeOutcomes({...calm, supportNeeded, effectiveCapacity}).npc_capacity_cost;

	expect(cost(8.3, 6.3)).toBe(-1.7);
	expect(cost(4.1, 2.1)).toBe(-0.8);
	expect(cost(8.4, 6.3)).toBe(-0.3);
});

test.each([
	[0.29, '0.8'],
	[0.3, '1.0'],
	[0.7, '1.0'],
	[0.71, '1.2'],
])('trust %d counts %s', (trust, modifier) => {
	const formula = computeOutcomes({...calm, trust}).trust_calculation.full_formula;

	expect(formula).toContain(`* ${modifier})`);
});

test('the personality modifier stays the string of v2.2', () => {
	const modifier = (complexity: Cell['complexity']) =>
		computeOutcomes({...calm, cell: {complexity, authenticity: 'failed'}}).trust_calculation
			.ocean_personality_modifier;

	expect(modifier('people_pleasing')).toBe('0.85 (people_pleasing)');
	expect(modifier('defensive_lashing')).toBe('1.3 (defensive_lashing)');
	expect(modifier('avoidance')).toBe('1.0 (avoidance)');
});

test('tiers come from the size, limits exclusive', () => {
	const tier = (changed: Partial<OutcomeInput>) =>
		computeOutcomes({...calm, ...changed}).trust_calculation.impact_tier;
	const failed = {cell: {complexity: 'baseline', authenticity: 'failed'}} as const;

	expect(tier(unmet)).toBe('VERY_MINOR');
	expect(tier(failed)).toBe('MINOR');
	expect(tier({...failed, ...unmet})).toBe('MODERATE');
	expect(tier({...failed, ...unmet, urgency: 'important'})).toBe('MAJOR');
	// 0.2 * 1.0 * 2.0 * 1.2 + 0.12 is 0.6, the first size that is major.
	const atLimit = computeOutcomes({
		...calm,
		trust: 0.8,
		urgency: 'important',
		cell: {complexity: 'baseline', authenticity: 'excellent'},
	});
	expect(atLimit.relationship_trust_change).toBe(0.6);
	expect(atLimit.trust_calculation.impact_tier).toBe('MAJOR');
});

test('crisis urgency unlocks an evolution whatever the change, another one only above 0.5', () => {
	const unlocks = (changed: Partial<OutcomeInput>) =>
		computeOutcomes({...calm, ...changed}).unlocks_card_evolution;
	const struggling = {cell: {complexity: 'baseline', authenticity: 'struggling'}} as const;

	expect(unlocks({urgency: 'crisis', ...struggling})).toBe(true);
	expect(unlocks({urgency: 'important', ...struggling, ...unmet})).toBe(false);
	expect(unlocks({urgency: 'urgent', ...struggling, ...unmet})).toBe(true);
});

test('another rule set is only another value', () => {
	const gentle = {...outcomeRulesV22, name: 'gentle', oceanModifiers: {baseline: 2}};

	expect(computeOutcomes(calm, gentle).relationship_trust_change).toBe(0.32);
	expect(computeOutcomes(calm, gentle).trust_calculation.ocean_personality_modifier).toBe('2.0 (baseline)');
});

test('all 49 records of the v2.2 batch come out as they were written', () => {
	const text = readFileSync(new URL('../fixtures/v2.2-batch.json', import.meta.url), 'utf8');
	const records = JSON.parse(text) as Array<{game_outcomes: GameOutcomes}>;

	const computed = records.map(raw => {
		const record = readableInteractionSchema.parse(raw);
		return computeOutcomes({
			cell: cellOfReadable(record) as Cell,
			trust: record.npc_profile.trust,
			effectiveCapacity: record.npc_emotional_state.effective_capacity,
			supportNeeded: record.interaction_context.support_needed,
			urgency: record.interaction_context.urgency_level as UrgencyLevel,
		});
	});

	expect(records).toHaveLength(49);
	expect(computed).toEqual(records.map(record => record.game_outcomes));
});
