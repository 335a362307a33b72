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

/** Several records that must not be parted. */
type Group = {cell: number; size: number; rank: number; number: number};

/**
 * Parts a set into splits, such as train, validation and test, without parting a variation family or near copies.
 *
 * Records of one family or with near-copy prose (Jaccard 0.5 or more, also over several hops) form a group. Cell by cell,
 * groups go, the largest first, to the split that lacks most of its share; what a cell leaves over or short is carried to
 * the next one, so that every cell and the whole are as close to the shares as whole groups allow. Which group goes where
 * depends on `seed` and the records alone, not on their order.
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
			const splits = assignGroups(listGroups(), shares);
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

function assignGroups(groups: Group[], shares: number[]): Map<number, number> {
	const splits = new Map<number, number>();
	let carried = shares.map(() => 0);
	for (const stratum of byCell(groups)) {
		const size = stratum.reduce((sum, group) => sum + group.size, 0);
		const lacking = shares.map((share, split) => share * size + (carried[split] as number));
		for (const group of stratum) {
			const split = neediest(lacking, shares);
			splits.set(group.number, split);
			lacking[split] = (lacking[split] as number) - group.size;
		}
		carried = lacking;
	}
	return splits;
}

/** Largest first, so that small groups even out what large ones overshot. */
function byCell(groups: Group[]): Group[][] {
	const strata = Array.from({length: cellCount + 1}, (): Group[] => []);
	for (const group of groups) strata[group.cell]?.push(group);
	for (const stratum of strata) {
		stratum.sort((left, right) => right.size - left.size || left.rank - right.rank);
	}
	return strata;
}

/** A split without a share gets nothing. */
function neediest(lacking: number[], shares: number[]): number {
	let best = shares.findIndex(share => share > 0);
	for (const [split, lack] of lacking.entries()) {
		if ((shares[split] as number) > 0 && lack > (lacking[best] as number) + 1e-9) best = split;
	}
	return best;
}
