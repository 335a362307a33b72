import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createRandom, hashSeed} from '../../source/domain/random.js';

test('the same parts give the same sequence and other parts another one', () => {
	const sequence = (...parts: Array<number | string>) => {
		const random = createRandom(...parts);
		return Array.from({length: 20}, () => random.integer(0, 1_000_000));
	};

	expect(sequence(7, 'ocean', 3)).toEqual(sequence(7, 'ocean', 3));
	expect(sequence(7, 'ocean', 3)).not.toEqual(sequence(7, 'ocean', 4));
	expect(sequence(7, 'ocean', 3)).not.toEqual(sequence(8, 'ocean', 3));
	expect(sequence(1, 23)).not.toEqual(sequence(12, 3));
	expect(sequence(1)).not.toEqual(sequence('1'));
});

test('the sequence never changes between versions, or runs could not be repeated', () => {
	const random = createRandom(42, 'pinned', 7);

	expect(Array.from({length: 4}, () => random.integer(0, 999))).toEqual([620, 34, 351, 25]);
	expect(hashSeed(42, 'pinned', 7)).toBe(34_815_013);
});

test('decimals stay on their grid and inside their band, both ends reached', () => {
	const random = createRandom('decimals');
	const tenths = new Set(Array.from({length: 2000}, () => random.oneDecimal(3, 4.5)));
	const hundredths = new Set(Array.from({length: 4000}, () => random.twoDecimals(0.2, 0.39)));

	expect([...tenths].sort()).toEqual(Array.from({length: 16}, (_, index) => (30 + index) / 10));
	expect([...hundredths].sort()).toEqual(Array.from({length: 20}, (_, index) => (20 + index) / 100));
});

test('shuffling keeps every item and leaves the list alone', () => {
	fc.assert(
		fc.property(fc.array(fc.integer()), fc.integer(), (list, seed) => {
			const before = [...list];
			const shuffled = createRandom(seed).shuffle(list);
			expect(list).toEqual(before);
			expect(shuffled.toSorted()).toEqual(before.toSorted());
		}),
	);
});

test('every place of a shuffle is reached about equally often', () => {
	const counts = [0, 0, 0, 0];
	for (let seed = 0; seed < 4000; seed++) {
		const place = createRandom(seed).shuffle([0, 1, 2, 3]).indexOf(0);
		counts[place] = (counts[place] as number) + 1;
	}

	for (const count of counts) {
		expect(Math.abs(count - 1000)).toBeLessThan(150);
	}
});

test('picking from an empty list is refused', () => {
	expect(() => createRandom(1).pick([])).toThrow(RangeError);
});

test('a hashed seed is an integer from 0 to 2^31 - 1', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(fc.integer(), fc.string())), parts => {
			const seed = hashSeed(...parts);
			expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
			expect(hashSeed(...parts)).toBe(seed);
		}),
	);
});

test('seeds of neighbouring slots and tries do not collide in a run of 40,000', () => {
	const seeds = new Set<number>();
	for (let slot = 0; slot < 40_000; slot++) {
		seeds.add(hashSeed(7, slot, 1));
	}

	// Chance alone gives 40,000² / 2^32, about 0.4 collisions.
	expect(40_000 - seeds.size).toBeLessThan(5);
});
