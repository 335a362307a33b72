import {expect, test} from 'vitest';
import {createNearCopyIndex} from '../../../source/domain/quality/find-near-copy.js';
import {jaccard, shingles} from '../../../source/domain/quality/shingles.js';
import {sketchText} from '../../../source/domain/quality/sketch-text.js';
import {createRandom} from '../../../source/domain/random.js';
import {goodProse} from './prose-subject.js';

/** Prose-like text of 60-120 words; common words come often, rare ones seldom. */
function randomProse(seed: number): string[] {
	const random = createRandom('near copy', seed);
	return Array.from({length: random.integer(60, 120)}, () => `w${Math.floor(random.float01() ** 3 * 4000)}`);
}

/** The text with some words replaced, so that its similarity to the original comes down. */
function vary(words: readonly string[], changes: number, seed: number): string {
	const random = createRandom('vary', seed);
	const varied = [...words];
	const start = random.integer(0, words.length - 1);
	for (let step = 0; step < changes; step++) varied[(start + step) % words.length] = `other${step}`;
	return varied.join(' ');
}

test('shingles ignore case, punctuation and the kind of apostrophe', () => {
	expect(shingles('“I’m late,” she said.')).toEqual(shingles("i'm late she said"));
	expect(shingles('one two').size).toBe(0);
	expect(jaccard(shingles('a b c d'), shingles('b c d e'))).toBeCloseTo(1 / 3);
	expect(jaccard(new Set(), new Set())).toBe(0);
});

test('planted near copies are found among thousands and unrelated prose is not', () => {
	const index = createNearCopyIndex();
	const originals = Array.from({length: 3000}, (_, seed) => randomProse(seed));
	const strangers = originals.filter((words, seed) => {
		const found = index.findNearCopy(words.join(' '));
		index.add(`r${seed}`, words.join(' '));
		return found !== undefined;
	});
	const planted = originals.slice(0, 400).map((words, seed) => {
		const copy = vary(words, Math.floor(words.length * 0.25), seed);
		const similarity = jaccard(shingles(words.join(' ')), shingles(copy));
		return {id: `r${seed}`, similarity, found: index.findNearCopy(copy)};
	});
	const due = planted.filter(copy => copy.similarity >= 0.5);
	expect(strangers).toEqual([]);
	expect(due.length).toBeGreaterThan(300);
	expect(due.filter(copy => copy.found?.id !== copy.id)).toEqual([]);
	expect(due.every(copy => Math.abs((copy.found?.similarity ?? 0) - copy.similarity) < 1e-9)).toBe(true);
});

test('below half of the shingles in common nothing is a near copy', () => {
	const index = createNearCopyIndex();
	const words = randomProse(1);
	index.add('first', words.join(' '));
	const distant = vary(words, Math.ceil(words.length * 0.4), 1);
	expect(index.findNearCopy(distant)).toBeUndefined();
	expect(index.findClosest(distant)?.id).toBe('first');
});

test('asked again, it knows what was added and what was taken away in between', () => {
	const index = createNearCopyIndex();
	const words = randomProse(1);
	const prose = words.join(' ');
	expect(index.findNearCopy(prose)).toBeUndefined();
	index.add('distant', vary(words, Math.floor(words.length * 0.15), 2));
	expect(index.findNearCopy(prose)?.id).toBe('distant');
	index.add('same', prose);
	expect(index.findNearCopy(prose)).toEqual({id: 'same', similarity: 1});
	index.remove('same');
	expect(index.findNearCopy(prose)?.id).toBe('distant');
	index.add('distant', randomProse(3).join(' '));
	expect(index.findNearCopy(prose)).toBeUndefined();
});

test('a removed record is not found, a replaced one only in its new words', () => {
	const index = createNearCopyIndex();
	index.add('a', goodProse);
	expect(index.findNearCopy(goodProse)).toEqual({id: 'a', similarity: 1});
	index.add('a', randomProse(2).join(' '));
	expect(index.findNearCopy(goodProse)).toBeUndefined();
	expect(index.size).toBe(1);
	index.remove('a');
	index.remove('a');
	expect(index.findNearCopy(randomProse(2).join(' '))).toBeUndefined();
	expect(index.size).toBe(0);
});

test('texts that share their most common words with all others still find their copy', () => {
	const index = createNearCopyIndex();
	const refrain = 'the long way home was the only way she knew and she took it again that night ';
	const text = (seed: number) => refrain + randomProse(seed).slice(0, 60).join(' ');
	for (let seed = 0; seed < 500; seed++) index.add(String(seed), text(seed));
	expect(index.findNearCopy(text(77))?.id).toBe('77');
	expect(index.findNearCopy(text(900))).toBeUndefined();
});

test('with an archive the old ones are found as well, whether added or taken from it', () => {
	const proses = Array.from({length: 45_000}, (_, seed) =>
		seed % 9 === 0 ? randomProse(seed).join(' ') : `w${seed} x`,
	);
	const archive = {
		numberOf: (id: string) => Number(id),
		idAt: (number: number) => String(number),
		proseAt: (number: number) => proses[number] as string,
	};
	const index = createNearCopyIndex(archive);
	for (let number = 0; number < 900; number++) {
		index.addArchived(number, sketchText(proses[number] as string));
	}
	for (let number = 900; number < proses.length; number++)
		index.add(String(number), proses[number] as string);
	const find = (number: number) => index.findNearCopy(proses[number] as string)?.id;
	const sample = [9, 891, 909, 9000, 26_991, 44_991];

	expect(sample.map(find)).toEqual(sample.map(String));
	expect(index.size).toBe(proses.length);
	for (const number of sample) index.remove(String(number));
	expect(sample.map(find)).toEqual(sample.map(() => undefined));
	for (const number of sample) index.add(String(number), proses[number] as string);
	expect(sample.map(find)).toEqual(sample.map(String));
});
