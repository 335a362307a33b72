import {expect, test} from 'vitest';
import type {EventListener, RunFact} from '../../source/pipeline/events.js';
import {tuneParallel} from '../../source/pipeline/tune-parallel.js';

/** Events of a run in which every worker asks again as soon as it is answered; all of them are written at once. */
function simulate(rateAt: (parallel: number) => number) {
	const listeners = new Set<EventListener>();
	const progress = {parallel: 2};
	const changes: Array<{parallel: number; isTrial: boolean}> = [];
	const asking = new Set<number>();
	let now = 0;
	const emit = (fact: RunFact) => {
		for (const listener of listeners) listener({...fact, at: now});
	};
	const end = tuneParallel({
		progress,
		setParallel(parallel, isTrial) {
			progress.parallel = parallel;
			changes.push({parallel, isTrial});
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	});
	const say = (worker: number) =>
		emit({type: 'text-written', worker, planIndex: worker, step: 'dialogue', piece: 'a'});
	return {
		progress,
		changes,
		end,
		emit,
		sleepFor(skippedMs: number) {
			now += skippedMs;
			emit({type: 'time-skipped', skippedMs});
		},
		runFor(seconds: number) {
			let owed = 0;
			for (const until = now + seconds * 1_000; now < until; now += 100) {
				for (let worker = 0; worker < progress.parallel; worker++) {
					if (asking.has(worker)) continue;
					asking.add(worker);
					emit({type: 'step-started', worker, planIndex: worker, step: 'dialogue', attempt: 1, try: 1});
				}
				for (const worker of asking) {
					if (worker < progress.parallel) continue;
					asking.delete(worker);
					emit({type: 'slot-returned', worker, planIndex: worker});
				}
				owed += rateAt(asking.size) / 10;
				for (let worker = 0; owed >= 1; owed--) say(worker++ % asking.size);
			}
		},
	};
}

const curve =
	(...rates: number[]) =>
	(parallel: number) =>
		rates[Math.min(parallel, rates.length) - 1] as number;

test.each([
	['it grows to four slots', curve(60, 66, 76, 85, 85), 4],
	['a GPU with eight', curve(50, 98, 140, 180, 215, 250, 280, 305, 306), 8],
])('the number at once is the knee of the curve: %s', (_, rateAt, knee) => {
	const {runFor, progress} = simulate(rateAt);
	runFor(40);
	expect(Math.abs(progress.parallel - knee)).toBeLessThanOrEqual(1);
});

test('what is only tried, and what is taken back, is said to be so', () => {
	const {runFor, changes} = simulate(curve(60, 66, 76, 85, 85));
	runFor(120);
	const settledAt = changes.findIndex(({parallel}, index) => parallel === 4 && index > 1);
	expect(changes.slice(0, settledAt + 1).every(({isTrial}) => !isTrial)).toBe(true);
	const later = changes.slice(settledAt + 1);
	expect(later.length).toBeGreaterThan(1);
	expect(later.every(({isTrial}) => isTrial)).toBe(true);
});

test('a pause is not taken for a slow engine', () => {
	const {runFor, emit, changes} = simulate(curve(60, 66, 76, 85, 85));
	runFor(40);
	const settled = changes.length;
	emit({type: 'paused'});
	emit({type: 'resumed'});
	runFor(10);
	expect(changes.length - settled).toBeLessThanOrEqual(1);
});

test('a night in which the machine sleeps is not taken for a slow engine', () => {
	const {runFor, sleepFor, changes, progress} = simulate(curve(60, 66, 76, 85, 85));
	runFor(40);
	const [settled, usual] = [changes.length, progress.parallel];
	sleepFor(8 * 3_600_000);
	runFor(10);
	expect(changes.length - settled).toBeLessThanOrEqual(1);
	expect(Math.abs(progress.parallel - usual)).toBeLessThanOrEqual(1);
});

test('once ended it does nothing', () => {
	const {runFor, changes, end} = simulate(parallel => parallel * 30);
	end();
	runFor(60);
	expect(changes).toEqual([]);
});

test('a round of refusals takes one away, however many there are, and the last one stays', () => {
	const {runFor, emit, progress, changes} = simulate(parallel => Math.min(16, parallel) * 30);
	runFor(40);
	for (let second = 0; second < 60 && changes.at(-1)?.parallel !== 16; second++) runFor(1);
	const before = progress.parallel;
	expect(before).toBe(16);
	const cost = {host: 'a', durationMs: 1, promptTokens: 0, outputTokens: 0};
	const refuse = (worker: number) =>
		emit({type: 'call-finished', worker, planIndex: worker, step: 'dialogue', ...cost, isRefused: true});
	for (let worker = 0; worker < 4; worker++) refuse(worker);
	expect(progress.parallel).toBe(before - 1);
	runFor(1);
	refuse(0);
	expect(progress.parallel).toBe(before - 1);
	for (let round = 0; round < 20; round++) {
		emit({type: 'step-started', worker: 0, planIndex: 0, step: 'dialogue', attempt: 1, try: 1});
		runFor(1);
		refuse(0);
	}
	expect(progress.parallel).toBeLessThanOrEqual(Math.max(1, before - 10));
	expect(progress.parallel).toBeGreaterThanOrEqual(1);
});
