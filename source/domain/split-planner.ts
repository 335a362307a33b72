import {assignGroups, type Group} from './assign-groups.js';
import {createDisjointSets} from './disjoint-sets.js';
import {cellCount} from './parameter-space.js';
import {createNearCopyIndex} from './quality/find-near-copy.js';
import {hashSeed} from './random.js';

export type SplitCandidate = {
	/** Of a record without one: undefined. */
	id: string | undefined;
	prose: string;
	family: string | undefined;
	/** 0-127; undefined where the labels are not known. */
	cell: number | undefined;
};

/**
 * Parts a set into splits, such as train, validation and test, without parting a variation family or near copies.
 *
 * Records of one family or with near-copy prose (Jaccard 0.5 or more, also over several hops) form a group. The whole, every
 * cell and every value of the three axes are as close to the shares as whole groups allow, see `assignGroups`. Which group
 * goes where depends on `seed` and the records alone, not on their order.
 */
export function createSplitPlanner(seed: number) {
	const groups = createDisjointSets();
	const families = new Map<string, number>();
	const nearCopies = createNearCopyIndex();
	const cells: number[] = [];
	const ranks: number[] = [];

	return {
		add({id, prose, family, cell}: SplitCandidate): void {
			const member = groups.add();
			cells.push(cell ?? cellCount);
			ranks.push(hashSeed(seed, id ?? '', prose));
			if (family !== undefined) {
				const sibling = families.get(family);
				if (sibling === undefined) families.set(family, member);
				else groups.join(sibling, member);
			}
			for (const copy of nearCopies.findNearCopies(prose)) groups.join(Number(copy.id), member);
			nearCopies.add(String(member), prose);
		},
		/** The number of the split of every record, in the order they were added. `shares` add up to 1. */
		assign(shares: number[]): Uint8Array {
			const splits = assignGroups(listGroups(), {shares, seed});
			return Uint8Array.from(cells, (_, member) => splits.get(groups.groupOf(member)) as number);
		},
	};

	function listGroups(): Group[] {
		const found = new Map<number, Group>();
		for (const [member, rank] of ranks.entries()) {
			const number = groups.groupOf(member);
			const group = found.get(number);
			if (group) {
				if (rank < group.rank) Object.assign(group, {rank, cell: cells[member]});
				group.size++;
			} else found.set(number, {number, rank, size: 1, cell: cells[member] as number});
		}
		return [...found.values()];
	}
}
