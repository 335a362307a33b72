export type Tallied = {value: string; count: number};

/**
 * Counts by value. Holds at most `mostValues` different ones; further ones are counted together as `others`, and
 * `distinct` is then the least that it can be.
 */
export type Tally = {
	add(value: string): void;
	readonly total: number;
	readonly distinct: number;
	readonly others: number;
	countOf(value: string): number;
	/** The most frequent first; equals in alphabetical order. */
	top(most?: number): Tallied[];
};

export function createTally(mostValues = 20_000): Tally {
	const counts = new Map<string, number>();
	let total = 0;
	let others = 0;
	return {
		add(value) {
			total++;
			const count = counts.get(value);
			if (count === undefined && counts.size >= mostValues) others++;
			else counts.set(value, (count ?? 0) + 1);
		},
		get total() {
			return total;
		},
		get distinct() {
			return counts.size;
		},
		get others() {
			return others;
		},
		countOf: value => counts.get(value) ?? 0,
		top(most = Number.POSITIVE_INFINITY) {
			const all = [...counts].map(([value, count]) => ({value, count}));
			return all.sort((a, b) => b.count - a.count || compareText(a.value, b.value)).slice(0, most);
		},
	};
}

function compareText(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}

/** How many different values, as far as that is known. */
export function formatDistinct({distinct, others}: Pick<Tally, 'distinct' | 'others'>): string {
	return others === 0 ? String(distinct) : `at least ${distinct}`;
}

/** What stands behind a figure that was counted among some of the values only; nothing where all were. */
export function nameLid({distinct, others}: Pick<Tally, 'distinct' | 'others'>): string {
	return others === 0 ? '' : `, counted among the first ${distinct} different ones`;
}
