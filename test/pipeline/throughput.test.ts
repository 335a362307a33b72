import {expect, test} from 'vitest';
import {
	acceptedPerHour,
	activeTimeMs,
	createThroughput,
	estimateRemaining,
	noteAcceptance,
	noteTokens,
	startActive,
	stopActive,
	tokensPerSecond,
} from '../../source/pipeline/throughput.js';

function acceptEvery(gapMs: number, count: number) {
	const throughput = createThroughput();
	startActive(throughput, 0);
	for (let index = 1; index <= count; index++) noteAcceptance(throughput, index * gapMs);
	return throughput;
}

test('only active time counts', () => {
	const throughput = createThroughput();
	startActive(throughput, 0);
	startActive(throughput, 500);
	stopActive(throughput, 1_000);
	stopActive(throughput, 5_000);
	startActive(throughput, 9_000);
	expect(activeTimeMs(throughput, 9_500)).toBe(1_500);
	expect(activeTimeMs(throughput, 8_000)).toBe(1_000);
});

test('tokens a second are those of the last ten active seconds', () => {
	const throughput = createThroughput();
	startActive(throughput, 0);
	expect(tokensPerSecond(throughput, 500)).toBe(0);
	for (let at = 0; at < 20_000; at += 100) noteTokens(throughput, at < 10_000 ? 1 : 2, at);
	expect(tokensPerSecond(throughput, 20_000)).toBe(20);
	stopActive(throughput, 20_000);
	expect(tokensPerSecond(throughput, 3_600_000)).toBe(20);
});

test('a rate an hour needs two, and falls while nothing comes', () => {
	expect(acceptedPerHour(acceptEvery(60_000, 1), 60_000)).toBeUndefined();
	expect(acceptedPerHour(acceptEvery(60_000, 10), 600_000)).toBeCloseTo(60);
	expect(acceptedPerHour(acceptEvery(60_000, 10), 1_140_000)).toBeCloseTo(30);
});

test('the remaining time needs five of this session', () => {
	expect(estimateRemaining(acceptEvery(1_000, 4), 10, 4_000)).toBeUndefined();
	expect(estimateRemaining(acceptEvery(1_000, 5), 10, 5_000)).toEqual({lowMs: 10_000, highMs: 10_000});
});

test('the remaining time is a range that holds the truth of an uneven run, and shrinks with what is missing', () => {
	const throughput = createThroughput();
	startActive(throughput, 0);
	let now = 0;
	for (let index = 0; index < 40; index++) {
		now += index % 2 === 0 ? 20_000 : 100_000;
		noteAcceptance(throughput, now);
	}
	const far = estimateRemaining(throughput, 100, now);
	const near = estimateRemaining(throughput, 10, now);
	expect(far?.lowMs).toBeLessThan(6_000_000);
	expect(far?.highMs).toBeGreaterThan(6_000_000);
	expect((near?.highMs ?? 0) - (near?.lowMs ?? 0)).toBeLessThan((far?.highMs ?? 0) - (far?.lowMs ?? 0));
	expect(estimateRemaining(throughput, 0, now)).toEqual({lowMs: 0, highMs: 0});
});

test('the remaining time grows while nothing comes, and stands still in a pause', () => {
	const throughput = acceptEvery(1_000, 10);
	const before = estimateRemaining(throughput, 10, 10_000)?.highMs ?? 0;
	expect(estimateRemaining(throughput, 10, 100_000)?.highMs).toBeGreaterThan(before);
	stopActive(throughput, 10_000);
	expect(estimateRemaining(throughput, 10, 100_000_000)?.highMs).toBe(before);
});

test('what is kept does not grow with the run', () => {
	const throughput = acceptEvery(1_000, 10_000);
	for (let at = 0; at < 1_000_000; at += 1_000) noteTokens(throughput, 1, at);
	expect(throughput.acceptedAtActiveMs).toHaveLength(64);
	expect(throughput.tokenBuckets.length).toBeLessThanOrEqual(30);
	expect(throughput.acceptedHere).toBe(10_000);
});
