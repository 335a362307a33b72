export type Measured = {ms: number; tokens: number; rate: number};

/** Tokens a second by the number of requests at once; what is older counts less. */
export type RateBook = {
	note(slots: number, passed: {ms: number; tokens: number}): void;
	/** Undefined before anything was measured. */
	of(slots: number): Measured | undefined;
	/** Half as many gave so much less that one fewer gives less too, and need not be tried. */
	isSteepBelow(slots: number): boolean;
	/** The last two windows were both far below what this number gives, or both far above. */
	findChange(slots: number, factor: number): 'fell' | 'rose' | undefined;
	drop(slots: number): void;
	/** The number was changed: what the windows have seen says nothing any more. */
	dropWindows(): void;
	clear(): void;
};

const steep = 0.8;
const halfLifeMs = 90_000;
const windowMs = 6_000;
const enoughToCompareMs = 4 * windowMs;
/** Right after a change the slots are filled first; what is measured before that says nothing. */
const settleMs = 1_000;

type Sum = {ms: number; tokens: number};

export function createRateBook(): RateBook {
	const sums = new Map<number, Sum>();
	let window: Sum = {ms: 0, tokens: 0};
	let windows: number[] = [];
	let skipMs = settleMs;

	function noteWindow({ms, tokens}: Sum): void {
		window = {ms: window.ms + ms, tokens: window.tokens + tokens};
		if (window.ms < windowMs) return;
		windows = [...windows.slice(-1), rateOf(window)];
		window = {ms: 0, tokens: 0};
	}

	function dropWindows(): void {
		window = {ms: 0, tokens: 0};
		windows = [];
		skipMs = settleMs;
	}

	function of(slots: number): Measured | undefined {
		const sum = sums.get(slots);
		return sum && {...sum, rate: rateOf(sum)};
	}

	return {
		note(slots, passed) {
			skipMs -= passed.ms;
			if (skipMs > 0) return;
			const sum = sums.get(slots) ?? {ms: 0, tokens: 0};
			const kept = 0.5 ** (passed.ms / halfLifeMs);
			sums.set(slots, {ms: sum.ms * kept + passed.ms, tokens: sum.tokens * kept + passed.tokens});
			noteWindow(passed);
		},
		of,
		isSteepBelow(slots) {
			const half = of(Math.floor(slots / 2));
			const here = of(slots);
			return half !== undefined && here !== undefined && half.rate < here.rate * steep;
		},
		findChange(slots, factor) {
			const sum = sums.get(slots);
			if (!sum || windows.length < 2 || sum.ms < enoughToCompareMs) return undefined;
			const usual = rateOf(sum);
			if (windows.every(rate => rate < usual * factor)) return 'fell';
			return windows.every(rate => rate * factor > usual) ? 'rose' : undefined;
		},
		drop: slots => void sums.delete(slots),
		dropWindows,
		clear() {
			sums.clear();
			dropWindows();
		},
	};
}

/** Tokens a second. */
function rateOf({ms, tokens}: Sum): number {
	return ms === 0 ? 0 : (tokens / ms) * 1_000;
}
