import type {Clock} from '../../source/pipeline/ports.js';

export type ManualClock = Clock & {
	/** Moves the time on, waking each sleeper when it is due. */
	advance(durationMs: number): Promise<void>;
	/** As a machine that slept: the time has jumped when the sleepers wake. Less than 0: set back, and they sleep no longer. */
	jump(durationMs: number): Promise<void>;
	/** Sleeps that are not over; 0 when nobody left a timer behind. */
	readonly sleeping: number;
};

type Sleeper = {dueAt: number; wake: () => void};

/** A clock that stands still until a test moves it. */
export function createManualClock(startAt = 1_000_000): ManualClock {
	let now = startAt;
	let skippedMs = 0;
	const listeners = new Set<(skippedMs: number) => void>();
	const sleepers = new Set<Sleeper>();

	function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
		return new Promise(resolve => {
			const sleeper: Sleeper = {
				dueAt: now + durationMs,
				wake: () => {
					sleepers.delete(sleeper);
					signal?.removeEventListener('abort', sleeper.wake);
					resolve();
				},
			};
			if (signal?.aborted) return resolve();
			signal?.addEventListener('abort', sleeper.wake, {once: true});
			sleepers.add(sleeper);
		});
	}

	async function advance(durationMs: number): Promise<void> {
		const until = now + durationMs;
		for (let next = nextDue(sleepers, until); next; next = nextDue(sleepers, until)) {
			now = Math.max(now, next.dueAt);
			next.wake();
			await settle();
		}
		now = until;
		await settle();
	}

	async function jump(durationMs: number): Promise<void> {
		now += durationMs;
		skippedMs += durationMs;
		if (durationMs < 0) for (const sleeper of sleepers) sleeper.dueAt += durationMs;
		for (const listener of listeners) listener(durationMs);
		for (let next = nextDue(sleepers, now); next; next = nextDue(sleepers, now)) {
			next.wake();
			await settle();
		}
	}

	return {
		now: () => now,
		awake: () => now - skippedMs,
		onSkip(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		sleep,
		advance,
		jump,
		get sleeping() {
			return sleepers.size;
		},
	};
}

function nextDue(sleepers: Set<Sleeper>, until: number): Sleeper | undefined {
	const due = [...sleepers].filter(sleeper => sleeper.dueAt <= until);
	return due.toSorted((one, other) => one.dueAt - other.dueAt)[0];
}

/** Lets everything that waits for a promise go on. */
function settle(): Promise<void> {
	return new Promise(resolve => setImmediate(resolve));
}
