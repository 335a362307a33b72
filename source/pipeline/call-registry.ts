/** The engine calls and waits under way, so that a pause now, a stop or a cancelled slot can call them off. */
export type CallRegistry = {
	/** Runs `call` with a signal that `abort` and `abortAll` abort. */
	run<Value>(planIndex: number, call: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
	abort(planIndex: number): void;
	abortAll(): void;
};

export function createCallRegistry(): CallRegistry {
	const open = new Map<AbortController, number>();
	return {
		async run(planIndex, call) {
			const controller = new AbortController();
			open.set(controller, planIndex);
			try {
				return await call(controller.signal);
			} finally {
				open.delete(controller);
			}
		},
		abort(planIndex) {
			for (const [controller, owner] of open) if (owner === planIndex) controller.abort();
		},
		abortAll() {
			for (const controller of open.keys()) controller.abort();
		},
	};
}
