export type Interval = {low: number; high: number};

/** Two-sided 95 %. */
const z = 1.959964;

/**
 * Wilson's score interval of a share, 0-1, at 95 %. Holds for small counts and for shares near 0 and 1, where the usual
 * one does not; 0 of 0 says nothing and gives 0 to 1. Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.
 */
export function wilsonInterval(hits: number, total: number): Interval {
	if (total === 0) return {low: 0, high: 1};
	const share = hits / total;
	const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
	const middle = share + (z * z) / (2 * total);
	const scale = 1 + (z * z) / total;
	return {
		low: hits === 0 ? 0 : (middle - spread) / scale,
		high: hits === total ? 1 : (middle + spread) / scale,
	};
}
