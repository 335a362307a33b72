import {AbortedError} from '../../pipeline/errors.js';
import type {Clock} from '../../pipeline/ports.js';
import type {HttpReply} from '../send-http.js';

/** Holds requests back while the server has said that it takes none. */
export type RateGate = {
	/** Throws `AbortedError` once `signal` has aborted. */
	pass(signal: AbortSignal): Promise<void>;
	/** Reads what the headers of a reply say of the limit. */
	note(reply: {status: number; headers: HttpReply['headers']; retryAfterMs?: number | undefined}): void;
};

const longestHoldMs = 120_000;

export function createRateGate(clock: Clock): RateGate {
	let opensAt = 0;
	return {
		async pass(signal) {
			while (opensAt > clock.now() && !signal.aborted) await clock.sleep(opensAt - clock.now(), signal);
			if (signal.aborted) throw new AbortedError('The request was called off.', {cause: signal.reason});
		},
		note({status, headers, retryAfterMs}) {
			const waitMs = status === 429 ? (retryAfterMs ?? usedUpForMs(headers)) : usedUpForMs(headers);
			if (waitMs > 0) opensAt = Math.max(opensAt, clock.now() + Math.min(longestHoldMs, waitMs));
		},
	};
}

/** How long until something is left again of a limit that is used up; 0 where something is left. */
function usedUpForMs(headers: HttpReply['headers']): number {
	const waits = ['requests', 'tokens'].map(kind => {
		const isUsedUp = headers.get(`x-ratelimit-remaining-${kind}`) === '0';
		return isUsedUp ? readDurationMs(headers.get(`x-ratelimit-reset-${kind}`)) : 0;
	});
	return Math.max(...waits);
}

/** `6m0s`, `1.5s`, `20ms`, or bare seconds; 0 where it is none of these. */
function readDurationMs(text: string | null): number {
	if (text === null) return 0;
	if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1_000;
	const unitMs: Record<string, number> = {h: 3_600_000, m: 60_000, s: 1_000, ms: 1};
	const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
	return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (unitMs[unit as string] ?? 0), 0);
}
