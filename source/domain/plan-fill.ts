import {balancedCells} from './plan-order.js';

/** Cells that a listed plan may name: about 10 MB of `run.json`. */
export const mostListed = 1_000_000;

/** How many records a set lacks for every cell to have as many as the fullest. `held`: records in each of the 128 cells. */
export function countLacking(held: readonly number[]): number {
	const most = Math.max(...held);
	return held.reduce((sum, count) => sum + most - count, 0);
}

/**
 * The cells that are to be filled, `count` of them, as a listed plan order; what a set lacks unless `count` is given.
 *
 * Each time the cell that has fewest by then, among equals the next in balanced order: so any prefix of the list makes
 * the set as even as that many records can, and a run that is interrupted leaves it so.
 */
export function planFill(held: readonly number[], count = countLacking(held)): number[] {
	const filled: number[] = [];
	for (let level = Math.min(...held); filled.length < count; level++) {
		for (const cell of balancedCells) {
			if (filled.length < count && (held[cell] as number) <= level) filled.push(cell);
		}
	}
	return filled;
}
