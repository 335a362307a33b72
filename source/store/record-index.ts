import type {LinePosition} from './read-lines.js';

/** Where each record of the journal stands. About 90 bytes a record, ids included. */
export interface RecordIndex {
	readonly size: number;
	has(id: string): boolean;
	add(id: string, position: LinePosition): void;
	positionOf(id: string): LinePosition | undefined;
}

export function createRecordIndex(): RecordIndex {
	const slots = new Map<string, number>();
	let offsets = new Float64Array(64);
	let lengths = new Uint32Array(64);

	function grow(): void {
		const wider = new Float64Array(offsets.length * 2);
		wider.set(offsets);
		offsets = wider;
		const longer = new Uint32Array(lengths.length * 2);
		longer.set(lengths);
		lengths = longer;
	}

	return {
		get size() {
			return slots.size;
		},
		has: id => slots.has(id),
		add: (id, position) => {
			const slot = slots.size;
			if (slot === offsets.length) grow();
			offsets[slot] = position.offset;
			lengths[slot] = position.length;
			slots.set(id, slot);
		},
		positionOf: id => {
			const slot = slots.get(id);
			if (slot === undefined) return undefined;
			return {offset: offsets[slot] as number, length: lengths[slot] as number};
		},
	};
}
