import {areOtherWeights} from './are-other-weights.js';
import type {CallRegistry} from './call-registry.js';
import type {RunFact} from './events.js';
import {type PauseGate, untilAborted} from './pause-gate.js';
import type {Clock, Engine} from './ports.js';
import {probeByCall, probeInspection} from './probe-engine.js';
import {probeWaitMs, type RetryPolicy} from './retry-policy.js';

/** A server that takes no request is held for one that only has its limit for at least this long. */
const leastRefusalMs = 2 * 60_000;

/** A call that is made for no slot. */
const ofNoSlot = -1;

/** Knows whether the engine is away, and waits for one that is: one prober however many workers wait. */
export type EngineWatch = {
	/**
	 * True when the engine answers again and has its model, with the weights of the run; false when the run stopped or `signal`
	 * aborted first.
	 */
	waitUntilBack(reason: string, signal: AbortSignal): Promise<boolean>;
	/** It answered with an error. True where nothing else has come from it for so many calls that it counts as away. */
	noteServerError(): boolean;
	/** It wrote something: what was wrong with earlier calls lay with them. */
	noteWritten(): void;
	/** It takes no more requests for now: where that lasts as long as the policy waits, it counts as gone. */
	noteRefused(reason: string): void;
	noteTaken(): void;
	/** The run goes on after a pause, in which nothing was asked. */
	noteResumed(): void;
};

type WatchParts = {
	engine: Engine;
	/** What the run began with; empty where the engine did not tell. */
	modelDigest: string;
	contextTokens: number;
	policy: RetryPolicy;
	clock: Clock;
	signal: AbortSignal;
	gate: Pick<PauseGate, 'isOpen'>;
	calls: CallRegistry;
	emit: (fact: RunFact) => void;
	/** The engine stayed away for as long as the policy waits. */
	onGone: () => void;
};

export function createEngineWatch(parts: WatchParts): EngineWatch {
	return new Watch(parts);
}

class Watch implements EngineWatch {
	readonly #parts: WatchParts;
	#waiting: Promise<boolean> | undefined;
	#refusedSince: number | undefined;
	/** Calls in a row that were answered with an error, over all workers, with nothing written meanwhile. */
	#errors = 0;
	/** So many make it away: twice as many each time that it was found to be there all the same. */
	#errorsUntilAway: number;
	/** It was said to be back, and has written nothing since. */
	#isUnproven = false;

	constructor(parts: WatchParts) {
		this.#parts = parts;
		this.#errorsUntilAway = parts.policy.errorsUntilAway;
	}

	noteServerError(): boolean {
		this.#errors++;
		return this.#waiting !== undefined || this.#errors >= this.#errorsUntilAway;
	}

	noteWritten(): void {
		this.#errors = 0;
		this.#errorsUntilAway = this.#parts.policy.errorsUntilAway;
		this.#isUnproven = false;
	}

	noteRefused(reason: string): void {
		const {policy, clock, emit, onGone} = this.#parts;
		this.#refusedSince ??= clock.awake();
		const refusedMs = clock.awake() - this.#refusedSince;
		if (refusedMs < Math.max(leastRefusalMs, policy.waitForEngineMs)) return;
		const minutes = Math.round(refusedMs / 60_000);
		emit({type: 'notice-given', message: `for ${minutes} minutes the server took no request: ${reason}`});
		onGone();
	}

	noteTaken(): void {
		this.#refusedSince = undefined;
	}

	noteResumed(): void {
		this.#refusedSince = undefined;
	}

	async waitUntilBack(reason: string, signal: AbortSignal): Promise<boolean> {
		this.#waiting ??= this.#wait(reason).finally(() => {
			this.#waiting = undefined;
		});
		return (await untilAborted(this.#waiting, signal)) ?? false;
	}

	async #wait(reason: string): Promise<boolean> {
		const {engine, policy, clock, signal, gate, emit, onGone} = this.#parts;
		const {host} = engine;
		const lostAt = clock.awake();
		const isByErrors = this.#errors >= this.#errorsUntilAway;
		const needsCall = isByErrors || this.#isUnproven;
		let isOtherTold = false;
		let waitedMs = 0;
		emit({type: 'engine-lost', host, reason});
		for (let probe = 1; !signal.aborted; probe++) {
			const leftMs = policy.waitForEngineMs - waitedMs;
			if (leftMs <= 0) {
				onGone();
				return false;
			}
			const [since, wasOpen] = [clock.awake(), gate.isOpen];
			await clock.sleep(Math.min(leftMs, probeWaitMs(policy, probe)), signal);
			const found = signal.aborted ? 'away' : await this.#probe(needsCall, leftMs);
			// While it pauses it may not be called, and so cannot be found to be back.
			if (wasOpen && gate.isOpen) waitedMs += clock.awake() - since;
			if (found === 'other-weights' && !isOtherTold) {
				isOtherTold = true;
				this.#tellOtherWeights();
			}
			if (found !== 'back' || signal.aborted) continue;
			this.#errors = 0;
			this.#isUnproven = !needsCall;
			if (isByErrors) this.#errorsUntilAway *= 2;
			emit({type: 'engine-returned', host, awayMs: clock.awake() - lostAt});
			return true;
		}
		return false;
	}

	async #probe(needsCall: boolean, leftMs: number): Promise<'back' | 'away' | 'other-weights'> {
		const {engine, modelDigest, clock, signal, contextTokens, gate, calls} = this.#parts;
		const model = (await probeInspection({engine, clock, signal}))?.model;
		if (!model) return 'away';
		if (areOtherWeights(model.digest, modelDigest)) return 'other-weights';
		if (!needsCall) return 'back';
		// A pause may have unloaded the model: a call would load it again.
		if (!gate.isOpen) return 'away';
		const ask = (signal: AbortSignal) => probeByCall({engine, clock, signal}, {contextTokens, leftMs});
		return (await calls.run(ofNoSlot, ask)) ? 'back' : 'away';
	}

	/** One set, one model: what came of others would stand under the digest of the first. */
	#tellOtherWeights(): void {
		const {engine, emit} = this.#parts;
		const found = `other weights under the name \`${engine.model}\` than the run began with`;
		emit({type: 'engine-lost', host: engine.host, reason: `it is back with ${found}`});
		emit({
			type: 'notice-given',
			message: `the engine has ${found}: bring those back, or stop and go on with --resume --accept-changes`,
		});
	}
}
