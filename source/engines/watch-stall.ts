import type {Clock} from '../pipeline/ports.js';

/** How long an engine may be silent, learned from what it has shown. Shared by all requests to one engine. */
export type Patience = {
	/** Set by the user: holds for every silence. */
	fixedMs: number | undefined;
	slowestFirstMs: number | undefined;
	slowestGapMs: number | undefined;
	/** When any request to this engine last got a token, by `Clock.awake`: one that waits for a slot is not stalled meanwhile. */
	heardAt: number;
	/** Stalls since the last request that went well; each doubles the patience, so a slow engine is not given up. */
	stalls: number;
};

export type StallWatch = {
	/** A token came. */
	heard(): void;
	/** The request went well or not; no timer is left behind. */
	stop(outcome: 'finished' | 'dropped'): void;
};

const unknownFirstMs = 180_000;
const shortestFirstMs = 60_000;
const longestFirstMs = 1_800_000;
const shortestGapMs = 20_000;
const longestGapMs = 600_000;
const doublings = 2;

export function createPatience(fixedMs?: number): Patience {
	return {fixedMs, slowestFirstMs: undefined, slowestGapMs: undefined, heardAt: 0, stalls: 0};
}

/** Longest silence before the first token: 180 s, or six times the slowest one seen, within 60 s and 30 min. */
export function firstTokenLimitMs(patience: Patience): number {
	if (patience.fixedMs !== undefined) return patience.fixedMs;
	const seen = patience.slowestFirstMs;
	const learned = seen === undefined ? unknownFirstMs : Math.max(shortestFirstMs, 6 * seen);
	return Math.min(longestFirstMs, learned * strikeFactor(patience));
}

/**
 * Longest silence between two tokens: 20 s, or 30 times the slowest gap seen, at most 10 min. Twice the slowest
 * first token is allowed as well, because one slot stands still while a server reads the prompt of another.
 */
export function gapLimitMs(patience: Patience): number {
	if (patience.fixedMs !== undefined) return patience.fixedMs;
	const learned = Math.max(30 * (patience.slowestGapMs ?? 0), 2 * (patience.slowestFirstMs ?? 0));
	return Math.min(longestGapMs, Math.max(shortestGapMs, learned) * strikeFactor(patience));
}

function strikeFactor(patience: Patience): number {
	return 2 ** Math.min(doublings, patience.stalls);
}

/** Starts when the request is sent; calls `onStall` once, with the silence in ms, when it has become too long. */
export function watchStall(options: {
	patience: Patience;
	clock: Clock;
	onStall: (silentMs: number) => void;
}): StallWatch {
	const watch = new Watch(options);
	void watch.run();
	return watch;
}

class Watch implements StallWatch {
	readonly #patience: Patience;
	readonly #clock: Clock;
	readonly #onStall: (silentMs: number) => void;
	#sleeping = new AbortController();
	#isStopped = false;
	#startedAt: number;
	#heardAt: number | undefined;
	#slowestGapMs = 0;

	constructor(options: {patience: Patience; clock: Clock; onStall: (silentMs: number) => void}) {
		this.#patience = options.patience;
		this.#clock = options.clock;
		this.#onStall = options.onStall;
		this.#startedAt = this.#clock.awake();
	}

	heard(): void {
		const now = this.#clock.awake();
		const before = this.#heardAt;
		this.#heardAt = now;
		this.#patience.heardAt = now;
		if (before === undefined) this.#noteFirst(now - this.#startedAt);
		else this.#slowestGapMs = Math.max(this.#slowestGapMs, now - before);
	}

	stop(outcome: 'finished' | 'dropped'): void {
		this.#isStopped = true;
		this.#sleeping.abort();
		if (outcome === 'dropped') return;
		this.#patience.slowestGapMs = Math.max(this.#patience.slowestGapMs ?? 0, this.#slowestGapMs);
		this.#patience.stalls = 0;
	}

	async run(): Promise<void> {
		while (!this.#isStopped) {
			const wait = Math.max(1, this.#dueAt() - this.#clock.awake());
			await this.#clock.sleep(wait, this.#sleeping.signal);
			if (!this.#isStopped && this.#clock.awake() >= this.#dueAt()) return this.#giveUp();
		}
	}

	#noteFirst(firstMs: number): void {
		this.#patience.slowestFirstMs = Math.max(this.#patience.slowestFirstMs ?? 0, firstMs);
		// From now on silence is measured by the shorter limit: the long sleep must not outlast it.
		this.#sleeping.abort();
		this.#sleeping = new AbortController();
	}

	/** While others are served a first token may take longer, but not for ever. */
	#dueAt(): number {
		if (this.#heardAt !== undefined) return this.#heardAt + gapLimitMs(this.#patience);
		const limit = firstTokenLimitMs(this.#patience);
		if (this.#patience.fixedMs !== undefined) return this.#startedAt + limit;
		return Math.min(Math.max(this.#startedAt, this.#patience.heardAt) + limit, this.#startedAt + 4 * limit);
	}

	#giveUp(): void {
		this.#patience.stalls++;
		this.#onStall(this.#clock.awake() - (this.#heardAt ?? this.#startedAt));
	}
}
