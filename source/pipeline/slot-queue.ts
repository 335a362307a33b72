/** Plan indexes still to be made, lowest first; a refill goes to the front of those behind it. */
export type SlotQueue = {
	readonly size: number;
	take(): number | undefined;
	put(planIndex: number): void;
	remove(planIndex: number): boolean;
};

/** `planIndexes` ascending. Taking costs the same however long the queue is. */
export function createSlotQueue(planIndexes: number[]): SlotQueue {
	let next = 0;
	const returned: number[] = [];
	const removed = new Set<number>();

	function skipRemoved(): void {
		while (next < planIndexes.length && removed.has(planIndexes[next] as number)) {
			removed.delete(planIndexes[next] as number);
			next++;
		}
	}

	return {
		get size() {
			return planIndexes.length - next - removed.size + returned.length;
		},
		take() {
			if (returned.length > 0) return returned.shift();
			skipRemoved();
			return planIndexes[next] === undefined ? undefined : planIndexes[next++];
		},
		put(planIndex) {
			const place = returned.findIndex(other => other > planIndex);
			returned.splice(place === -1 ? returned.length : place, 0, planIndex);
		},
		remove(planIndex) {
			const place = returned.indexOf(planIndex);
			if (place >= 0) return returned.splice(place, 1).length > 0;
			if (!planIndexes.includes(planIndex, next) || removed.has(planIndex)) return false;
			removed.add(planIndex);
			return true;
		},
	};
}
