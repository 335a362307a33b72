import type {Clock} from '../pipeline/ports.js';

const tickMs = 1_000;
/** An event loop that is busy makes a tick late too, but not by this much. */
const skipMs = 10_000;

/** `read`: the time of day, in ms since the epoch. Does not keep the process alive. */
export function createSystemClock(read: () => number = Date.now): Clock {
	const listeners = new Set<(skippedMs: number) => void>();
	let skippedMs = 0;
	let tickedAt: number | undefined;

	/** Every reading looks: what arrives first after a sleep may come before the tick. */
	function now(): number {
		const at = read();
		const lateMs = tickedAt === undefined ? 0 : at - tickedAt - tickMs;
		if (lateMs > skipMs) noteSkip(at, lateMs);
		return at;
	}

	function noteSkip(at: number, lateMs: number): void {
		tickedAt = at;
		skippedMs += lateMs;
		for (const listener of listeners) listener(lateMs);
	}

	function tick(): void {
		tickedAt = now();
	}

	function startTicking(): void {
		if (tickedAt !== undefined) return;
		tick();
		setInterval(tick, tickMs).unref();
	}

	return {
		now,
		awake() {
			startTicking();
			return now() - skippedMs;
		},
		onSkip(listener) {
			startTicking();
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		sleep,
	};
}

/** The machine's own clock. */
export const systemClock = createSystemClock();

function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		if (signal?.aborted) return resolve();
		const wake = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', wake);
			resolve();
		};
		const timer = setTimeout(wake, durationMs);
		signal?.addEventListener('abort', wake, {once: true});
	});
}
