import {FullTime} from './full-time.js';
import {mostAtOnce} from './most-at-once.js';
import {OpenCalls, type WrittenCall} from './open-calls.js';
import {PeakWatch} from './peak-watch.js';
import {createRateBook, type RateBook} from './rate-book.js';
import {ReplyShape} from './reply-shape.js';
import {servedAtOnce, slackOf} from './slack-of.js';
import {slotsAfterRefusal} from './slots-after-refusal.js';
import {TrialPlan} from './trial-plan.js';
import {byReplies, byTokens, rampMs, trialMs, type Yardstick} from './yardstick.js';

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

/** Doubling has to decode this much more. */
const worthDoubling = 1.1;
/** Between two trials of the same fewer: as long as it takes to see again what the usual number gives. */
const confirmMs = trialMs + 2_000;
/** A change this large, held for two windows, means that what was learned is no longer so. */
const collapse = 0.6;
const winsForFewer = 2;
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
	readonly #time = new FullTime();
	readonly #rates: RateBook = createRateBook();
	readonly #shape = new ReplyShape();
	readonly #peak = new PeakWatch();
	readonly #trials = new TrialPlan();
	/** Fewer that may give as much: have to show it in two trials. */
	#promising: {slots: number; wins: number} | undefined;
	#changedAt = 0;
	/** The last change was one to more. */
	#hasGrown = false;
	#refusedAt = Number.NEGATIVE_INFINITY;
	/** Nothing that was sent after the last refusal has been taken yet. */
	#isRefusing = false;

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
		const written = this.#open.write(call, at);
		if (!written) return;
		if (written.sentAt > this.#refusedAt) this.#isRefusing = false;
		if (written.pieces === 1) {
			const isAllAsked = this.#open.size >= this.#slots - slackOf(this.#slots);
			this.#peak.noteTakenUp(this.#open.writtenCount, {isAllAsked});
		}
		this.#pass(at, 1);
		this.#shape.noteText(written, at);
		this.#decide(at);
	}

	ended(call: number, at: number): void {
		const isCounted = this.#pass(at, 0);
		const written = this.#open.end(call);
		if (!written) return;
		const {isAtOnce} = this.#shape;
		this.#shape.noteEnd(written, at);
		if (this.#shape.isAtOnce !== isAtOnce) this.#rates.clear();
		else if (isAtOnce && isCounted) this.#noteWhole(written, at);
	}

	/** What was under way by then, is sent again before any is taken, or is a leftover of a trial says nothing new. */
	refused(call: number, at: number): void {
		const sentAt = this.#open.sentAt(call);
		if (sentAt === undefined || sentAt <= this.#refusedAt) return;
		if (this.#isRefusing || this.#open.size > this.#slots) return;
		this.#refusedAt = at;
		this.#isRefusing = true;
		const [hasGrown, phase] = [this.#hasGrown, this.#phase];
		const grownFrom = 'base' in phase ? phase.base : 'below' in phase ? phase.below?.slots : undefined;
		const found = {slots: this.#slots, grownFrom, mostWritten: this.#peak.most};
		this.#settle(slotsAfterRefusal(found), at);
		this.#trials.noteRefused(at, {hasGrown});
	}

	forget(): void {
		this.#open.clear();
		this.#time.forget();
		this.#rates.dropWindows();
	}

	/** All are written at once, but for those whose prompt is being read; so they may be where replies do not show it. */
	get #isFull(): boolean {
		return this.#shape.isAtOnce || this.#peak.most >= this.#slots - slackOf(this.#slots);
	}

	/** False where the time since the last call or token says nothing of the rate. */
	#pass(at: number, tokens: number): boolean {
		const ms = this.#time.pass(at, {size: this.#open.size, slots: this.#slots});
		if (ms !== undefined && !this.#shape.isAtOnce) this.#rates.note(this.#slots, {ms, tokens});
		return ms !== undefined;
	}

	/** Its text is that of its whole time, in which it had a slot's share of what was under way. */
	#noteWhole({sentAt, pieces}: WrittenCall, at: number): void {
		if (sentAt < this.#changedAt) return;
		this.#rates.note(this.#slots, {ms: (at - sentAt) / this.#slots, tokens: pieces});
	}

	#decide(at: number): void {
		if (this.#phase.name === 'ramp') this.#climb(this.#phase.below, at);
		else if (this.#phase.name === 'trial') this.#judgeTrial(this.#phase.base, at);
		else if (!this.#follow(at) && this.#trials.isDue(at)) this.#startTrial(at);
	}

	/** Of replies that come at once neither shows anything but how they happen to fall together. */
	#follow(at: number): boolean {
		return !this.#shape.isAtOnce && (this.#followPeak(at) || this.#followRate(at));
	}

	/** Two or more that always wait: the server has fewer slots than it had. */
	#followPeak(at: number): boolean {
		const peak = this.#peak.takeLatest(this.#slots, {written: this.#open.writtenCount, at});
		if (peak === undefined || peak > this.#slots - 2 - slackOf(this.#slots)) return false;
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
		const measured = this.#measure('ramp');
		if (!measured || !this.#shape.isKnown) return;
		if (!this.#isFull && measured.ms < 2 * rampMs) return;
		const isQueueing = !this.#isFull && this.#peak.most <= this.#slots / 2;
		const pays = !below || measured.rate >= below.rate * worthDoubling;
		if (isQueueing || (below && !this.#isFull && pays)) this.#settle(servedAtOnce(this.#peak.most), at);
		else if (pays && this.#slots < mostAtOnce && this.#trials.mayTakeMore(at))
			this.#double(measured.rate, at);
		else
			this.#settle(
				below && below.rate >= measured.rate * this.#yardstick.asGood ? below.slots : this.#slots,
				at,
			);
	}

	#double(rate: number, at: number): void {
		this.#phase = {name: 'ramp', below: {slots: this.#slots, rate}};
		const wanted = Math.min(mostAtOnce, this.#slots * 2);
		this.#rates.drop(wanted);
		this.#change(wanted, at);
	}

	get #yardstick(): Yardstick {
		return this.#shape.isAtOnce ? byReplies : byTokens;
	}

	#measure(purpose: 'ramp' | 'trial') {
		const measured = this.#rates.of(this.#slots);
		const found = {purpose, slots: this.#slots, durationMs: this.#shape.durationMs};
		return measured && this.#yardstick.isEnough(measured, found) ? measured : undefined;
	}

	#settle(slots: number, at: number): void {
		this.#phase = {name: 'settled'};
		this.#promising = undefined;
		this.#trials.begin(at, {isSteep: this.#rates.isSteepBelow(slots)});
		this.#change(slots, at);
	}

	#startTrial(at: number): void {
		const next = this.#slots + this.#trials.step * this.#yardstick.trialSizeOf(this.#slots);
		const wanted = this.#promising?.slots ?? next;
		const isOneWaiting = !this.#isFull && at - this.#changedAt > trialMs;
		const isWorthIt = this.#promising !== undefined || this.#trials.isWorthIt(at, {isOneWaiting});
		if (wanted < 1 || wanted > mostAtOnce || !isWorthIt) {
			this.#trials.turn(at);
			return;
		}
		this.#phase = {name: 'trial', base: this.#slots};
		this.#rates.drop(wanted);
		this.#change(wanted, at);
	}

	#judgeTrial(base: number, at: number): void {
		const tried = this.#measure('trial');
		if (!tried) return;
		const usual = this.#rates.of(base)?.rate ?? 0;
		const isMore = this.#slots > base;
		const {worthMore, worthFewer} = this.#yardstick;
		if (!isMore && tried.rate * collapse > usual) this.#climbAgain(base, at);
		else if (tried.rate < usual * (isMore ? worthMore(base) : worthFewer)) this.#endTrial(base, at);
		else if (isMore) this.#acceptMore(at);
		else this.#acceptFewer(base, at);
	}

	#acceptMore(at: number): void {
		const mayDouble = this.#trials.noteMoreTaken(at);
		if (!this.#isFull || this.#shape.isAtOnce || !mayDouble) this.#settle(this.#slots, at);
		else this.#phase = {name: 'ramp', below: undefined};
	}

	#acceptFewer(base: number, at: number): void {
		const wins = (this.#promising?.wins ?? 0) + 1;
		const isFarFewer = this.#slots < base - this.#yardstick.trialSizeOf(base);
		if (wins >= winsForFewer) {
			const served = this.#shape.isAtOnce ? this.#slots : servedAtOnce(this.#peak.most);
			this.#settle(Math.min(this.#slots, served), at);
			if (isFarFewer) this.#promise(Math.floor(this.#slots / 2));
			return;
		}
		this.#promising = {slots: this.#slots, wins};
		this.#rates.drop(base);
		this.#phase = {name: 'settled'};
		this.#trials.waitUntil(at + confirmMs);
		this.#change(base, at);
	}

	#promise(slots: number): void {
		this.#promising = slots >= 1 && slots < this.#slots ? {slots, wins: 0} : undefined;
	}

	#endTrial(base: number, at: number): void {
		if (this.#slots < base) this.#trials.noteFewerGaveLess(at);
		this.#promising = undefined;
		this.#phase = {name: 'settled'};
		this.#trials.turn(at);
		this.#change(base, at);
	}

	#change(slots: number, at: number): void {
		this.#changedAt = at;
		if (slots !== this.#slots) this.#hasGrown = slots > this.#slots;
		this.#slots = slots;
		this.#peak.restart(this.#open.writtenCount, at);
		this.#rates.dropWindows();
	}
}
