import {mostAtOnce} from './most-at-once.js';
import {OpenCalls} from './open-calls.js';
import {createRateBook, type RateBook} from './rate-book.js';
import {servedAtOnce, slackOf, trialSizeOf, worthMore} from './slack-of.js';

/** How many requests at once one engine host rewards, found by watching it work. Times in ms. */
export type SlotFinder = {
	/** How many at once to use from now on. */
	readonly slots: number;
	/** It is being tried out and may be taken back in a moment. */
	readonly isTrial: boolean;
	sent(call: number, at: number): void;
	token(call: number, at: number): void;
	/** The server takes no more for now. Ended is said as well. */
	refused(call: number, at: number): void;
	ended(call: number, at: number): void;
	/** A pause, an outage: nothing that was under way counts any more. */
	forget(): void;
};

type Phase =
	/** Twice as many each time, as long as that decodes enough more tokens a second. */
	| {name: 'ramp'; below: {slots: number; rate: number} | undefined}
	| {name: 'settled'}
	/** More or fewer for a while. */
	| {name: 'trial'; base: number};

const rampMs = 4_000;
const rampTokens = 40;
const trialMs = 8_000;
/** Doubling has to decode this much more, one fewer may decode this much less. */
const worthDoubling = 1.1;
const worthOneFewer = 0.985;
const asGood = 0.97;
const firstTrialMs = 15_000;
const longestTrialPauseMs = 20_000;
/** Between two trials of the same fewer: as long as it takes to see again what the usual number gives. */
const confirmMs = trialMs + 2_000;
const fewerPauseMs = 10 * 60_000;
/** A change this large, held for two windows, means that what was learned is no longer so. */
const collapse = 0.6;
/** So many requests have to be taken up, and so long has to pass, before it is said how many are written at once. */
const takenUpPerSlot = 1.5;
const peakWindowMs = 8_000;
const winsForFewer = 2;
/** After a refusal: limits are mostly by the minute. */
const refusedPauseMs = 60_000;
/** A slot that is free for no longer than this is one whose next request is on its way. */
const shortGapMs = 500;
export const firstSlots = 2;

/**
 * Watches two things. A request beyond the slots of a server only waits for its first token while the others are written:
 * the most that were ever written at once shows how many fit. And where all are written at once, more pay only as long as
 * more tokens a second come of them. Begins with two, doubles, then tries one more or one fewer now and then.
 * A rate that fell is the machine's until fewer at once have twice given as much; one that rose is a reason to double again.
 */
export function createSlotFinder(first = firstSlots): SlotFinder {
	return new Finder(first);
}

class Finder implements SlotFinder {
	#slots: number;
	#phase: Phase = {name: 'ramp', below: undefined};
	readonly #open = new OpenCalls();
	readonly #rates: RateBook = createRateBook();
	/** Most that were written at once since the number was last changed. */
	#peak = 0;
	/** The same since `since`, and how many requests were taken up meanwhile. */
	#lately = {since: 0, peak: 0, takenUp: 0};
	/** Fewer that may give as much: have to show it in two trials. */
	#promising: {slots: number; wins: number} | undefined;
	#lastAt: number | undefined;
	/** Since when fewer were under way than are wanted. */
	#shortSince: number | undefined;
	#nextTrialAt = Number.POSITIVE_INFINITY;
	#trialPauseMs = firstTrialMs;
	#trialStep: 1 | -1 = 1;
	#changedAt = 0;
	/** Fewer cost speed while they are tried: not before this, unless some seem to wait. */
	#fewerFrom = 0;
	#refusedAt = Number.NEGATIVE_INFINITY;

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
		this.#open.begin(call, at);
	}

	token(call: number, at: number): void {
		if (!this.#open.has(call)) return;
		if (this.#open.write(call)) this.#noteTakenUp();
		this.#pass(at, 1);
		this.#decide(at);
	}

	ended(call: number, at: number): void {
		this.#pass(at, 0);
		this.#open.end(call);
	}

	/** One fewer; those that were under way by then are refused with it and say nothing new. */
	refused(call: number, at: number): void {
		const sentAt = this.#open.sentAt(call);
		if (sentAt === undefined || sentAt <= this.#refusedAt) return;
		this.#refusedAt = at;
		this.#settle(Math.max(1, this.#slots - 1), at);
		this.#nextTrialAt = at + refusedPauseMs;
	}

	forget(): void {
		this.#open.clear();
		this.#lastAt = undefined;
		this.#shortSince = undefined;
		this.#rates.dropWindows();
	}

	/** All are written at once, but for those whose prompt is being read. */
	get #isFull(): boolean {
		return this.#peak >= this.#slots - slackOf(this.#slots);
	}

	#noteTakenUp(): void {
		const written = this.#open.writtenCount;
		this.#peak = Math.max(this.#peak, written);
		this.#lately.peak = Math.max(this.#lately.peak, written);
		// Where fewer are asked than are wanted, few written say nothing of the server.
		if (this.#open.size >= this.#slots - slackOf(this.#slots)) this.#lately.takenUp++;
	}

	/** Time goes into the rate only while just as many are under way as are wanted. */
	#pass(at: number, tokens: number): void {
		const passedMs = this.#lastAt === undefined ? 0 : at - this.#lastAt;
		const missing = this.#slots - this.#open.size - slackOf(this.#slots) / 2;
		this.#shortSince = missing > 0 ? (this.#shortSince ?? this.#lastAt ?? at) : undefined;
		this.#lastAt = at;
		const isShortGap = at - (this.#shortSince ?? at) < shortGapMs && this.#open.size > 0;
		const isFull = missing <= 0 && this.#open.size <= this.#slots;
		if (isFull || (missing > 0 && isShortGap)) {
			this.#rates.note(this.#slots, {ms: passedMs, tokens});
		}
	}

	#decide(at: number): void {
		if (this.#phase.name === 'ramp') this.#climb(this.#phase.below, at);
		else if (this.#phase.name === 'trial') this.#judgeTrial(this.#phase.base, at);
		else if (!this.#followPeak(at) && !this.#followRate(at) && at >= this.#nextTrialAt) this.#startTrial(at);
	}

	/** Two or more that always wait: the server has fewer slots than it had. */
	#followPeak(at: number): boolean {
		const {since, peak, takenUp} = this.#lately;
		if (at - since < peakWindowMs || takenUp <= takenUpPerSlot * this.#slots) return false;
		this.#lately = {since: at, peak: this.#open.writtenCount, takenUp: 0};
		if (peak > this.#slots - 2 - slackOf(this.#slots)) return false;
		this.#rates.clear();
		this.#settle(servedAtOnce(peak), at);
		return true;
	}

	#followRate(at: number): boolean {
		const change = this.#rates.findChange(this.#slots, collapse);
		if (!change) return false;
		if (change === 'rose') {
			this.#climbAgain(this.#slots, at);
			return true;
		}
		this.#rates.clear();
		this.#settle(this.#slots, at);
		this.#promise(Math.floor(this.#slots / 2));
		return true;
	}

	/** The machine is faster than it was: what was measured on it says nothing any more. */
	#climbAgain(slots: number, at: number): void {
		this.#rates.clear();
		this.#promising = undefined;
		this.#phase = {name: 'ramp', below: undefined};
		this.#change(slots, at);
	}

	#climb(below: {slots: number; rate: number} | undefined, at: number): void {
		const measured = this.#measure(rampMs);
		if (!measured) return;
		if (!this.#isFull && measured.ms < 2 * rampMs) return;
		const isQueueing = this.#peak <= this.#slots / 2;
		const pays = !below || measured.rate >= below.rate * worthDoubling;
		if (isQueueing || (below && !this.#isFull && pays)) this.#settle(servedAtOnce(this.#peak), at);
		else if (pays && this.#slots < mostAtOnce) this.#double(measured.rate, at);
		else this.#settle(below && below.rate >= measured.rate * asGood ? below.slots : this.#slots, at);
	}

	#double(rate: number, at: number): void {
		this.#phase = {name: 'ramp', below: {slots: this.#slots, rate}};
		const wanted = Math.min(mostAtOnce, this.#slots * 2);
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
		this.#promising = undefined;
		this.#trialPauseMs = firstTrialMs;
		this.#trialStep = 1;
		this.#nextTrialAt = at + firstTrialMs;
		this.#fewerFrom = this.#rates.isSteepBelow(slots) ? at + fewerPauseMs : at;
		this.#change(slots, at);
	}

	#startTrial(at: number): void {
		const wanted = this.#promising?.slots ?? this.#slots + this.#trialStep * trialSizeOf(this.#slots);
		if (wanted < 1 || wanted > mostAtOnce || !(this.#promising || this.#isWorthTrying(at))) {
			this.#planTrial(at);
			return;
		}
		this.#phase = {name: 'trial', base: this.#slots};
		this.#rates.drop(wanted);
		this.#change(wanted, at);
	}

	/** More only while none waits; fewer while some do, or now and then. */
	#isWorthTrying(at: number): boolean {
		const isOneWaiting = !this.#isFull && at - this.#changedAt > trialMs;
		return this.#trialStep === 1 ? !isOneWaiting : isOneWaiting || at >= this.#fewerFrom;
	}

	#judgeTrial(base: number, at: number): void {
		const tried = this.#measure(trialMs);
		if (!tried) return;
		const usual = this.#rates.of(base)?.rate ?? 0;
		const isMore = this.#slots > base;
		if (!isMore && tried.rate * collapse > usual) this.#climbAgain(base, at);
		else if (tried.rate < usual * (isMore ? worthMore(base) : worthOneFewer)) this.#endTrial(base, at);
		else if (!isMore) this.#acceptFewer(base, at);
		else if (!this.#isFull) this.#settle(this.#slots, at);
		else this.#phase = {name: 'ramp', below: undefined};
	}

	#acceptFewer(base: number, at: number): void {
		const wins = (this.#promising?.wins ?? 0) + 1;
		const isFarFewer = this.#slots < base - trialSizeOf(base);
		if (wins >= winsForFewer) {
			this.#settle(Math.min(this.#slots, servedAtOnce(this.#peak)), at);
			if (isFarFewer) this.#promise(Math.floor(this.#slots / 2));
			return;
		}
		this.#promising = {slots: this.#slots, wins};
		this.#rates.drop(base);
		this.#phase = {name: 'settled'};
		this.#nextTrialAt = at + confirmMs;
		this.#change(base, at);
	}

	#promise(slots: number): void {
		this.#promising = slots >= 1 && slots < this.#slots ? {slots, wins: 0} : undefined;
	}

	#endTrial(base: number, at: number): void {
		if (this.#slots < base) this.#fewerFrom = at + fewerPauseMs;
		this.#promising = undefined;
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

	#change(slots: number, at: number): void {
		this.#changedAt = at;
		this.#slots = slots;
		this.#peak = this.#open.writtenCount;
		this.#lately = {since: at, peak: this.#peak, takenUp: 0};
		this.#rates.dropWindows();
	}
}
