import type {Clock} from '../pipeline/ports.js';

const tickMs = 1_000;
/** An event loop that is busy makes a tick late too, but not by this much. */
const skipMs = 10_000;

/** `read`: the time of day, in ms since the epoch. Does not keep the process alive. */
export function createSystemClock(read: () => number = Date.now): Clock {
	const listeners = new Set<(skippedMs: number) => void>();
	let skippedMs = 0;
	let readAt: number | undefined;

	/** Every reading looks: what arrives first after a sleep may come before the tick. */
	function now(): number {
		const at = read();
		if (readAt === undefined) return at;
		const skipped = skipBetween(readAt, at);
		readAt = at;
		if (skipped !== 0) noteSkip(skipped);
		return at;
	}

	function noteSkip(durationMs: number): void {
		skippedMs += durationMs;
		for (const listener of listeners) listener(durationMs);
	}

	function startTicking(): void {
		if (readAt !== undefined) return;
		readAt = read();
		setInterval(now, tickMs).unref();
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

/** What nobody lived through between two readings, which are a tick apart at most; less than 0 of a clock that was set back. */
function skipBetween(readAt: number, at: number): number {
	if (at < readAt) return at - readAt;
	const lateMs = at - readAt - tickMs;
	return lateMs > skipMs ? lateMs : 0;
}

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
