import {expect, test} from 'vitest';
import {simulateLimit, wordsPerSecond} from '../helpers/limited-server.js';

const usual = (call: number) => 30 + ((call * 37) % 21);
const long = (call: number) => 150 + ((call * 37) % 101);

/** What came of all that the limit allows. */
function shareOf({words}: {words: number}, {minutes, slots}: {minutes: number; slots: number}): number {
	return words / (slots * wordsPerSecond * 60 * minutes);
}

test.each([
	[2, usual],
	[4, usual],
	[8, usual],
	[8, long],
])('under a limit of %i requests at once it keeps to those', async (limit, words) => {
	const refuses = ({busy}: {busy: number}) => busy >= limit;
	const found = await simulateLimit({refuses, words}, 15);
	expect(shareOf(found, {minutes: 15, slots: limit})).toBeGreaterThan(0.9);
	for (const slots of found.slots.slice(60)) expect(Math.abs(slots - limit)).toBeLessThanOrEqual(1);
});

test('what was refused for a few seconds early on is found again within five minutes', async () => {
	const refuses = ({at}: {at: number}) => at > 12_000 && at < 15_000;
	const found = await simulateLimit({refuses, words: usual, slots: 64}, 5);
	expect(found.refusals).toBeGreaterThan(0);
	expect(found.slots.at(-1)).toBeGreaterThanOrEqual(60);
});

test('a refused trial of more goes back to what it began from, whatever is refused with it', async () => {
	let limit = 4;
	const refuses = ({busy, at}: {busy: number; at: number}) => {
		if (at > 5 * 60_000) limit = 6;
		return busy >= limit;
	};
	const found = await simulateLimit({refuses, words: usual}, 20);
	expect(Math.min(...found.slots.slice(20, 300))).toBeGreaterThanOrEqual(4);
	expect(found.slots.at(-1)).toBeGreaterThanOrEqual(5);
});

test('under a limit by the minute it comes down to what the limit feeds', async () => {
	let minuteEndsAt = 0;
	let left = 0;
	const refuses = ({at}: {at: number}) => {
		if (at >= minuteEndsAt) [minuteEndsAt, left] = [at + 60_000, 60];
		return left-- <= 0;
	};
	const found = await simulateLimit({refuses, words: usual}, 30);
	// Four are enough: sixty a minute, each of four seconds.
	for (const slots of found.slots.slice(20 * 60)) expect(slots).toBeLessThanOrEqual(8);
	expect(found.slots.at(-1)).toBeLessThanOrEqual(6);
});
