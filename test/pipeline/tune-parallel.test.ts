import {expect, test} from 'vitest';
import type {EventListener, RunFact} from '../../source/pipeline/events.js';
import {tuneParallel} from '../../source/pipeline/tune-parallel.js';

/** A run whose engine gives so many tokens a second at so many at once; every slot is filled. */
function simulate(rateAt: (parallel: number, second: number) => number, first = 1) {
	const listeners = new Set<EventListener>();
	const progress = {parallel: first, running: first};
	const seen: number[] = [];
	let now = 0;
	const emit = (fact: RunFact) => {
		for (const listener of listeners) listener({...fact, at: now});
	};
	const controls = {
		progress,
		setParallel(parallel: number) {
			progress.parallel = parallel;
			progress.running = parallel;
			seen.push(parallel);
			emit({type: 'parallel-changed', parallel});
		},
		subscribe(listener: EventListener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
	const end = tuneParallel(controls as never);
	emit({type: 'run-started', requested: 1_000, parallel: first});
	return {
		progress,
		seen,
		end,
		emit,
		runFor(seconds: number) {
			let owed = 0;
			for (const until = now + seconds * 1_000; now < until; now += 100) {
				owed += rateAt(progress.parallel, now / 1_000) / 10;
				for (; owed >= 1; owed--) {
					emit({type: 'text-written', worker: 0, planIndex: 0, step: 'dialogue', piece: 'a'});
				}
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
	['one slot', curve(100, 100), 1],
	['more than one makes it slower', curve(114, 90, 80), 1],
	['a GPU with eight', curve(50, 98, 140, 180, 215, 250, 280, 305, 306), 8],
])('the number at once is the knee of the curve: %s', (_, rateAt, knee) => {
	const {runFor, progress, seen} = simulate(rateAt);
	runFor(300);
	expect(progress.parallel).toBe(knee);
	expect(Math.max(1, ...seen)).toBeLessThanOrEqual(knee + 1);
});

test('however well it pays off, it never exceeds 32', () => {
	const {runFor, progress, seen} = simulate(parallel => parallel * 30);
	runFor(1_500);
	expect(Math.max(...seen)).toBe(32);
	expect(progress.parallel).toBeLessThanOrEqual(32);
});

test('it follows a collapse of the rate, and finds its way back', () => {
	const rateAt = (parallel: number, second: number) => {
		const rate = curve(60, 115, 165, 210, 212)(parallel);
		return second > 200 && second < 400 ? Math.min(rate, 40) : rate;
	};
	const {runFor, progress} = simulate(rateAt);
	runFor(200);
	expect(progress.parallel).toBe(4);
	runFor(120);
	expect(progress.parallel).toBeLessThanOrEqual(2);
	runFor(1_400);
	expect(progress.parallel).toBe(4);
});

test('a silent stretch of a pause is not taken for a slow engine', () => {
	let isPaused = false;
	const {runFor, progress, seen, emit} = simulate(parallel => (isPaused ? 0 : curve(60, 115, 118)(parallel)));
	runFor(150);
	const settled = progress.parallel;
	const changes = seen.length;
	isPaused = true;
	runFor(200);
	isPaused = false;
	emit({type: 'resumed'});
	runFor(100);
	expect(progress.parallel).toBe(settled);
	expect(seen).toHaveLength(changes);
});

test('while slots stand empty nothing is decided', () => {
	const {runFor, progress, seen} = simulate(curve(60, 120));
	progress.running = 0;
	runFor(100);
	expect(seen).toEqual([]);
});

test('once ended it does nothing', () => {
	const {runFor, seen, end} = simulate(parallel => parallel * 30);
	end();
	runFor(100);
	expect(seen).toEqual([]);
});
