import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createDistinctShare} from '../../../source/domain/quality/distinct-share.js';
import {createRollingCounts} from '../../../source/domain/quality/rolling-counts.js';
import {createShareCap} from '../../../source/domain/quality/share-cap.js';
import {createVarietyMeter} from '../../../source/domain/quality/variety-meter.js';

const share = 0.05;
const window = 100;
const fewest = 30;

test('while the window holds all of it, a key is full exactly when one more would be beyond 2 and 5 %, from 30 on', () => {
	const keys = fc.array(fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd')), {maxLength: window - 1});
	fc.assert(
		fc.property(keys, entries => {
			const counts = createRollingCounts(window);
			const cap = createShareCap(counts, {share, window, fewest});
			for (const entry of entries) {
				counts.add(entry);
				cap.note(entry);
			}
			const isTooEarly = entries.length < fewest;
			const most = Math.max(2, Math.floor(share * (entries.length + 1)));
			for (const key of ['a', 'b', 'c', 'd']) {
				const isFull = !isTooEarly && entries.filter(entry => entry.includes(key)).length >= most;
				expect(cap.findFull([key]) === key).toBe(isFull);
			}
		}),
	);
});

test('a run that leaves out what is full holds no key in more than its share, however long it is', () => {
	fc.assert(
		fc.property(fc.infiniteStream(fc.nat({max: 11})), stream => {
			const counts = createRollingCounts(window);
			const cap = createShareCap(counts, {share, window, fewest});
			const totals = new Map<number, number>();
			let entries = 0;
			for (const drawn of stream) {
				// Half of all is the same key; every 13th stands for what never comes back.
				const key = drawn < 6 ? 0 : drawn;
				const entry = cap.findFull([key]) === undefined ? [key] : [];
				counts.add(entry);
				cap.note(entry);
				for (const one of entry) totals.set(one, (totals.get(one) ?? 0) + 1);
				if (++entries === 800) break;
			}
			expect(Math.max(...totals.values())).toBeLessThanOrEqual(share * entries);
		}),
		{numRuns: 30},
	);
});

test('the third scene that begins like two before it is told the words, with NAME for the name', () => {
	const meter = createVarietyMeter();
	const tell = (name: string, rest: string) => ({
		name,
		prose: `${name} took a breath. ${rest}`,
		venue: '',
		family: name,
	});
	meter.add(tell('Ada', 'The kettle hissed behind the counter.'));
	meter.add(tell('Bo', 'Rain came in under the door.'));
	for (let scene = 0; scene < 30; scene++)
		meter.add({name: '', prose: `w${scene} x y z`, venue: '', family: ''});

	expect(meter.findOverused(tell('Cleo', 'Nothing else was said.'))).toBe('NAME took a');
	expect(meter.findOverused({name: 'Cleo', prose: 'Nothing else was said by Cleo.'})).toBeUndefined();
});

test('the share of different hashes is that of the latest entries', () => {
	const entries = fc.array(fc.array(fc.integer({min: -3, max: 3}), {maxLength: 5}), {maxLength: 12});
	fc.assert(
		fc.property(entries, given => {
			const share = createDistinctShare(4);
			for (const entry of given) share.add(Int32Array.from(entry));
			const latest = given.slice(-4).flat();
			expect(share.read()).toBe(latest.length === 0 ? 1 : new Set(latest).size / latest.length);
		}),
	);
});
