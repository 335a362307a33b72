import {comesAtOnce} from '../domain/comes-at-once.js';
import type {WrittenCall} from './open-calls.js';

const newestWeight = 0.2;

/** Whether replies come while they are written, or all at once when they are done. Times in ms. */
export class ReplyShape {
	/** Of the latest replies, the share that came at once; undefined before any shows how it comes. */
	#atOnce: number | undefined;
	#durationMs: number | undefined;

	get isKnown(): boolean {
		return this.#atOnce !== undefined;
	}

	get isAtOnce(): boolean {
		return this.#atOnce !== undefined && this.#atOnce > 0.5;
	}

	/** How long a reply takes that comes at once. */
	get durationMs(): number {
		return this.#durationMs ?? 0;
	}

	/** More text of a reply that is being written. */
	noteText(call: WrittenCall, at: number): void {
		if (isSpread(call, at)) this.#atOnce ??= 0;
	}

	noteEnd(call: WrittenCall, at: number): void {
		const isAtOnce = !isSpread(call, at);
		this.#atOnce = blend(this.#atOnce, isAtOnce ? 1 : 0);
		if (isAtOnce) this.#durationMs = blend(this.#durationMs, at - call.sentAt);
	}
}

function isSpread({sentAt, firstAt}: WrittenCall, at: number): boolean {
	return !comesAtOnce({firstTokenMs: firstAt - sentAt, durationMs: at - sentAt});
}

function blend(before: number | undefined, newest: number): number {
	return before === undefined ? newest : before * (1 - newestWeight) + newest * newestWeight;
}
