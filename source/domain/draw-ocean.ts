import type {Ocean} from './draw.js';
import type {ComplexityType} from './parameter-space.js';
import type {Random} from './random.js';
import type {MisjudgmentDirection} from './situation.js';

const scale = {min: 1, max: 5};

/** Bounds that a complexity type puts on the personality, both ends included; everything else is free on 1.0-5.0. */
const constraints: Partial<Record<ComplexityType, Partial<Record<keyof Ocean, typeof scale>>>> = {
	people_pleasing: {agreeableness: {min: 4.1, max: 5}},
	defensive_lashing: {neuroticism: {min: 4.1, max: 5}},
};

const misjudgmentConstraints: Record<MisjudgmentDirection, Partial<Record<keyof Ocean, typeof scale>>> = {
	over: {conscientiousness: {min: 1, max: 2.4}},
	under: {neuroticism: {min: 3.6, max: 5}},
};

/** OCEAN personality, one decimal each, inside what the complexity and the direction of a misjudgment ask for. */
export function drawOcean(
	random: Random,
	{complexity, direction}: {complexity: ComplexityType; direction?: MisjudgmentDirection | undefined},
): Ocean {
	const bounds = direction === undefined ? constraints[complexity] : misjudgmentConstraints[direction];
	const trait = (name: keyof Ocean) => {
		const {min, max} = bounds?.[name] ?? scale;
		return random.oneDecimal(min, max);
	};
	return {
		openness: trait('openness'),
		conscientiousness: trait('conscientiousness'),
		extraversion: trait('extraversion'),
		agreeableness: trait('agreeableness'),
		neuroticism: trait('neuroticism'),
	};
}
