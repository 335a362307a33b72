/**
 * Of many at once some are always between two requests or have their prompt read: so many may be missing without its
 * meaning anything. Up to 16 every one counts.
 */
export function slackOf(slots: number): number {
	return Math.max(0, Math.floor((slots - 16) / 8));
}

/** By the most that were seen being written: about half of those whose prompt was being read then are added. */
export function servedAtOnce(peak: number): number {
	return Math.max(1, peak + Math.floor(slackOf(peak) / 2));
}
