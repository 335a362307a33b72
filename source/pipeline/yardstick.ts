import type {Measured} from './rate-book.js';

/** What is tried in search of the right number of slots, for how long, and what it has to decode to be kept. In ms. */
export type Yardstick = {
	/** How many more or fewer a trial takes. */
	trialSizeOf(slots: number): number;
	/** How much more the next larger number has to decode to be worth it. */
	worthMore(slots: number): number;
	/** How much less a trial of fewer may decode. */
	worthFewer: number;
	/** How much less half as many may decode to be as good. */
	asGood: number;
	/** It was measured for long enough; `durationMs`: how long a reply takes. */
	isEnough(
		measured: Measured,
		found: {purpose: 'ramp' | 'trial'; slots: number; durationMs: number},
	): boolean;
};

export const rampMs = 4_000;
export const trialMs = 8_000;
const leastTokens = 40;

/** Replies are read as they are written. */
export const byTokens: Yardstick = {
	/** One more of hundreds would be less than what the speed strays by itself. */
	trialSizeOf: slots => Math.max(1, Math.floor(slots / 12)),
	/** A twelfth of many that is served brings 8 %. */
	worthMore: slots => (byTokens.trialSizeOf(slots) === 1 ? 1.04 : 1.06),
	worthFewer: 0.985,
	asGood: 0.97,
	isEnough: ({ms, tokens}, {purpose}) =>
		ms >= (purpose === 'ramp' ? rampMs : trialMs) && tokens >= leastTokens,
};

const leastRounds = {ramp: 1.5, trial: 2};
const leastReplies = {ramp: 4, trial: 8};

/** Replies come at once: a few of them stray by more than one slot brings, so that the steps are larger. */
export const byReplies: Yardstick = {
	trialSizeOf: slots => Math.max(1, Math.round(slots / 4)),
	/** Half of what it brings where all are served. */
	worthMore: slots => 1 + byReplies.trialSizeOf(slots) / slots / 2,
	worthFewer: 0.95,
	asGood: 0.9,
	isEnough: ({ms}, {purpose, slots, durationMs}) =>
		ms >= Math.max(leastRounds[purpose], leastReplies[purpose] / slots) * durationMs,
};
