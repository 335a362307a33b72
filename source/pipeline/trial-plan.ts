const firstPauseMs = 15_000;
const longestPauseMs = 20_000;
const fewerPauseMs = 10 * 60_000;
/** After a refusal: limits are mostly by the minute. */
const refusedPauseMs = 60_000;
/** Nor more for so long: twice as long each time that a refusal came of having taken more. */
const leastMorePauseMs = 30_000;
const longestMorePauseMs = 40 * 60_000;
/** Growing slowly for so long without a refusal shows that the limit is far away, or gone. */
const slowGrowthMs = 90_000;

/** When more slots or fewer are tried next: up and down in turns. Times in ms. */
export class TrialPlan {
	step: 1 | -1 = 1;
	#nextAt = Number.POSITIVE_INFINITY;
	#pauseMs = firstPauseMs;
	/** Fewer cost speed while they are tried: not before this, unless some seem to wait. */
	#fewerFrom = 0;
	/** More were refused: not before this. */
	#moreFrom = 0;
	#morePauseMs = leastMorePauseMs;
	/** After a refusal, until it lapses: since when more have been taken slowly. */
	#slowGrowth: {since: number} | undefined;

	isDue(at: number): boolean {
		return at >= this.#nextAt;
	}

	mayTakeMore(at: number): boolean {
		return at >= this.#moreFrom;
	}

	/** More only while none waits; fewer while some do, or now and then. */
	isWorthIt(at: number, {isOneWaiting}: {isOneWaiting: boolean}): boolean {
		return this.step === 1 ? !isOneWaiting && this.mayTakeMore(at) : isOneWaiting || at >= this.#fewerFrom;
	}

	/** From a number that was found; `isSteep`: fewer are known to give less. */
	begin(at: number, {isSteep}: {isSteep: boolean}): void {
		this.step = 1;
		this.#pauseMs = firstPauseMs;
		this.#nextAt = at + firstPauseMs;
		this.#fewerFrom = isSteep ? at + fewerPauseMs : at;
	}

	/** The other way round, and each round later than the one before. */
	turn(at: number): void {
		if (this.step === -1) this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
		this.step = this.step === 1 ? -1 : 1;
		this.#nextAt = at + this.#pauseMs;
	}

	waitUntil(at: number): void {
		this.#nextAt = at;
	}

	noteFewerGaveLess(at: number): void {
		this.#fewerFrom = at + fewerPauseMs;
	}

	/** A trial of more was taken. False where the next has to be one more again. */
	noteMoreTaken(at: number): boolean {
		if (!this.#slowGrowth) return true;
		this.#slowGrowth.since = Math.min(this.#slowGrowth.since, at);
		if (at - this.#slowGrowth.since < slowGrowthMs) return false;
		this.#slowGrowth = undefined;
		return true;
	}

	/** More are not tried for a while: a longer one each time that it came of having grown. */
	noteRefused(at: number, {hasGrown}: {hasGrown: boolean}): void {
		if (hasGrown) this.#morePauseMs = Math.min(longestMorePauseMs, this.#morePauseMs * 2);
		this.#moreFrom = at + this.#morePauseMs;
		this.#nextAt = at + refusedPauseMs;
		this.#slowGrowth = {since: Number.POSITIVE_INFINITY};
	}
}
