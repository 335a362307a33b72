import type {RunEvent} from './events.js';
import type {RunControls} from './run-controls.js';

const windowMs = 12_000;
/** After a change the slots are filled first; what is measured before that says nothing. */
const settleMs = 4_000;
const collapse = 0.6;
const searchAgainMs = 10 * 60_000;
const mostParallel = 32;

type Tuning = {
	status: 'searching' | 'settled';
	/** Tokens per second that the level below gave. */
	rateBelow: number;
	windowStartedAt: number;
	tokens: number;
	settledAt: number;
	settledRate: number;
};

/**
 * Finds how many interactions at once the engine rewards: one more as long as that decodes enough more tokens a
 * second, else one back. Searches again when the rate collapses or after ten minutes. Returns the function that ends it.
 */
export function tuneParallel(
	controls: Pick<RunControls, 'progress' | 'setParallel' | 'subscribe'>,
): () => void {
	const tuning: Tuning = {
		status: 'searching',
		rateBelow: 0,
		windowStartedAt: 0,
		tokens: 0,
		settledAt: 0,
		settledRate: 0,
	};
	return controls.subscribe(event => {
		if (event.type === 'text-written') noteToken(tuning, controls, event.at);
		else if (disturbs(event)) startWindow(tuning, event.at + settleMs);
	});
}

function disturbs(event: RunEvent): boolean {
	return ['run-started', 'resumed', 'engine-returned', 'store-freed', 'parallel-changed'].includes(
		event.type,
	);
}

function startWindow(tuning: Tuning, at: number): void {
	tuning.windowStartedAt = at;
	tuning.tokens = 0;
}

function noteToken(
	tuning: Tuning,
	controls: Pick<RunControls, 'progress' | 'setParallel'>,
	now: number,
): void {
	const {progress} = controls;
	if (now < tuning.windowStartedAt) return;
	if (progress.running < progress.parallel) {
		startWindow(tuning, now);
		return;
	}
	tuning.tokens++;
	if (now - tuning.windowStartedAt < windowMs) return;
	const rate = tuning.tokens / ((now - tuning.windowStartedAt) / 1_000);
	startWindow(tuning, now);
	const next = decide(tuning, {rate, parallel: progress.parallel, now});
	if (next !== progress.parallel) controls.setParallel(next);
}

/** 8 %, or 40 % of what perfect scaling would give: from 13 on one more can no longer give 8 %. */
function worthwhileGain(parallel: number): number {
	return 1 + Math.min(0.08, 0.4 / Math.max(1, parallel - 1));
}

/** The number of interactions at once to go on with, given what the last window measured. */
function decide(tuning: Tuning, seen: {rate: number; parallel: number; now: number}): number {
	const {rate, parallel, now} = seen;
	if (tuning.status === 'settled') {
		const isDue = now - tuning.settledAt > searchAgainMs;
		if (!isDue && rate > tuning.settledRate * collapse) return parallel;
		Object.assign(tuning, {status: 'searching', rateBelow: 0});
		return isDue ? parallel : Math.max(1, Math.floor(parallel / 2));
	}
	const paysOff = rate >= tuning.rateBelow * worthwhileGain(parallel);
	if (paysOff && parallel < mostParallel) {
		tuning.rateBelow = rate;
		return parallel + 1;
	}
	Object.assign(tuning, {
		status: 'settled',
		settledAt: now,
		settledRate: Math.max(rate, tuning.rateBelow),
	});
	return paysOff ? parallel : Math.max(1, parallel - 1);
}
