import {slackOf} from './slack-of.js';

/** A slot that is free for no longer than this is one whose next request is on its way. */
const shortGapMs = 500;

/** The time in which just as many requests are under way as are wanted: only that says something of the rate. In ms. */
export class FullTime {
	#lastAt: number | undefined;
	/** Since when fewer were under way than are wanted. */
	#shortSince: number | undefined;

	/** How long it is since this was last asked; undefined where that time does not count. */
	pass(at: number, {size, slots}: {size: number; slots: number}): number | undefined {
		const passedMs = this.#lastAt === undefined ? 0 : at - this.#lastAt;
		const missing = slots - size - slackOf(slots) / 2;
		this.#shortSince = missing > 0 ? (this.#shortSince ?? this.#lastAt ?? at) : undefined;
		this.#lastAt = at;
		const isShortGap = at - (this.#shortSince ?? at) < shortGapMs && size > 0;
		const isFull = missing <= 0 && size <= slots;
		return isFull || (missing > 0 && isShortGap) ? passedMs : undefined;
	}

	forget(): void {
		this.#lastAt = undefined;
		this.#shortSince = undefined;
	}
}
