import {countCells} from './parameter-space.js';
import {balancedCells} from './plan-order.js';

/** One record that may be picked; `rank` decides among those of a cell, the smallest first. */
export type Pickable = {cell: number; rank: number};

/**
 * The most even subset over the cells: whether each record is picked, in their order.
 *
 * `target` records are picked one after the other, each from the cell that has fewest so far and has any left; so no
 * other subset of that size has a smaller sum of squared counts. Among equals cells come in balanced order, so that an
 * incomplete level is even on the three axes too. `most`: as many from each cell that holds any as the poorest of them has.
 */
export function pickEvenly(records: readonly Pickable[], target: number | 'most'): boolean[] {
	const quotas = shareOut(countCells(records.map(({cell}) => cell)), target);
	const isPicked = new Array<boolean>(records.length).fill(false);
	const byRank = [...records.entries()].sort(([, left], [, right]) => left.rank - right.rank);
	for (const [index, {cell}] of byRank) {
		if ((quotas[cell] as number) === 0) continue;
		quotas[cell] = (quotas[cell] as number) - 1;
		isPicked[index] = true;
	}
	return isPicked;
}

/** How many of each cell. Level by level, so that a large target costs no more than the levels there are. */
function shareOut(counts: readonly number[], target: number | 'most'): number[] {
	const held = counts.filter(count => count > 0);
	if (target === 'most') return counts.map(count => Math.min(count, Math.min(...held)));
	const quotas = counts.map(() => 0);
	let left = Math.min(
		target,
		counts.reduce((sum, count) => sum + count, 0),
	);
	for (let level = 1; left > 0; level++) {
		for (const cell of balancedCells) {
			if (left === 0 || (counts[cell] as number) < level) continue;
			quotas[cell] = level;
			left--;
		}
	}
	return quotas;
}
