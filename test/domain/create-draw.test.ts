import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createDrawer} from '../../source/domain/create-draw.js';
import type {Draw} from '../../source/domain/draw.js';
import {authenticityBands, capacityBands} from '../../source/domain/parameter-space.js';
import {cellAt} from '../../source/domain/plan-order.js';
import {hookTypes, relationshipLevels, timesOfDay, urgencyLevels} from '../../source/domain/situation.js';
import {familyOf} from '../../source/domain/variation-family.js';
import {readRealWorld} from './read-real-world.js';

const world = readRealWorld();
const drawerOf = (seed: number) => createDrawer({seed, order: 'balanced', world});
const tenths = (value: number) => Math.round(value * 10);
const hasDecimals = (value: number, decimals: number) => Number(value.toFixed(decimals)) === value;

function eachDraw(check: (draw: Draw) => void): void {
	fc.assert(
		fc.property(fc.integer(), fc.nat(50_000), (seed, planIndex) => {
			check(drawerOf(seed)(planIndex));
		}),
		{numRuns: 600},
	);
}

function firstDraws(seed: number, count: number): Draw[] {
	return Array.from({length: count}, (_, planIndex) => planIndex).map(drawerOf(seed));
}

function shares<Value>(draws: Draw[], value: (draw: Draw) => Value): Map<Value, number> {
	const counts = new Map<Value, number>();
	for (const draw of draws) {
		counts.set(value(draw), (counts.get(value(draw)) ?? 0) + 1);
	}
	return counts;
}

describe('numbers', () => {
	test('effective capacity lies in the band of its level and base stands 0.3 or more above it', () => {
		eachDraw(({cell, baseCapacity, effectiveCapacity, canSupportUpTo}) => {
			const band = capacityBands[cell.capacity];
			expect(effectiveCapacity).toBeGreaterThanOrEqual(band.min);
			expect(effectiveCapacity).toBeLessThanOrEqual(band.max);
			expect(baseCapacity).toBeGreaterThanOrEqual(6);
			expect(baseCapacity).toBeLessThanOrEqual(9.5);
			expect(tenths(baseCapacity) - tenths(effectiveCapacity)).toBeGreaterThanOrEqual(3);
			expect(tenths(canSupportUpTo)).toBe(Math.min(100, tenths(effectiveCapacity) + 20));
			expect([baseCapacity, effectiveCapacity, canSupportUpTo].every(n => hasDecimals(n, 1))).toBe(true);
		});
	});

	test('one to three negative impacts sum exactly to effective minus base', () => {
		eachDraw(({factorImpacts, baseCapacity, effectiveCapacity}) => {
			const sum = factorImpacts.reduce((total, impact) => total + tenths(impact), 0);
			expect(sum).toBe(tenths(effectiveCapacity) - tenths(baseCapacity));
			expect(factorImpacts.length).toBeGreaterThanOrEqual(1);
			expect(factorImpacts.length).toBeLessThanOrEqual(3);
			expect(factorImpacts.every(impact => impact < 0 && hasDecimals(impact, 1))).toBe(true);
		});
	});

	test('each impact has a drain of its own', () => {
		eachDraw(({drains, factorImpacts}) => {
			expect(drains.length).toBe(factorImpacts.length);
			expect(new Set(drains).size).toBe(drains.length);
		});
	});

	test('personality is 1.0-5.0 and obeys what the complexity asks for', () => {
		eachDraw(({cell, ocean, misjudgmentDirection}) => {
			for (const trait of Object.values(ocean)) {
				expect(trait >= 1 && trait <= 5 && hasDecimals(trait, 1)).toBe(true);
			}
			expect(cell.complexity === 'people_pleasing' && ocean.agreeableness <= 4).toBe(false);
			expect(cell.complexity === 'defensive_lashing' && ocean.neuroticism <= 4).toBe(false);
			expect(misjudgmentDirection === 'over' && ocean.conscientiousness >= 2.5).toBe(false);
			expect(misjudgmentDirection === 'under' && ocean.neuroticism <= 3.5).toBe(false);
			expect(misjudgmentDirection === undefined).toBe(cell.complexity !== 'misjudgment');
		});
	});

	test('trust and interaction count lie in the band of the relationship level, trust in that one only', () => {
		eachDraw(({relationshipLevel, relationshipName, trust, interactionCount}) => {
			const level = relationshipLevels[relationshipLevel - 1];
			expect(level?.name).toBe(relationshipName);
			const holding = relationshipLevels.filter(
				({trust: {min, max}}) => trust >= min && (max === 1 ? trust <= max : trust < max),
			);
			expect(holding.map(each => each.level)).toEqual([relationshipLevel]);
			expect(interactionCount).toBeGreaterThanOrEqual(level?.interactions.min as number);
			expect(interactionCount).toBeLessThanOrEqual(level?.interactions.max as number);
			expect(hasDecimals(trust, 2)).toBe(true);
		});
	});

	test('the authenticity score lies in the band of its target and in no other', () => {
		eachDraw(({cell, authenticityScore}) => {
			const holding = Object.entries(authenticityBands).filter(
				([, {min, max}]) =>
					authenticityScore >= min && (max === 1 ? authenticityScore <= 1 : authenticityScore < max),
			);
			expect(holding.map(([target]) => target)).toEqual([cell.authenticity]);
			expect(hasDecimals(authenticityScore, 2)).toBe(true);
		});
	});

	test('support needed is spread evenly over 3.0 to 9.0 in every capacity level', () => {
		const draws = firstDraws(11, 8000);
		for (const capacity of Object.keys(capacityBands)) {
			const needs = draws.filter(draw => draw.cell.capacity === capacity).map(draw => draw.supportNeeded);
			expect([Math.min(...needs), Math.max(...needs)]).toEqual([3, 9]);
			expect(needs.every(need => hasDecimals(need, 1))).toBe(true);
			expect(Math.abs(needs.reduce((sum, need) => sum + need, 0) / needs.length - 6)).toBeLessThan(0.15);
		}
	});

	test('one, two and three factors all occur in every capacity level that has room for them', () => {
		const counts = shares(firstDraws(5, 4000), draw => `${draw.cell.capacity} ${draw.drains.length}`);

		expect([...counts.keys()].sort()).toEqual(
			['crisis 1', 'crisis 2', 'crisis 3', 'high 1', 'high 2', 'high 3']
				.concat(['low 1', 'low 2', 'low 3', 'medium 1', 'medium 2', 'medium 3'])
				.sort(),
		);
	});
});

describe('situation', () => {
	test('crisis support is only asked for with crisis urgency, where it is the most frequent kind', () => {
		const draws = firstDraws(3, 4000);
		const urgent = draws.filter(draw => draw.urgency === 'crisis');

		expect(draws.every(draw => draw.requestType !== 'crisis_support' || draw.urgency === 'crisis')).toBe(
			true,
		);
		const share = (shares(urgent, draw => draw.requestType).get('crisis_support') as number) / urgent.length;
		expect(share).toBeGreaterThan(0.5);
		expect(share).toBeLessThan(0.7);
	});

	test('the subject belongs to the request type', () => {
		eachDraw(({requestType, subject}) => expect(world.subjects[requestType]).toContain(subject));
	});

	test('urgency, time, hook type and relationship level come equally often, in step with nothing', () => {
		const draws = firstDraws(9, 1200);

		expect([...shares(draws, draw => draw.urgency).values()]).toEqual(urgencyLevels.map(() => 300));
		expect([...shares(draws, draw => draw.timeOfDay).values()]).toEqual(timesOfDay.map(() => 400));
		expect([...shares(draws, draw => draw.hookType).values()]).toEqual(hookTypes.map(() => 300));
		expect([...shares(draws, draw => draw.relationshipLevel).values()]).toEqual([240, 240, 240, 240, 240]);
		const pairs = shares(draws, draw => `${draw.urgency} ${draw.hookType}`);
		expect(Math.min(...pairs.values())).toBeGreaterThan(45);
		expect(Math.max(...pairs.values())).toBeLessThan(110);
	});

	test('both directions of misjudgment occur', () => {
		const directions = shares(firstDraws(2, 800), draw => draw.misjudgmentDirection);

		expect(directions.get('over')).toBeGreaterThan(30);
		expect(directions.get('under')).toBeGreaterThan(30);
	});
});

describe('lists', () => {
	test('no name comes back until the list is used up, then all come again in another order', () => {
		const size = world.names.length;
		const names = firstDraws(1, 2 * size).map(draw => draw.name);

		expect(new Set(names.slice(0, size)).size).toBe(size);
		expect(new Set(names.slice(size)).size).toBe(size);
		expect(names.slice(0, size)).not.toEqual(names.slice(size));
	});

	test('names that other sets have come only once the others are used up, then any', () => {
		const spentNames = firstDraws(1, 900).map(draw => draw.name);
		const drawAt = createDrawer({seed: 2, order: 'balanced', world, spentNames});
		const left = world.names.length - 900;
		const names = Array.from({length: left + 100}, (_, planIndex) => drawAt(planIndex).name);

		expect(new Set([...spentNames, ...names.slice(0, left)]).size).toBe(world.names.length);
		expect(new Set(names.slice(left)).size).toBe(100);
		const none = createDrawer({seed: 2, order: 'balanced', world, spentNames: ['Nobody']});
		expect(none(7)).toEqual(drawerOf(2)(7));
	});

	test('a name keeps its pronouns', () => {
		const pronouns = new Map(world.names.map(entry => [entry.name, entry.pronouns]));

		eachDraw(draw => expect(draw.pronouns).toBe(pronouns.get(draw.name)));
	});

	test('reuse is spread evenly over every list', () => {
		const draws = firstDraws(4, 1000);
		const keys = ['occupation', 'venue', 'hookObject', 'opening', 'style', 'sense', 'action'] as const;
		for (const key of keys) {
			const counts = [...shares(draws, draw => draw[key]).values()];
			expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
		}
	});
});

describe('repeatability', () => {
	test('a draw depends on seed and plan index, not on what was drawn before', () => {
		fc.assert(
			fc.property(fc.integer(), fc.array(fc.nat(10_000), {minLength: 1, maxLength: 30}), (seed, indexes) => {
				const wandering = drawerOf(seed);
				const visited = indexes.map(index => wandering(index));
				expect(visited).toEqual(indexes.map(index => drawerOf(seed)(index)));
			}),
			{numRuns: 30},
		);
	});

	test('the shards of a plan draw what the whole plan draws', () => {
		const whole = firstDraws(6, 90);
		const shards = [drawerOf(6), drawerOf(6), drawerOf(6)];

		const joined = whole.map(({planIndex}) => shards[planIndex % 3]?.(planIndex));

		expect(joined).toEqual(whole);
	});

	test('another seed draws something else in the same cells', () => {
		const [one, other] = [firstDraws(1, 50), firstDraws(2, 50)];

		expect(one.map(draw => draw.cell)).toEqual(other.map(draw => draw.cell));
		expect(one.filter((draw, index) => draw.name === other[index]?.name).length).toBeLessThan(5);
		expect(one.map(draw => draw.ocean)).not.toEqual(other.map(draw => draw.ocean));
	});

	test('the order decides the cell and nothing else but what hangs on the cell', () => {
		const drawer = createDrawer({seed: 1, order: 'round-robin', world});

		expect(drawer(13).cell).toEqual(cellAt('round-robin', 13));
		expect(drawer(13).name).toBe(drawerOf(1)(13).name);
	});
});

describe('variations', () => {
	test('siblings share cell, person and situation and differ in how it is told', () => {
		fc.assert(
			fc.property(fc.integer(), fc.nat(5_000), fc.integer({min: 2, max: 20}), (seed, scene, variations) => {
				const drawAt = createDrawer({seed, order: 'balanced', world, variations});
				const family = familyOf(scene * variations, variations).map(drawAt);
				const telling = ['hookObject', 'opening', 'style', 'sense', 'action'] as const;
				for (const key of telling) expect(new Set(family.map(draw => draw[key])).size).toBe(variations);
				const own = new Set<string>([...telling, 'hookType', 'planIndex', 'authenticityScore']);
				const shared = family.map(draw =>
					JSON.stringify(Object.entries(draw).filter(([key]) => !own.has(key))),
				);
				expect(new Set(shared).size).toBe(1);
				expect(family[0]?.cell).toEqual(cellAt('balanced', scene));
			}),
			{numRuns: 60},
		);
	});

	test('one dialogue a scene draws as without variations, in whatever order it is asked', () => {
		const plain = firstDraws(11, 64);
		const single = createDrawer({seed: 11, order: 'balanced', world, variations: 1});
		expect(plain.map(({planIndex}) => single(planIndex))).toEqual(plain);
		const varied = createDrawer({seed: 11, order: 'balanced', world, variations: 3});
		const forwards = Array.from({length: 300}, (_, planIndex) => varied(planIndex));
		const backwards = forwards.toReversed().map(({planIndex}) => varied(planIndex));
		expect(backwards.toReversed()).toEqual(forwards);
	});

	test('a list shorter than the family is dealt one by one', () => {
		const small = {...world, styles: ['plain', 'warm']};
		const drawAt = createDrawer({seed: 1, order: 'balanced', world: small, variations: 5});
		expect([0, 1].map(planIndex => drawAt(planIndex).style).sort()).toEqual(['plain', 'warm']);
	});
});
