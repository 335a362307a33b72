const share = 0.02;

/**
 * The first text of a reply comes as late as its last: it was held back until it was done, by a proxy, or as the server does
 * not stream. Times in ms from the request on.
 */
export function comesAtOnce(reply: {firstTokenMs: number; durationMs: number}): boolean {
	const {firstTokenMs, durationMs} = reply;
	return durationMs - firstTokenMs <= durationMs * share;
}
