import type {HttpReply} from './send-http.js';

/** How long until something is left again of a limit that `x-ratelimit-*` says is used up, in ms; 0 where something is left. */
export function usedUpForMs(headers: HttpReply['headers']): number {
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
