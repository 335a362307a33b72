import type {Group, Ledger} from './assign-groups.js';

/** Groups of one size, cell and split: any of them is as good to swap as the others. */
type Kind = {split: number; ledgers: Ledger[]; members: Group[]};

/** `splits`: the split of each group, by its number. */
type Swapping = {size: number; splits: Map<number, number>};

const rounding = 1e-9;
/** Every swap lowers a sum, so it ends without this too; it bounds the time. */
const mostRounds = 10;

/**
 * Swaps groups of one size between splits while that brings both nearer to their shares in the ledgers that they stand in,
 * by the sum of squares. What each has of the whole stays. Which one of a kind is taken depends on the ranks.
 */
export function swapGroups(
	groups: Group[],
	{
		splits,
		splitCount,
		ledgersOf,
	}: {splits: Map<number, number>; splitCount: number; ledgersOf: (cell: number) => Ledger[]},
): void {
	const ranked = groups.toSorted((left, right) => left.rank - right.rank);
	for (const [size, ofOneSize] of Map.groupBy(ranked, group => group.size)) {
		const ofCells = [...Map.groupBy(ofOneSize, ({cell}) => cell)].map(([cell, members]) =>
			Array.from({length: splitCount}, (_, split): Kind => {
				const own = members.filter(({number}) => splits.get(number) === split);
				return {split, ledgers: ledgersOf(cell), members: own};
			}),
		);
		for (let round = 0; round < mostRounds && swapOnce(ofCells, {size, splits}); round++);
	}
}

/** Tries each pair of cells and of splits; whether anything was swapped. `ofCells`: for each cell its kinds, one a split. */
function swapOnce(ofCells: Kind[][], swapping: Swapping): boolean {
	let hasSwapped = false;
	for (const [at, kinds] of ofCells.entries()) {
		for (const others of ofCells.slice(at + 1)) {
			for (const one of kinds) {
				for (const other of others) {
					while (gainOf(one, other, swapping) > rounding) {
						move(one, kinds[other.split] as Kind, swapping);
						move(other, others[one.split] as Kind, swapping);
						hasSwapped = true;
					}
				}
			}
		}
	}
	return hasSwapped;
}

/** By how much a swap of two groups lowers the sum of squares, over twice their size; 0 where there is none to swap. */
function gainOf(one: Kind, other: Kind, {size}: Swapping): number {
	if (one.split === other.split || one.members.length === 0 || other.members.length === 0) return 0;
	return gainOfMove(one, other, size) + gainOfMove(other, one, size);
}

/** Ledgers that both stand in stay as they are. */
function gainOfMove({ledgers, split}: Kind, other: Kind, size: number): number {
	return ledgers
		.filter(ledger => !other.ledgers.includes(ledger))
		.reduce((sum, lacks) => sum + (lacks[other.split] as number) - (lacks[split] as number) - size, 0);
}

function move(from: Kind, to: Kind, {size, splits}: Swapping): void {
	const group = from.members.shift() as Group;
	to.members.push(group);
	splits.set(group.number, to.split);
	for (const lacks of from.ledgers) {
		lacks[from.split] = (lacks[from.split] as number) + size;
		lacks[to.split] = (lacks[to.split] as number) - size;
	}
}
