/** Plan indexes still to be made, lowest first; a refill goes to the front of those behind it. */
export type SlotQueue = {
	readonly size: number;
	/** The lowest that `isTakeable` lets through; every one unless given. */
	take(isTakeable?: (planIndex: number) => boolean): number | undefined;
	put(planIndex: number): void;
	remove(planIndex: number): boolean;
};

/** `planIndexes` ascending. Taking costs the same however long the queue is, plus what is passed over. */
export function createSlotQueue(planIndexes: number[]): SlotQueue {
	let next = 0;
	const returned: number[] = [];
	const removed = new Set<number>();
	const everyOne = () => true;

	/** What is passed over moves to `returned`, which is looked at first the next time. */
	function takeLater(isTakeable: (planIndex: number) => boolean): number | undefined {
		for (skipRemoved(); next < planIndexes.length; skipRemoved()) {
			const planIndex = planIndexes[next++] as number;
			if (isTakeable(planIndex)) return planIndex;
			insert(planIndex);
		}
		return undefined;
	}

	function insert(planIndex: number): void {
		const place = returned.findIndex(other => other > planIndex);
		returned.splice(place === -1 ? returned.length : place, 0, planIndex);
	}

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
		take(isTakeable = everyOne) {
			const place = returned.findIndex(isTakeable);
			return place === -1 ? takeLater(isTakeable) : returned.splice(place, 1)[0];
		},
		put: insert,
		remove(planIndex) {
			const place = returned.indexOf(planIndex);
			if (place >= 0) return returned.splice(place, 1).length > 0;
			if (!planIndexes.includes(planIndex, next) || removed.has(planIndex)) return false;
			removed.add(planIndex);
			return true;
		},
	};
}
