import {expect, test} from 'vitest';
import {createNearCopyIndex} from '../../../source/domain/quality/find-near-copy.js';
import {jaccard, shingles} from '../../../source/domain/quality/shingles.js';
import {createSketchIndex} from '../../../source/domain/quality/sketch-index.js';
import {sketchText, wordsPerSketch} from '../../../source/domain/quality/sketch-text.js';
import {createRandom} from '../../../source/domain/random.js';

const pairCount = 6_000;
const mostMissed = 0.001 * pairCount;

type Pair = {stored: string[]; asked: string[]};

function someWords(count: number, seed: number, salt = 'words'): string[] {
	const random = createRandom(salt, seed);
	return Array.from({length: count}, () => `w${random.integer(0, 2 ** 30).toString(36)}`);
}

/** Of 122 words, so many in the middle replaced. */
function changeMiddle(count: number) {
	return (seed: number): Pair => {
		const stored = someWords(122, seed);
		return {stored, asked: stored.toSpliced(20, count, ...someWords(count, seed, 'others'))};
	};
}

function cutOff(seed: number): Pair {
	const stored = someWords(122, seed);
	return {stored, asked: stored.slice(0, 62)};
}

function missedOf(createPair: (seed: number) => Pair): number {
	const pairs = Array.from({length: pairCount}, (_, seed) => createPair(seed));
	const index = createSketchIndex();
	for (const {stored} of pairs) index.add(sketchText(stored.join(' ')));
	const isMissed = ({asked}: Pair, record: number) =>
		!index.candidates(sketchText(asked.join(' ')), {first: 0, onlyNear: true}).includes(record);
	return pairs.filter(isMissed).length;
}

function similarityOf({stored, asked}: Pair): number {
	return jaccard(shingles(stored.join(' ')), shingles(asked.join(' ')));
}

test.each([
	{name: 'changed in the middle', createPair: changeMiddle(38)},
	{name: 'of which one is the beginning of the other', createPair: cutOff},
])('of pairs at similarity 0.5, $name, under 0.1 % are missed', ({createPair}) => {
	expect(similarityOf(createPair(0))).toBe(0.5);
	expect(missedOf(createPair)).toBeLessThan(mostMissed);
});

test('of pairs at similarity 0.6 next to none is missed', () => {
	expect(similarityOf(changeMiddle(28)(0))).toBeCloseTo(0.6);
	expect(missedOf(changeMiddle(28))).toBeLessThanOrEqual(1);
});

test('texts that share little are not compared', () => {
	const index = createSketchIndex();
	for (let seed = 0; seed < pairCount; seed++) index.add(sketchText(changeMiddle(96)(seed).stored.join(' ')));
	const compared = Array.from({length: pairCount}, (_, seed) =>
		index.candidates(sketchText(changeMiddle(96)(seed).asked.join(' ')), {first: 0, onlyNear: true}),
	).flat();

	expect(similarityOf(changeMiddle(96)(0))).toBeCloseTo(0.1);
	expect(compared.length).toBeLessThan(10);
});

test('the sketch of a text stays what it is: it is kept on disk', () => {
	const sketch = sketchText('“I can’t today,” she said, and went back to the bread.');

	expect(sketch).toHaveLength(wordsPerSketch);
	expect([...sketch.subarray(0, 3), ...sketch.subarray(-2)]).toEqual([
		2026115932, 1554436419, 3673876134, 2660934978, 4067536829,
	]);
	expect(sketchText('two words')).toHaveLength(0);
});

test('a text of common phrases alone is told from others of them by their combination', () => {
	const phrases = Array.from({length: 40}, (_, seed) => someWords(12, seed, 'phrases').join(' '));
	const write = (seed: number) => createRandom('scene', seed).shuffle(phrases).slice(0, 10).join(' ');
	const index = createNearCopyIndex();
	for (let seed = 0; seed < 2_000; seed++) index.add(String(seed), write(seed));

	for (let seed = 0; seed < 2_000; seed += 97) {
		const altered = write(seed)
			.split(' ')
			.toSpliced(30, 12, ...someWords(12, seed))
			.join(' ');
		expect(index.findNearCopy(altered)?.id).toBe(String(seed));
	}
});
