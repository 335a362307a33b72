/** `step`: before a step begins; `call`: before a further call within one. */
export type GatePlace = 'step' | 'call';

/**
 * Where workers stop when a run pauses. A worker is busy unless it waits here or in `idle`; `onQuiet` is called when
 * the gate is shut and nobody is busy any more.
 *
 * Shut `after-step`, it lets a step that is under way make its further calls, until everybody is at rest.
 */
export type PauseGate = {
	readonly isOpen: boolean;
	/** Shut, and nobody is busy. */
	readonly isQuiet: boolean;
	open(): void;
	shut(mode: 'after-step' | 'now'): void;
	/** A worker begins or ends. */
	enter(): void;
	leave(): void;
	/** Whether a worker has to wait here. */
	holds(place: GatePlace): boolean;
	/** Resolves once the gate does not hold this place, or when `signal` aborts. */
	pass(place: GatePlace, signal: AbortSignal): Promise<void>;
	/** Waits for something that is not work: an engine that is away, a back-off. */
	idle<Value>(wait: () => Promise<Value>): Promise<Value>;
};

export function createPauseGate(onQuiet: () => void): PauseGate {
	let busy = 0;
	let pause: {opening: PromiseWithResolvers<void>; holdsCalls: boolean} | undefined;

	function noteRest(): void {
		if (busy > 0 || pause === undefined) return;
		pause.holdsCalls = true;
		onQuiet();
	}

	function holds(place: GatePlace): boolean {
		return pause !== undefined && (place === 'step' || pause.holdsCalls);
	}

	async function idle<Value>(wait: () => Promise<Value>): Promise<Value> {
		busy--;
		noteRest();
		try {
			return await wait();
		} finally {
			busy++;
		}
	}

	return {
		get isOpen() {
			return pause === undefined;
		},
		get isQuiet() {
			return pause !== undefined && busy === 0;
		},
		open() {
			pause?.opening.resolve();
			pause = undefined;
		},
		shut(mode) {
			pause ??= {opening: Promise.withResolvers(), holdsCalls: false};
			if (mode === 'now') pause.holdsCalls = true;
			noteRest();
		},
		enter() {
			busy++;
		},
		leave() {
			busy--;
			noteRest();
		},
		holds,
		async pass(place, signal) {
			while (holds(place) && !signal.aborted) {
				const {promise} = (pause as NonNullable<typeof pause>).opening;
				await idle(() => untilAborted(promise, signal));
			}
		},
		idle,
	};
}

/** `waiting`, or nothing as soon as `signal` aborts. */
export async function untilAborted<Value>(
	waiting: Promise<Value>,
	signal: AbortSignal,
): Promise<Value | undefined> {
	const {promise, resolve} = Promise.withResolvers<undefined>();
	const abort = () => resolve(undefined);
	if (signal.aborted) abort();
	signal.addEventListener('abort', abort, {once: true});
	try {
		return await Promise.race([waiting, promise]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}
