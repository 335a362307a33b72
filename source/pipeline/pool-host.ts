import {EngineError} from './errors.js';
import type {Engine, Reply} from './ports.js';
import {defaultRetryPolicy, probeWaitMs} from './retry-policy.js';
import {createSlotFinder, type SlotFinder} from './slot-finder.js';

export type HostState =
	| {status: 'up'}
	/** Left alone until the next probe. */
	| {status: 'lost'; since: number; reason: string; probes: number; nextProbeAt: number}
	/** It answers again: one request shows whether it works. */
	| {status: 'returning'; since: number; probes: number};

/** What one request of average length takes on a host, learned from those that came back. */
export type HostSpeed = {firstTokenMs: number; msPerToken: number};

const errorsUntilLost = 3;
const newestWeight = 0.25;

/** One host of a pool: what it has under way, how fast it is, and whether it is there. Times in ms. */
export class PoolHost {
	readonly engine: Engine;
	readonly name: string;
	state: HostState = {status: 'up'};
	running = 0;
	/** Of those, what is held back because it takes no more for now. */
	held = 0;
	speed: HostSpeed | undefined;
	/** Since when fewer are under way than fit. */
	freeSince: number | undefined;
	/** Slots that a user's number gives it; undefined where they are found by measurement. */
	share: number | undefined;
	readonly #finder: SlotFinder = createSlotFinder();
	#errorsInARow = 0;

	constructor(engine: Engine) {
		this.engine = engine;
		this.name = engine.host;
	}

	get slots(): number {
		if (this.state.status === 'lost') return 0;
		if (this.state.status === 'returning') return 1;
		return this.share ?? this.#finder.slots;
	}

	get isTrial(): boolean {
		return this.share === undefined && this.#finder.isTrial;
	}

	/** It answered a probe and has to show with one request that it works. */
	get needsTrial(): boolean {
		return this.state.status === 'returning' && this.running === 0;
	}

	/** A probe that found nothing changes nothing until it was due. */
	isWaitingForProbe(at: number): boolean {
		return this.state.status === 'lost' && at < this.state.nextProbeAt;
	}

	begin(call: number, at: number): void {
		this.running++;
		this.#finder.sent(call, at);
		this.noteFree(at);
	}

	heard(call: number, at: number): void {
		this.#finder.token(call, at);
	}

	refused(call: number, at: number): void {
		this.#finder.refused(call, at);
	}

	async hold(wait: () => Promise<void>): Promise<void> {
		this.held++;
		try {
			await wait();
		} finally {
			this.held--;
		}
	}

	end(call: number, at: number): void {
		this.running--;
		this.#finder.ended(call, at);
		this.noteFree(at);
	}

	noteFree(at: number): void {
		if (this.running >= this.slots) this.freeSince = undefined;
		else this.freeSince ??= at;
	}

	noteReply({outputTokens, timeToFirstTokenMs, durationMs}: Reply): void {
		this.#errorsInARow = 0;
		if (outputTokens === 0) return;
		const seen = {
			firstTokenMs: timeToFirstTokenMs,
			msPerToken: Math.max(0, durationMs - timeToFirstTokenMs) / outputTokens,
		};
		this.speed = this.speed
			? {
					firstTokenMs: blend(this.speed.firstTokenMs, seen.firstTokenMs),
					msPerToken: blend(this.speed.msPerToken, seen.msPerToken),
				}
			: seen;
	}

	/** Whether this failure is one of the host and not of the model's reply; of one that is lost, every error is. */
	isAtFault({failure}: EngineError): boolean {
		if (['unreachable', 'key-refused', 'model-missing', 'stalled'].includes(failure)) return true;
		this.#errorsInARow = failure === 'server-error' ? this.#errorsInARow + 1 : 0;
		if (failure === 'server-error' && this.state.status !== 'up') return true;
		return this.#errorsInARow >= errorsUntilLost;
	}

	lose(at: number, reason: string): void {
		const {since, probes} = this.state.status === 'up' ? {since: at, probes: 0} : this.state;
		this.state = {
			status: 'lost',
			since,
			reason,
			probes: probes + 1,
			nextProbeAt: at + probeWaitMs(defaultRetryPolicy, probes + 1),
		};
		this.#errorsInARow = 0;
		this.#finder.forget();
	}
}

function blend(before: number, newest: number): number {
	return before * (1 - newestWeight) + newest * newestWeight;
}

/** The same error, with the host that it came from. */
export function namingHost(error: EngineError, host: string): EngineError {
	const {failure, message, raw, retryAfterMs, cost} = error;
	return new EngineError(failure, message, {
		raw,
		cause: error,
		host,
		...(retryAfterMs !== undefined && {retryAfterMs}),
		...(cost && {cost}),
	});
}
