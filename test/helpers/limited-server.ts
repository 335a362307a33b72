import {createRateGate} from '../../source/engines/rate-gate.js';
import {EngineError} from '../../source/pipeline/errors.js';
import {createSlotFinder} from '../../source/pipeline/slot-finder.js';
import {createQuickClock} from './quick-clock.js';

export type LimitedServer = {
	/** `at`: in ms since the start; `busy`: how many requests it has under way. It does not say when it takes more. */
	refuses: (asked: {at: number; busy: number}) => boolean;
	/** More than these wait until one of them is done. */
	slots?: number;
	/** Of each reply. */
	words: (call: number) => number;
};

const msPerWord = 100;
const callsPerInteraction = 4;
/** Of each stream. */
export const wordsPerSecond = 1_000 / msPerWord;

/** What a refusal costs before the request is sent again: it is recorded. In ms. */
const ownMs = 2;

/**
 * Workers as in a run, behind the gate of an engine, against a server that refuses; each stream is as fast as the first.
 * `slots` of what is found: how many were wanted, second by second.
 */
export async function simulateLimit(server: LimitedServer, minutes: number, finder = createSlotFinder()) {
	const clock = createQuickClock();
	const startedAt = clock.now();
	const gate = createRateGate(clock);
	const over = new AbortController();
	const workers = new Set<number>();
	const found = {words: 0, refusals: 0, slots: [] as number[]};
	const queue: Array<() => void> = [];
	let calls = 0;
	let busy = 0;

	async function write(call: number, worker: number): Promise<void> {
		if (busy >= (server.slots ?? Number.POSITIVE_INFINITY))
			await new Promise<void>(resolve => queue.push(resolve));
		else busy++;
		for (let left = server.words(call); left > 0 && !over.signal.aborted; left--) {
			await clock.sleep(msPerWord + (left % 3));
			found.words++;
			finder.token(worker, clock.now());
			keepWorkers();
		}
		const next = queue.shift();
		if (next) next();
		else busy--;
	}

	async function send(call: number, worker: number, accepted: () => void): Promise<void> {
		await clock.sleep(5);
		const asked = {at: clock.now() - startedAt, busy: busy + queue.length};
		if (server.refuses(asked)) throw new EngineError('rate-limited', 'too many requests');
		accepted();
		await write(call, worker);
	}

	async function ask(worker: number): Promise<void> {
		const call = calls++;
		for (;;) {
			finder.sent(worker, clock.now());
			try {
				await gate.run({signal: over.signal, seed: call}, accepted => send(call, worker, accepted));
				finder.ended(worker, clock.now());
				return keepWorkers();
			} catch (error) {
				if (over.signal.aborted) return;
				if (!(error instanceof EngineError)) throw error;
				found.refusals++;
				finder.refused(worker, clock.now());
				finder.ended(worker, clock.now());
				await clock.sleep(ownMs);
			}
		}
	}

	async function work(worker: number): Promise<void> {
		while (worker < finder.slots && !over.signal.aborted) {
			for (let call = 0; call < callsPerInteraction && !over.signal.aborted; call++) await ask(worker);
		}
		workers.delete(worker);
	}

	function keepWorkers(): void {
		for (let worker = 0; worker < finder.slots; worker++) {
			if (workers.has(worker) || over.signal.aborted) continue;
			workers.add(worker);
			void work(worker);
		}
	}

	keepWorkers();
	for (let second = 0; second < minutes * 60; second++) {
		await clock.sleep(1_000);
		found.slots.push(finder.slots);
	}
	over.abort();
	return found;
}
