const share = 0.02;

/** The first word comes as late as the last: the reply was held back until it was done. */
export function comesAtOnce(reply: {firstTokenMs: number; durationMs: number}): boolean {
	const {firstTokenMs, durationMs} = reply;
	return durationMs - firstTokenMs <= durationMs * share;
}
