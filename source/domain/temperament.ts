import type {Ocean} from './draw.js';

const traits = ['openness', 'conscientiousness', 'extraversion', 'agreeableness', 'neuroticism'] as const;
const highTrait = 3.8;
const lowTrait = 2.2;

/** A personality in words: those of its high and low traits, 1-5, or of an even temper where there are none. */
export function describeTemperament(
	ocean: Ocean,
	wordFor: (heading: string, value: string) => string,
): string {
	const words = traits.flatMap(trait => {
		if (ocean[trait] >= highTrait) return [wordFor(trait, 'high')];
		return ocean[trait] <= lowTrait ? [wordFor(trait, 'low')] : [];
	});
	return words.length > 0 ? words.join(' ') : wordFor('temperament', 'even');
}
