const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** `850 ms`, `12.3 s`, `4 min 10 s`, `2 h 5 min`: coarser the longer it is. */
export function formatDuration(durationMs: number): string {
	if (durationMs < second) return `${Math.floor(durationMs)} ms`;
	if (durationMs < minute) return `${(Math.floor(durationMs / 100) / 10).toFixed(1)} s`;
	if (durationMs < hour) {
		return `${Math.floor(durationMs / minute)} min ${Math.floor((durationMs % minute) / second)} s`;
	}
	return `${Math.floor(durationMs / hour)} h ${Math.floor((durationMs % hour) / minute)} min`;
}
