/**
 * How many at once a server takes that has just refused one more: as many as were written meanwhile where those were fewer
 * than `slots`, else what it was before the number grew, else one fewer. `grownFrom`: of a trial or a doubling under way.
 */
export function slotsAfterRefusal({
	slots,
	grownFrom,
	mostWritten,
}: {
	slots: number;
	grownFrom: number | undefined;
	mostWritten: number;
}): number {
	const fewer = Math.max(1, slots - 1);
	const least = Math.min(fewer, grownFrom ?? fewer);
	return mostWritten < slots ? Math.max(least, Math.min(fewer, mostWritten)) : least;
}
