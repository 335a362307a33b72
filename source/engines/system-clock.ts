import type {Clock} from '../pipeline/ports.js';

/** The machine's own clock. */
export const systemClock: Clock = {
	now: () => Date.now(),
	sleep: (durationMs, signal) =>
		new Promise(resolve => {
			if (signal?.aborted) return resolve();
			const wake = () => {
				clearTimeout(timer);
				signal?.removeEventListener('abort', wake);
				resolve();
			};
			const timer = setTimeout(wake, durationMs);
			signal?.addEventListener('abort', wake, {once: true});
		}),
};
