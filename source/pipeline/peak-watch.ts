/** So many requests have to be taken up, and so long has to pass, before it is said how many are written at once. */
const takenUpPerSlot = 1.5;
const windowMs = 8_000;

/** The most requests that one host was seen writing at once. Times in ms. */
export class PeakWatch {
	/** Since the number of slots was last changed. */
	most = 0;
	/** The same since `since`, and how many requests were taken up meanwhile. */
	#lately = {since: 0, most: 0, takenUp: 0};

	restart(written: number, at: number): void {
		this.most = written;
		this.#lately = {since: at, most: written, takenUp: 0};
	}

	/** Another one is written. Where fewer are asked than are wanted, few written say nothing of the server. */
	noteTakenUp(written: number, {isAllAsked}: {isAllAsked: boolean}): void {
		this.most = Math.max(this.most, written);
		this.#lately.most = Math.max(this.#lately.most, written);
		if (isAllAsked) this.#lately.takenUp++;
	}

	/** The most of the time that has just passed; undefined before that was long enough. */
	takeLatest(slots: number, {written, at}: {written: number; at: number}): number | undefined {
		const {since, most, takenUp} = this.#lately;
		if (at - since < windowMs || takenUp <= takenUpPerSlot * slots) return undefined;
		this.#lately = {since: at, most: written, takenUp: 0};
		return most;
	}
}
