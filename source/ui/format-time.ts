const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "42 s", "3 min", "1 h 12 min", "2 d 3 h": two units at most, coarser when far. */
export function formatDuration(durationMs: number): string {
	const ms = Math.max(0, durationMs);
	if (ms < minute) return `${Math.floor(ms / second)} s`;
	if (ms < hour) return `${Math.floor(ms / minute)} min`;
	if (ms < day) return twoUnits(ms, {big: hour, bigName: 'h', small: minute, smallName: 'min'});
	return twoUnits(ms, {big: day, bigName: 'd', small: hour, smallName: 'h'});
}

type Units = {big: number; bigName: string; small: number; smallName: string};

function twoUnits(ms: number, units: Units): string {
	const big = Math.floor(ms / units.big);
	const small = Math.floor((ms % units.big) / units.small);
	return small === 0 ? `${big} ${units.bigName}` : `${big} ${units.bigName} ${small} ${units.smallName}`;
}

/** "0:42", "12:05", "1:02:03": the clock of a step. */
export function formatClock(durationMs: number): string {
	const total = Math.max(0, Math.floor(durationMs / second));
	const seconds = String(total % 60).padStart(2, '0');
	const minutes = Math.floor(total / 60) % 60;
	const hours = Math.floor(total / 3600);
	return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** A remaining time as a range, coarser when far; one value where both ends read the same. */
export function formatRange(lowMs: number, highMs: number, dash: string): string {
	const grain = grainOf(highMs);
	const low = formatDuration(roundTo(lowMs, grain));
	const high = formatDuration(Math.max(grain, Math.ceil(highMs / grain) * grain));
	if (low === high || lowMs < grain) return `up to ${high}`;
	const [lowCount, lowUnit, ...more] = low.split(' ');
	const isOneUnit = more.length === 0 && high.split(' ').length === 2 && high.endsWith(` ${lowUnit}`);
	return isOneUnit ? `${lowCount}${dash}${high}` : `${low} ${dash} ${high}`;
}

function grainOf(ms: number): number {
	if (ms < minute) return 5 * second;
	if (ms < hour) return minute;
	if (ms < 6 * hour) return 5 * minute;
	return ms < day ? 15 * minute : hour;
}

function roundTo(ms: number, grain: number): number {
	return Math.floor(ms / grain) * grain;
}

/** "14:20", or "Tue 03:10" when it is not today. `at` and `now` in ms since the epoch; local time. */
export function formatTimeOfDay(at: number, now: number): string {
	const date = new Date(at);
	const time = `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
	const isToday = date.toDateString() === new Date(now).toDateString();
	return isToday ? time : `${date.toLocaleDateString('en-GB', {weekday: 'short'})} ${time}`;
}

export function formatTimeSpan(range: {lowAt: number; highAt: number}, now: number, dash: string): string {
	const low = formatTimeOfDay(range.lowAt, now);
	const high = formatTimeOfDay(range.highAt, now);
	if (low === high) return low;
	const sameDay = new Date(range.lowAt).toDateString() === new Date(range.highAt).toDateString();
	return `${low}${dash}${sameDay ? high.slice(-5) : high}`;
}
