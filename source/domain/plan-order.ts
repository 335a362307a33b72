import {type Cell, cellCount, cellFromNumber, cellNumber} from './parameter-space.js';

export const planOrders = ['balanced', 'round-robin'] as const;
export type NamedOrder = (typeof planOrders)[number];
/** A named order, or `listed`: the number of the cell (0-127) of each scene, one after the other. */
export type PlanOrder = NamedOrder | readonly number[];

/** Each of the 128 once: the plan of a long run names a million. */
const cells: readonly Cell[] = Array.from({length: cellCount}, (_, number) =>
	Object.freeze(cellFromNumber(number)),
);

const authenticityShift = [0, 1, 2, 3];
const capacityShift = [0, 2, 3, 1];

/**
 * The cell of plan index `index` (from 0).
 *
 * `balanced`: any prefix is within 1 on every axis, every aligned 32 hold each pair with complexity once and each
 * (authenticity, capacity) pair twice, every aligned 128 hold every cell once.
 * `round-robin` is the v2.2 order (`i % 8, i % 4, i % 4`), which reaches 8 of the 128 cells; kept for comparison.
 * A list has the cells it names; throws `RangeError` behind its end.
 */
export function cellAt(order: PlanOrder, index: number): Cell {
	if (typeof order !== 'string') return listedCell(order, index);
	return order === 'balanced' ? balancedCell(index) : roundRobinCell(index);
}

function balancedCell(index: number): Cell {
	const row = Math.floor(index / 8);
	const block = Math.floor(row / 4) % 4;
	const authenticity = (index % 4) ^ (authenticityShift[row % 4] as number);
	const capacity = (index % 4) ^ (capacityShift[row % 4] as number) ^ block;
	return cellFromAxes(index % 8, authenticity, capacity);
}

/** The number of each cell once, in the order that keeps any prefix within 1 on every axis. */
export const balancedCells: readonly number[] = Array.from({length: cellCount}, (_, index) =>
	cellNumber(balancedCell(index)),
);

function listedCell(list: readonly number[], index: number): Cell {
	const cell = cells[list[index] ?? -1];
	if (cell === undefined) throw new RangeError(`the listed plan has no cell for index ${index}`);
	return cell;
}

function roundRobinCell(index: number): Cell {
	return cellFromAxes(index % 8, index % 4, index % 4);
}

function cellFromAxes(complexity: number, authenticity: number, capacity: number): Cell {
	return cells[complexity * 16 + authenticity * 4 + capacity] as Cell;
}
