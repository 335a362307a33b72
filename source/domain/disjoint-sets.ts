/** Numbers from 0 up, gathered into groups by joining two at a time (union-find). */
export type DisjointSets = {
	/** A new number, in a group of its own. */
	add(): number;
	join(first: number, second: number): void;
	/** The same for all members of a group. */
	groupOf(member: number): number;
	readonly size: number;
};

export function createDisjointSets(): DisjointSets {
	const parents: number[] = [];

	function groupOf(member: number): number {
		let root = member;
		while (parents[root] !== root) root = parents[root] as number;
		for (let at = member; at !== root; ) {
			const next = parents[at] as number;
			parents[at] = root;
			at = next;
		}
		return root;
	}

	return {
		groupOf,
		add: () => parents.push(parents.length) - 1,
		// The lower number stays the root, so that a group is named by the member that came first.
		join(first, second) {
			const [low, high] = [groupOf(first), groupOf(second)].sort((left, right) => left - right) as [
				number,
				number,
			];
			parents[high] = low;
		},
		get size() {
			return parents.length;
		},
	};
}
