import type {Clock} from '../../source/pipeline/ports.js';

/** A clock whose sleepers wake in the order they are due, at once: for runs whose waits are of no interest. */
export function createQuickClock(startAt = 1_000_000): Clock {
	let now = startAt;
	const sleepers: Array<{dueAt: number; wake: () => void}> = [];
	let isScheduled = false;

	function wakeNext(): void {
		isScheduled = false;
		sleepers.sort((one, other) => one.dueAt - other.dueAt);
		const next = sleepers.shift();
		if (next === undefined) return;
		now = Math.max(now, next.dueAt);
		next.wake();
		schedule();
	}

	function schedule(): void {
		if (isScheduled || sleepers.length === 0) return;
		isScheduled = true;
		setImmediate(wakeNext);
	}

	return {
		now: () => now,
		awake: () => now,
		onSkip: () => () => {},
		sleep: (durationMs, signal) =>
			new Promise(resolve => {
				if (signal?.aborted) return resolve();
				const sleeper = {dueAt: now + durationMs, wake: resolve};
				sleepers.push(sleeper);
				signal?.addEventListener(
					'abort',
					() => {
						const place = sleepers.indexOf(sleeper);
						if (place >= 0) sleepers.splice(place, 1);
						resolve();
					},
					{once: true},
				);
				schedule();
			}),
	};
}
