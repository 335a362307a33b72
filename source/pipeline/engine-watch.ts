import {AbortedError, EngineError} from './errors.js';
import type {RunFact} from './events.js';
import {untilAborted} from './pause-gate.js';
import type {Clock, Engine} from './ports.js';
import {probeWaitMs, type RetryPolicy} from './retry-policy.js';

const longestProbeAnswerMs = 10_000;

/** A server that takes no request is held for one that only has its limit for at least this long. */
const leastRefusalMs = 2 * 60_000;

/** Waits for an engine that is away; one prober however many workers wait. */
export type EngineWatch = {
	/** True when the engine answers again and has its model; false when the run stopped or `signal` aborted first. */
	waitUntilBack(reason: string, signal: AbortSignal): Promise<boolean>;
	/** It takes no more requests for now: where that lasts as long as the policy waits, it counts as gone. */
	noteRefused(): void;
	noteTaken(): void;
};

/** `onGone` is called when the engine stayed away for as long as the policy waits. */
export function createEngineWatch(parts: {
	engine: Engine;
	policy: RetryPolicy;
	clock: Clock;
	signal: AbortSignal;
	emit: (fact: RunFact) => void;
	onGone: () => void;
}): EngineWatch {
	const {policy, clock, emit, onGone} = parts;
	let waiting: Promise<boolean> | undefined;
	let refusedSince: number | undefined;
	return {
		noteRefused() {
			refusedSince ??= clock.now();
			const refusedMs = clock.now() - refusedSince;
			if (refusedMs < Math.max(leastRefusalMs, policy.waitForEngineMs)) return;
			const minutes = Math.round(refusedMs / 60_000);
			emit({
				type: 'notice-given',
				message: `for ${minutes} minutes the server took no request: its limit is used up`,
			});
			onGone();
		},
		noteTaken() {
			refusedSince = undefined;
		},
		async waitUntilBack(reason, signal) {
			waiting ??= watch(parts, reason).finally(() => {
				waiting = undefined;
			});
			return (await untilAborted(waiting, signal)) ?? false;
		},
	};
}

async function watch(parts: Parameters<typeof createEngineWatch>[0], reason: string): Promise<boolean> {
	const {engine, policy, clock, signal, emit} = parts;
	const lostAt = clock.now();
	emit({type: 'engine-lost', host: engine.host, reason});
	for (let probe = 1; !signal.aborted; probe++) {
		const leftMs = policy.waitForEngineMs - (clock.now() - lostAt);
		if (leftMs <= 0) {
			parts.onGone();
			return false;
		}
		await clock.sleep(Math.min(leftMs, probeWaitMs(policy, probe)), signal);
		if (!signal.aborted && (await isBack({engine, clock, signal})) && !signal.aborted) {
			emit({type: 'engine-returned', host: engine.host, awayMs: clock.now() - lostAt});
			return true;
		}
	}
	return false;
}

/** One probe; an engine that does not answer it in time is still away. */
async function isBack(parts: {engine: Engine; clock: Clock; signal: AbortSignal}): Promise<boolean> {
	const {engine, clock, signal} = parts;
	const over = new AbortController();
	const either = AbortSignal.any([signal, over.signal]);
	try {
		const inspection = await Promise.race([
			engine.inspect(either),
			clock.sleep(longestProbeAnswerMs, either),
		]);
		return inspection?.model !== undefined;
	} catch (error) {
		if (error instanceof EngineError || error instanceof AbortedError || signal.aborted) return false;
		throw error;
	} finally {
		over.abort();
	}
}
