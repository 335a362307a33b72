import {cellOfReadable, type ReadableInteraction} from './legacy-interaction.js';
import {cellCount, cellNumber} from './parameter-space.js';

/** What a set is made of, counted record by record. */
export type SetTally = {
	add(record: ReadableInteraction): void;
	readonly total: number;
	/** Records in each of the 128 cells. */
	readonly cells: readonly number[];
	/** Records whose labels are not known. */
	readonly outside: number;
	/** Records by what made them, such as `ollama qwen3:8b`. */
	readonly makers: ReadonlyMap<string, number>;
};

export function createSetTally(): SetTally {
	const cells = new Array<number>(cellCount).fill(0);
	const makers = new Map<string, number>();
	let total = 0;
	let outside = 0;
	return {
		cells,
		makers,
		get total() {
			return total;
		},
		get outside() {
			return outside;
		},
		add(record) {
			total++;
			const cell = cellOfReadable(record);
			if (cell) cells[cellNumber(cell)] = (cells[cellNumber(cell)] as number) + 1;
			else outside++;
			const {engine, model} = record.training_metadata;
			const maker = engine === undefined ? 'v2.2' : `${engine} ${model ?? ''}`.trim();
			makers.set(maker, (makers.get(maker) ?? 0) + 1);
		},
	};
}

/** How many cells hold a record, and the fewest and most that one holds. */
export function describeCoverage(cells: readonly number[]): {covered: number; fewest: number; most: number} {
	return {
		covered: cells.filter(count => count > 0).length,
		fewest: Math.min(...cells),
		most: Math.max(...cells),
	};
}
