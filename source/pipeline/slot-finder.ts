import {createRateBook, type RateBook} from './rate-book.js';

/** How many requests at once one engine host rewards, found by watching it work. Times in ms. */
export type SlotFinder = {
	/** How many at once to use from now on. */
	readonly slots: number;
	/** It is being tried out and may be taken back in a moment. */
	readonly isTrial: boolean;
	sent(call: number, at: number): void;
	token(call: number, at: number): void;
	ended(call: number, at: number): void;
	/** A pause, an outage: nothing that was under way counts any more. */
	forget(): void;
};

type OpenCall = {sentAt: number; firstAt: number | undefined};

type Phase =
	/** Twice as many each time, as long as that decodes enough more tokens a second. */
	| {name: 'ramp'; below: {slots: number; rate: number} | undefined}
	| {name: 'settled'}
	/** One more or one fewer for a while. */
	| {name: 'trial'; base: number};

const rampMs = 4_000;
const rampTokens = 40;
const trialMs = 8_000;
/** Doubling has to decode this much more, one more this much more, one fewer may decode this much less. */
const worthDoubling = 1.1;
const worthOneMore = 1.04;
const worthOneFewer = 0.985;
const asGood = 0.97;
/** Where half as many gave so much less, one fewer gives less too, and need not be tried. */
const steep = 0.8;
const firstTrialMs = 15_000;
const longestTrialPauseMs = 2 * 60_000;
const fewerPauseMs = 10 * 60_000;
/** A change this large, held for two windows, means that what was learned is no longer so. */
const collapse = 0.6;
/** A slot that is free for no longer than this is one whose next request is on its way. */
const shortGapMs = 500;
const mostSlots = 64;
export const firstSlots = 2;

/**
 * Watches two things. A request beyond the slots of a server only waits for its first token while the others are written:
 * the most that were ever written at once shows how many fit. And where all are written at once, more pay only as long as
 * more tokens a second come of them. Begins with two, doubles, then tries one more or one fewer now and then, less and
 * less often while that changes nothing. A rate that has become another makes it search again.
 */
export function createSlotFinder(first = firstSlots): SlotFinder {
	return new Finder(first);
}

class Finder implements SlotFinder {
	#slots: number;
	#phase: Phase = {name: 'ramp', below: undefined};
	readonly #open = new Map<number, OpenCall>();
	readonly #rates: RateBook = createRateBook();
	/** Most that were written at once since the number was last changed. */
	#peak = 0;
	#lastAt: number | undefined;
	#nextTrialAt = Number.POSITIVE_INFINITY;
	#trialPauseMs = firstTrialMs;
	#trialStep: 1 | -1 = 1;
	#changedAt = 0;
	/** Fewer cost speed while they are tried: not before this, unless some seem to wait. */
	#fewerFrom = 0;

	constructor(first: number) {
		this.#slots = first;
	}

	get slots(): number {
		return this.#slots;
	}

	get isTrial(): boolean {
		return this.#phase.name === 'trial';
	}

	sent(call: number, at: number): void {
		this.#pass(at, 0);
		this.#open.set(call, {sentAt: at, firstAt: undefined});
	}

	token(call: number, at: number): void {
		const open = this.#open.get(call);
		if (!open) return;
		if (open.firstAt === undefined) {
			open.firstAt = at;
			this.#peak = Math.max(this.#peak, this.#countWritten());
		}
		this.#pass(at, 1);
		this.#decide(at);
	}

	ended(call: number, at: number): void {
		this.#pass(at, 0);
		this.#open.delete(call);
	}

	forget(): void {
		this.#open.clear();
		this.#lastAt = undefined;
		this.#rates.dropWindows();
	}

	#countWritten(): number {
		let written = 0;
		for (const {firstAt} of this.#open.values()) if (firstAt !== undefined) written++;
		return written;
	}

	/** Time goes into the rate only while just as many are under way as are wanted. */
	#pass(at: number, tokens: number): void {
		const passedMs = this.#lastAt === undefined ? 0 : at - this.#lastAt;
		this.#lastAt = at;
		const missing = this.#slots - this.#open.size;
		if (missing === 0 || (missing > 0 && passedMs < shortGapMs && this.#open.size > 0)) {
			this.#rates.note(this.#slots, {ms: passedMs, tokens});
		}
	}

	#decide(at: number): void {
		if (this.#phase.name === 'ramp') this.#climb(this.#phase.below, at);
		else if (this.#phase.name === 'trial') this.#judgeTrial(this.#phase.base, at);
		else if (this.#rates.hasChanged(this.#slots, collapse)) this.#searchAgain(at);
		else if (at >= this.#nextTrialAt) this.#startTrial(at);
	}

	#climb(below: {slots: number; rate: number} | undefined, at: number): void {
		const measured = this.#measure(rampMs);
		if (!measured) return;
		const isFull = this.#peak >= this.#slots;
		if (!isFull && measured.ms < 2 * rampMs) return;
		const isQueueing = this.#peak <= this.#slots / 2;
		const pays = !below || measured.rate >= below.rate * worthDoubling;
		if (isQueueing) this.#settle(this.#peak, at);
		else if (pays && this.#slots < mostSlots) this.#double(measured.rate, at);
		else this.#settle(below && below.rate >= measured.rate * asGood ? below.slots : this.#slots, at);
	}

	#double(rate: number, at: number): void {
		this.#phase = {name: 'ramp', below: {slots: this.#slots, rate}};
		const wanted = Math.min(mostSlots, this.#slots * 2);
		this.#rates.drop(wanted);
		this.#change(wanted, at);
	}

	#measure(longEnoughMs: number) {
		const measured = this.#rates.of(this.#slots);
		const isEnough = measured && measured.ms >= longEnoughMs && measured.tokens >= rampTokens;
		return isEnough ? measured : undefined;
	}

	#settle(slots: number, at: number): void {
		this.#phase = {name: 'settled'};
		this.#trialPauseMs = firstTrialMs;
		this.#trialStep = 1;
		this.#nextTrialAt = at + firstTrialMs;
		this.#fewerFrom = this.#isSteepBelow(slots) ? at + fewerPauseMs : at;
		this.#change(slots, at);
	}

	#isSteepBelow(slots: number): boolean {
		const half = this.#rates.of(Math.floor(slots / 2));
		const here = this.#rates.of(slots);
		return half !== undefined && here !== undefined && half.rate < here.rate * steep;
	}

	#startTrial(at: number): void {
		const wanted = this.#slots + this.#trialStep;
		if (wanted < 1 || wanted > mostSlots || !this.#isWorthTrying(at)) {
			this.#planTrial(at);
			return;
		}
		this.#phase = {name: 'trial', base: this.#slots};
		this.#rates.drop(wanted);
		this.#change(wanted, at);
	}

	/** More only while none waits; fewer while some do, or now and then. */
	#isWorthTrying(at: number): boolean {
		const isOneWaiting = this.#peak < this.#slots && at - this.#changedAt > trialMs;
		return this.#trialStep === 1 ? !isOneWaiting : isOneWaiting || at >= this.#fewerFrom;
	}

	#judgeTrial(base: number, at: number): void {
		const tried = this.#measure(trialMs);
		if (!tried) return;
		const usual = this.#rates.of(base)?.rate ?? 0;
		const isMore = this.#slots > base;
		if (tried.rate < usual * (isMore ? worthOneMore : worthOneFewer)) this.#endTrial(base, at);
		else if (!isMore) this.#settle(Math.max(1, Math.min(this.#slots, this.#peak)), at);
		else if (this.#peak < this.#slots) this.#settle(this.#slots, at);
		else this.#phase = {name: 'ramp', below: undefined};
	}

	#endTrial(base: number, at: number): void {
		if (this.#slots < base) this.#fewerFrom = at + fewerPauseMs;
		this.#phase = {name: 'settled'};
		this.#planTrial(at);
		this.#change(base, at);
	}

	/** Up and down in turns; each round later than the one before. */
	#planTrial(at: number): void {
		if (this.#trialStep === -1) this.#trialPauseMs = Math.min(longestTrialPauseMs, this.#trialPauseMs * 2);
		this.#trialStep = this.#trialStep === 1 ? -1 : 1;
		this.#nextTrialAt = at + this.#trialPauseMs;
	}

	#searchAgain(at: number): void {
		this.#rates.clear();
		this.#phase = {name: 'ramp', below: undefined};
		this.#change(Math.max(1, Math.floor(this.#slots / 2)), at);
	}

	#change(slots: number, at: number): void {
		this.#changedAt = at;
		this.#slots = slots;
		this.#peak = this.#countWritten();
		this.#rates.dropWindows();
	}
}
