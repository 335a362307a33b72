import {createSlotFinder, type SlotFinder} from '../../source/pipeline/slot-finder.js';

/** A server in numbers: how many it serves at once, what that gives, and how long a prompt takes. */
export type SlotServer = {
	slots: number;
	/** Tokens a second of all streams together. */
	rateAt: (written: number) => number;
	promptMs: number;
	/** Of each reply; 60 to 149 where it is not given. */
	tokens?: (call: number) => number;
	/** `at once`: nobody sees a reply before it is done; `whole`: it is one piece besides. */
	replies?: 'at once' | 'whole';
	/** How far the speed strays, as a share of it, another way every second. */
	noise?: number;
};

/** A GPU: each further stream costs the others a little; prompts are read fast. */
export const gpu = (slots: number): SlotServer => ({
	slots,
	rateAt: written => (60 * written) / (1 + 0.03 * (written - 1)),
	promptMs: 200,
});

/** What gemma3:270m gave on two cores, and prompts that take as long as half a reply. */
export const cpu = (slots: number): SlotServer => ({
	slots,
	rateAt: written => [60, 60, 66, 76, 85][Math.min(written, 4)] as number,
	promptMs: 900,
});

/** Told how many; finds nothing. */
export function createFixedSlots(slots: number): SlotFinder & {slots: number} {
	const ignore = () => {};
	return {slots, isTrial: false, sent: ignore, token: ignore, refused: ignore, ended: ignore, forget: ignore};
}

type Request = {call: number; worker: number; promptLeftMs: number; tokensLeft: number; tokens: number};

const stepMs = 20;
const callsPerInteraction = 4;
/** What we ourselves take between a reply and the next request. */
const ownMs = 5;

/**
 * A run without a pipeline against a server without a network: workers ask one call after the other, four an
 * interaction, and one that is no longer wanted leaves at the end of its interaction, as in the real run.
 */
export function simulateSlots(server: SlotServer, finder: SlotFinder = createSlotFinder()) {
	let now = 0;
	let calls = 0;
	const serving: Request[] = [];
	const queued: Request[] = [];
	const workers = new Map<number, {callsLeft: number; asksAt: number; isBusy: boolean}>();
	const seen: number[] = [];
	let tokens = 0;
	let replies = 0;

	function ask(worker: number): void {
		const call = calls++;
		const tokens = server.tokens?.(call) ?? 60 + ((call * 37) % 90);
		queued.push({call, worker, promptLeftMs: server.promptMs, tokensLeft: tokens, tokens});
		finder.sent(call, now);
	}

	function keepWorkers(): void {
		for (let worker = 0; worker < finder.slots; worker++) {
			if (!workers.has(worker))
				workers.set(worker, {callsLeft: callsPerInteraction, asksAt: now, isBusy: false});
		}
		for (const [number, worker] of workers) {
			if (worker.isBusy || worker.asksAt > now) continue;
			if (worker.callsLeft === 0 && number >= finder.slots) {
				workers.delete(number);
				continue;
			}
			if (worker.callsLeft === 0) worker.callsLeft = callsPerInteraction;
			worker.callsLeft--;
			worker.isBusy = true;
			ask(number);
		}
	}

	function serve(): void {
		while (serving.length < server.slots && queued.length > 0) serving.push(queued.shift() as Request);
		const written = serving.filter(({promptLeftMs}) => promptLeftMs <= 0);
		const each =
			written.length === 0
				? 0
				: (server.rateAt(written.length) / written.length) * (stepMs / 1_000) * straying();
		for (const request of [...serving]) {
			if (request.promptLeftMs > 0) request.promptLeftMs -= stepMs;
			else write(request, each);
		}
	}

	/** Between 1 - noise and 1 + noise, the same for everything that is written in one second. */
	function straying(): number {
		const second = Math.floor(now / 1_000);
		const share = (Math.imul(second + 1, 2_654_435_761) >>> 8) / 2 ** 24;
		return 1 + (server.noise ?? 0) * (2 * share - 1);
	}

	function write(request: Request, owed: number): void {
		const before = Math.ceil(request.tokensLeft);
		request.tokensLeft -= owed;
		for (let left = before; left > Math.ceil(request.tokensLeft) && left > 0; left--) {
			tokens++;
			if (!server.replies) finder.token(request.call, now);
		}
		if (request.tokensLeft > 0) return;
		replies++;
		const held = {'at once': request.tokens, whole: 1};
		for (let left = server.replies ? held[server.replies] : 0; left > 0; left--)
			finder.token(request.call, now);
		serving.splice(serving.indexOf(request), 1);
		finder.ended(request.call, now);
		const worker = workers.get(request.worker);
		if (worker) Object.assign(worker, {isBusy: false, asksAt: now + ownMs});
	}

	return {
		finder,
		/** Every number that was ever wanted, in turn. */
		seen,
		get tokens() {
			return tokens;
		},
		get replies() {
			return replies;
		},
		get now() {
			return now;
		},
		change(to: Partial<SlotServer>) {
			Object.assign(server, to);
		},
		runFor(seconds: number) {
			for (const until = now + seconds * 1_000; now < until; now += stepMs) {
				keepWorkers();
				serve();
				if (seen.at(-1) !== finder.slots) seen.push(finder.slots);
			}
		},
	};
}
