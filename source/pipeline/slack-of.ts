/**
 * Of many at once some are always between two requests or have their prompt read: so many may be missing without its
 * meaning anything. Up to 16 every one counts.
 */
export function slackOf(slots: number): number {
	return Math.max(0, Math.floor((slots - 16) / 8));
}

/** One more of hundreds would be less than what the speed strays by itself. */
export function trialSizeOf(slots: number): number {
	return Math.max(1, Math.floor(slots / 12));
}

/** How much more the next larger number has to decode to be worth it; a twelfth of many that is served brings 8 %. */
export function worthMore(slots: number): number {
	return trialSizeOf(slots) === 1 ? 1.04 : 1.06;
}

/** By the most that were seen being written: about half of those whose prompt was being read then are added. */
export function servedAtOnce(peak: number): number {
	return Math.max(1, peak + Math.floor(slackOf(peak) / 2));
}
