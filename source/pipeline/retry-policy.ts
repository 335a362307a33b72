import type {FailureClass} from './failure.js';

/** How often and how long: every number of retrying, backing off and waiting stands here. */
export type RetryPolicy = {
	/** Calls in a step: the first, one repair and two redos. */
	callsPerStep: number;
	triesPerSlot: number;
	/** First wait after a server error; doubles with each further one up to `longestBackOffMs`. */
	backOffMs: number;
	longestBackOffMs: number;
	/** Calls in a row that find the engine away, though it came back each time, until that counts as a failed call. */
	timesAwayPerCall: number;
	/** Calls in a row that a server answers with an error and nothing else until it counts as away. */
	errorsUntilAway: number;
	/** First probe of an engine that is away; doubles up to `longestProbeMs`. */
	probeMs: number;
	longestProbeMs: number;
	/** How long a run waits for an engine that is away; `Infinity` in full screen. */
	waitForEngineMs: number;
	/** Budget of the answer is multiplied by this once, after a reply that was cut at its limit. */
	budgetRaise: number;
};

export const defaultRetryPolicy: RetryPolicy = {
	callsPerStep: 4,
	triesPerSlot: 3,
	backOffMs: 1_000,
	longestBackOffMs: 30_000,
	timesAwayPerCall: 3,
	errorsUntilAway: 3,
	probeMs: 500,
	longestProbeMs: 30_000,
	waitForEngineMs: 30 * 60_000,
	budgetRaise: 2,
};

const needsBackOff: ReadonlySet<FailureClass> = new Set(['server-error', 'ended-without-done']);
const needsBudget: ReadonlySet<FailureClass> = new Set(['cut-at-limit', 'answer-in-thinking']);

/** Wait before the next call after `failuresInRow` failures of this kind, in ms; 0 where waiting helps nothing. */
export function backOffMs(policy: RetryPolicy, failure: FailureClass, failuresInRow: number): number {
	if (!needsBackOff.has(failure)) return 0;
	return growingWaitMs(policy.backOffMs, policy.longestBackOffMs, failuresInRow);
}

export function probeWaitMs(policy: Pick<RetryPolicy, 'probeMs' | 'longestProbeMs'>, probe: number): number {
	return growingWaitMs(policy.probeMs, policy.longestProbeMs, probe);
}

function growingWaitMs(firstMs: number, longestMs: number, count: number): number {
	return Math.min(longestMs, firstMs * 2 ** Math.min(count - 1, 30));
}

export function shouldRaiseBudget(failure: FailureClass): boolean {
	return needsBudget.has(failure);
}
