import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createSystemClock} from '../../source/engines/system-clock.js';

const hourMs = 3_600_000;

function createClock() {
	const time = {now: 5 * hourMs};
	const skips: number[] = [];
	const clock = createSystemClock(() => time.now);
	const end = clock.onSkip(skippedMs => skips.push(skippedMs));
	return {clock, time, skips, end};
}

test('time in which the machine slept is told once, and left out of how long something took', () => {
	const {clock, time, skips, end} = createClock();
	const from = clock.awake();
	time.now += 8 * hourMs;
	const woke = clock.now();
	const took = clock.awake() - from;
	end();
	time.now += hourMs;
	expect(woke).toBe(13 * hourMs);
	expect(took).toBeGreaterThanOrEqual(0);
	expect(took).toBeLessThanOrEqual(1_000);
	expect(clock.awake() - from).toBeLessThanOrEqual(2_000);
	expect(skips).toEqual([8 * hourMs - took]);
});

test('an event loop that is busy for seconds sleeps through nothing', () => {
	const {clock, time, skips} = createClock();
	const from = clock.awake();
	time.now += 9_000;
	expect(clock.awake() - from).toBe(9_000);
	expect(skips).toEqual([]);
});

test('a clock that is set back is told once, and changes nothing in how long something took', () => {
	const {clock, time, skips} = createClock();
	const from = clock.awake();
	time.now += 500;
	clock.now();
	time.now -= hourMs;
	expect(clock.awake() - from).toBe(500);
	time.now += 700;
	expect(clock.awake() - from).toBe(1_200);
	expect(skips).toEqual([-hourMs]);
});

test('a sleep is told also before a clock that was set back has caught up', () => {
	const {clock, time, skips} = createClock();
	const from = clock.awake();
	time.now -= 3 * hourMs;
	clock.now();
	time.now += hourMs;
	expect(clock.awake() - from).toBeLessThanOrEqual(1_000);
	expect(skips).toEqual([-3 * hourMs, hourMs - 1_000]);
});

test('whatever becomes of the time of day, no duration is less than 0', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: -2 * hourMs, max: 2 * hourMs})), steps => {
			const {clock, time} = createClock();
			let before = clock.awake();
			for (const step of steps) {
				time.now += step;
				const after = clock.awake();
				expect(after).toBeGreaterThanOrEqual(before);
				before = after;
			}
		}),
	);
});
