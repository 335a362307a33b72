import {cellCount, cellFromNumber} from './parameter-space.js';
import {hashSeed} from './random.js';
import {swapGroups} from './swap-groups.js';

/** Several records that must not be parted. */
export type Group = {
	number: number;
	/** 0-127; `cellCount` where it is not known. */
	cell: number;
	/** Records in it. */
	size: number;
	/** Decides among equals of a cell, the smallest first. */
	rank: number;
};

/** What each split lacks of its share of some records; below 0 where it has more. */
export type Ledger = number[];

/**
 * The split of each group, by its number. `shares` add up to 1; a split without one gets nothing.
 *
 * Cell by cell, in an order of the seed's, the largest groups first, each goes to the split that lacks most: of its cell, of
 * each value on the three axes and of the whole, added up. So every split is even on all of them at once, and not only on the
 * axis that an order of cells happens to follow. A split that has its share of the whole gets no more while others have not.
 * What that leaves uneven is swapped at the end.
 */
export function assignGroups(
	groups: Group[],
	{shares, seed}: {shares: number[]; seed: number},
): Map<number, number> {
	const splits = new Map<number, number>();
	const ledgers = new Map<string, Ledger>();
	const room = shares.map(share => share * countRecords(groups));
	for (const stratum of listStrata(groups, seed)) {
		const own = openLedgers(ledgers, {stratum, shares});
		for (const group of stratum) {
			const split = findNeediest(own, {shares, room, size: group.size});
			splits.set(group.number, split);
			for (const lacks of [room, ...own]) lacks[split] = (lacks[split] as number) - group.size;
		}
	}
	const ledgersOf = (cell: number) => nameLedgers(cell).map(name => ledgers.get(name) as Ledger);
	swapGroups(groups, {splits, splitCount: shares.length, ledgersOf});
	return splits;
}

/** Largest first, so that small groups even out what large ones overshot. */
function listStrata(groups: Group[], seed: number): Group[][] {
	const rankOf = ([cell]: [number, Group[]]) => hashSeed(seed, 'cell', cell);
	return [...Map.groupBy(groups, ({cell}) => cell)]
		.sort((left, right) => rankOf(left) - rankOf(right))
		.map(([, stratum]) => stratum.sort((left, right) => right.size - left.size || left.rank - right.rank));
}

/** Those that the groups of one cell stand in, with their records added to what is lacking. */
function openLedgers(
	ledgers: Map<string, Ledger>,
	{stratum, shares}: {stratum: Group[]; shares: number[]},
): Ledger[] {
	const size = countRecords(stratum);
	return nameLedgers((stratum[0] as Group).cell).map(name => {
		const before = ledgers.get(name);
		const ledger = shares.map((share, split) => (before?.[split] ?? 0) + share * size);
		ledgers.set(name, ledger);
		return ledger;
	});
}

function nameLedgers(cell: number): string[] {
	const values = cell === cellCount ? [] : Object.values(cellFromNumber(cell));
	return ['whole', `cell ${cell}`, ...values];
}

function countRecords(groups: Group[]): number {
	return groups.reduce((sum, {size}) => sum + size, 0);
}

const rounding = 1e-9;

function findNeediest(
	ledgers: Ledger[],
	{shares, room, size}: {shares: number[]; room: Ledger; size: number},
): number {
	const wanted = [...shares.keys()].filter(split => (shares[split] as number) > 0);
	const withRoom = wanted.filter(split => (room[split] as number) >= size / 2 - rounding);
	const lackOf = (split: number) => ledgers.reduce((sum, ledger) => sum + (ledger[split] as number), 0);
	return (withRoom.length > 0 ? withRoom : wanted).reduce((best, split) =>
		lackOf(split) > lackOf(best) + rounding ? split : best,
	);
}
