export type Call = {signal: AbortSignal; abort(): void; release(): void};

/** A signal that aborts with `outer` or by itself. `release` ends the request, if anything is left of it. */
export function createCall(outer: AbortSignal | undefined): Call {
	const controller = new AbortController();
	const abort = () => controller.abort();
	if (outer?.aborted) abort();
	outer?.addEventListener('abort', abort, {once: true});
	return {
		signal: controller.signal,
		abort,
		release: () => {
			outer?.removeEventListener('abort', abort);
			abort();
		},
	};
}
