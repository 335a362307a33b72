import {expect, test, vi} from 'vitest';
import {
	createPatience,
	firstTokenLimitMs,
	gapLimitMs,
	type Patience,
	watchStall,
} from '../../source/engines/watch-stall.js';
import {createManualClock, type ManualClock} from '../helpers/manual-clock.js';

async function serve(
	patience: Patience,
	{clock, firstMs, gapMs}: {clock: ManualClock; firstMs: number; gapMs: number},
): Promise<void> {
	const watch = watchStall({patience, clock, onStall: () => undefined});
	await clock.advance(firstMs);
	watch.heard();
	await clock.advance(gapMs);
	watch.heard();
	watch.stop('finished');
}

test('before anything was seen a first token may take three minutes and a gap twenty seconds', () => {
	const patience = createPatience();

	expect(firstTokenLimitMs(patience)).toBe(180_000);
	expect(gapLimitMs(patience)).toBe(20_000);
});

test('a quick engine is given up sooner, a slow one later', async () => {
	const clock = createManualClock();
	const quick = createPatience();
	const slow = createPatience();

	await serve(quick, {clock, firstMs: 200, gapMs: 20});
	await serve(slow, {clock, firstMs: 60_000, gapMs: 3_000});

	expect([firstTokenLimitMs(quick), gapLimitMs(quick)]).toEqual([60_000, 20_000]);
	expect([firstTokenLimitMs(slow), gapLimitMs(slow)]).toEqual([360_000, 120_000]);
});

test('patience has an end even with the slowest engine', async () => {
	const clock = createManualClock();
	const patience = createPatience();

	await serve(patience, {clock, firstMs: 170_000, gapMs: 200_000});
	patience.slowestFirstMs = 3_000_000;

	expect([firstTokenLimitMs(patience), gapLimitMs(patience)]).toEqual([1_800_000, 600_000]);
});

test('the time a user sets holds for every silence', async () => {
	const clock = createManualClock();
	const patience = createPatience(7_000);

	await serve(patience, {clock, firstMs: 6_000, gapMs: 6_000});

	expect([firstTokenLimitMs(patience), gapLimitMs(patience)]).toEqual([7_000, 7_000]);
});

test('tokens that keep coming are never a stall, however long the reply', async () => {
	const clock = createManualClock();
	const onStall = vi.fn();
	const watch = watchStall({patience: createPatience(), clock, onStall});

	for (let token = 0; token < 50; token++) {
		await clock.advance(15_000);
		watch.heard();
	}
	watch.stop('finished');

	expect(onStall).not.toHaveBeenCalled();
	expect(clock.sleeping).toBe(0);
});

test('each stall doubles the patience, twice at most, until a reply comes', async () => {
	const clock = createManualClock();
	const patience = createPatience();
	const limits: number[] = [];

	for (let request = 0; request < 4; request++) {
		limits.push(firstTokenLimitMs(patience));
		const {promise, resolve} = Promise.withResolvers<number>();
		const watch = watchStall({patience, clock, onStall: resolve});
		await clock.advance(1_000_000);
		await promise;
		watch.stop('dropped');
	}
	await serve(patience, {clock, firstMs: 1_000, gapMs: 10});

	expect(limits).toEqual([180_000, 360_000, 720_000, 720_000]);
	expect(firstTokenLimitMs(patience)).toBe(60_000);
});

test('a request that waits for a slot is not stalled while another one is served', async () => {
	const clock = createManualClock();
	const patience = createPatience();
	const onStall = vi.fn();
	const served = watchStall({patience, clock, onStall: () => undefined});
	served.heard();
	const waiting = watchStall({patience, clock, onStall});

	for (let token = 0; token < 10; token++) {
		await clock.advance(19_000);
		served.heard();
	}

	expect(onStall).not.toHaveBeenCalled();
	served.stop('finished');
	waiting.stop('dropped');
	expect(clock.sleeping).toBe(0);
});

test('a request that is never served is given up although others are', async () => {
	const clock = createManualClock();
	const patience = createPatience();
	const onStall = vi.fn();
	const served = watchStall({patience, clock, onStall: () => undefined});
	served.heard();
	const waiting = watchStall({patience, clock, onStall});

	for (let token = 0; token < 60; token++) {
		await clock.advance(19_000);
		served.heard();
	}

	expect(onStall).toHaveBeenCalledTimes(1);
	served.stop('finished');
	waiting.stop('dropped');
});

test('a machine that slept gives the engine its time again', async () => {
	const clock = createManualClock();
	const onStall = vi.fn();
	const watch = watchStall({patience: createPatience(), clock, onStall});
	watch.heard();

	await clock.jump(3_600_000);
	const afterSleep = onStall.mock.calls.length;
	await clock.advance(25_000);

	expect(afterSleep).toBe(0);
	expect(onStall).toHaveBeenCalledTimes(1);
	watch.stop('dropped');
});

test('a sleep before the first token or between two is no silence of the engine', async () => {
	const clock = createManualClock();
	const patience = createPatience();
	const watch = watchStall({patience, clock, onStall: () => undefined});

	for (let token = 0; token < 3; token++) {
		await clock.advance(100);
		await clock.jump(28_800_000);
		watch.heard();
	}
	watch.stop('finished');

	expect([firstTokenLimitMs(patience), gapLimitMs(patience)]).toEqual([60_000, 20_000]);
});
