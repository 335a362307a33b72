import {createRandom} from '../domain/random.js';
import {AbortedError, isRateLimited} from '../pipeline/errors.js';
import type {Clock, ReadingRequest} from '../pipeline/ports.js';

/** Holds requests to one server back while it takes none. */
export type RateGate = {
	/**
	 * Sends when it is this request's turn; a refusal (`rate-limited`) shuts the gate for all before it is thrown. `send`
	 * calls `accepted` at the first sign of a reply. Throws `AbortedError` once the request's signal has aborted.
	 */
	run<Value>(request: HeldRequest, send: (accepted: () => void) => Promise<Value>): Promise<Value>;
	/** The server has said that its limit is used up for so long. */
	holdFor(waitMs: number): void;
};

type HeldRequest = Pick<ReadingRequest, 'signal' | 'seed' | 'whileHeld'>;

const longestHoldMs = 120_000;
/** Where a server does not say how long, and where it said too little: doubles as long as nothing is accepted. */
const firstHoldMs = 100;
const longestOwnHoldMs = 30_000;
/** Up to so much longer, so that programs which were refused together do not come back together. */
const mostJitter = 0.25;
/** Who was neither answered nor refused for so long is being served: nobody waits for them. */
const longestUnansweredMs = 2_000;
/** After a hold one request may be unanswered; one more after so many acceptances each. */
const acceptancesPerStep = 4;

/**
 * After a hold the waiting ones go one by one, each when the server has accepted the one before, and slowly more at a
 * time: released together they would be refused together again.
 */
export function createRateGate(clock: Clock): RateGate {
	return new Gate(clock);
}

class Gate implements RateGate {
	readonly #clock: Clock;
	/** By `Clock.awake`. */
	#opensAt = 0;
	/** Holds in a row with nothing accepted between them. */
	#refusals = 0;
	/** How many may be sent and not answered yet. */
	#ahead = Number.POSITIVE_INFINITY;
	#unanswered = 0;
	readonly #waiting: Array<(isMyTurn: boolean) => void> = [];
	#timer: AbortController | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	async run<Value>(request: HeldRequest, send: (accepted: () => void) => Promise<Value>): Promise<Value> {
		await this.#takeTurn(request);
		const answered = this.#awaitAnswer();
		const accepted = () => {
			if (answered()) this.#noteAccepted();
		};
		try {
			return await send(accepted);
		} catch (error) {
			if (isRateLimited(error)) {
				this.#refuse(error.retryAfterMs ?? 0, request.seed);
			}
			throw error;
		} finally {
			answered();
			this.#letGo();
		}
	}

	holdFor(waitMs: number): void {
		if (waitMs <= 0) return;
		this.#ahead = 1;
		this.#opensAt = Math.max(this.#opensAt, this.#clock.awake() + Math.min(longestHoldMs, waitMs));
	}

	async #takeTurn({signal, whileHeld = wait => wait()}: HeldRequest): Promise<void> {
		let isMyTurn = this.#waiting.length === 0 && this.#mayGo();
		if (isMyTurn) this.#unanswered++;
		else {
			await whileHeld(async () => {
				isMyTurn = await this.#queueUp(signal);
			});
		}
		if (!signal.aborted) return;
		if (isMyTurn) this.#unanswered--;
		this.#letGo();
		throw new AbortedError('The request was called off.', {cause: signal.reason});
	}

	async #queueUp(signal: AbortSignal): Promise<boolean> {
		if (signal.aborted) return false;
		const {promise, resolve} = Promise.withResolvers<boolean>();
		const leave = () => {
			const place = this.#waiting.indexOf(resolve);
			if (place >= 0) this.#waiting.splice(place, 1);
			if (this.#waiting.length === 0) this.#timer?.abort();
			resolve(false);
		};
		signal.addEventListener('abort', leave, {once: true});
		this.#waiting.push(resolve);
		this.#letGo();
		try {
			return await promise;
		} finally {
			signal.removeEventListener('abort', leave);
		}
	}

	#mayGo(): boolean {
		return this.#opensAt <= this.#clock.awake() && this.#unanswered + 1 <= this.#ahead;
	}

	#letGo(): void {
		while (this.#waiting.length > 0 && this.#mayGo()) {
			this.#unanswered++;
			this.#waiting.shift()?.(true);
		}
		const waitMs = this.#opensAt - this.#clock.awake();
		if (this.#waiting.length > 0 && waitMs > 0) void this.#wakeIn(waitMs);
	}

	async #wakeIn(waitMs: number): Promise<void> {
		if (this.#timer) return;
		const timer = new AbortController();
		this.#timer = timer;
		await this.#clock.sleep(waitMs, timer.signal);
		this.#timer = undefined;
		this.#letGo();
	}

	/** What it returns says once that the request was answered: true the first time. */
	#awaitAnswer(): () => boolean {
		const over = new AbortController();
		const answered = () => {
			if (over.signal.aborted) return false;
			over.abort();
			this.#unanswered--;
			return true;
		};
		void this.#clock.sleep(longestUnansweredMs, over.signal).then(() => {
			if (answered()) this.#letGo();
		});
		return answered;
	}

	#noteAccepted(): void {
		this.#refusals = 0;
		this.#ahead += 1 / (acceptancesPerStep * this.#ahead);
		this.#letGo();
	}

	#refuse(toldMs: number, seed: number): void {
		const isShut = this.#opensAt > this.#clock.awake();
		// Those that were under way when it shut are refused as well, and say nothing new.
		this.holdFor(isShut ? toldMs : this.#drawHoldMs(toldMs, seed));
	}

	#drawHoldMs(toldMs: number, seed: number): number {
		const ownMs = Math.min(longestOwnHoldMs, firstHoldMs * 2 ** Math.min(this.#refusals++, 20));
		return Math.max(toldMs, ownMs) * (1 + mostJitter * createRandom('refused', seed).float01());
	}
}
