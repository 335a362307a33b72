import {AbortedError, EngineError, UserError} from '../pipeline/errors.js';
import {untilAborted} from '../pipeline/pause-gate.js';
import type {Engine} from '../pipeline/ports.js';

/**
 * An engine that nobody has asked yet for its model: that is done by `look` before the first text is asked of it, and again
 * where it failed. `look` resolves with the context of the model, in tokens; its `UserError` becomes a missing model, which
 * is waited for.
 */
export function deferEngine(engine: Engine, look: () => Promise<number>): Engine {
	let looking: Promise<number> | undefined;
	const lookOnce = () => {
		looking ??= look().catch((error: unknown) => {
			looking = undefined;
			throw toEngineError(error);
		});
		return looking;
	};
	const {measureMemory} = engine;
	return {
		name: engine.name,
		model: engine.model,
		get host() {
			return engine.host;
		},
		...(engine.pool && {pool: engine.pool}),
		inspect: signal => engine.inspect(signal),
		async generate(request) {
			const most = await untilAborted(lookOnce(), request.signal);
			if (most === undefined) throw new AbortedError('called off');
			return engine.generate({...request, contextTokens: Math.min(request.contextTokens, most)});
		},
		unload: () => engine.unload(),
		...(measureMemory && {measureMemory: (signal: AbortSignal) => measureMemory.call(engine, signal)}),
	};
}

function toEngineError(error: unknown): unknown {
	if (!(error instanceof UserError)) return error;
	return new EngineError('model-missing', `${error.message}; ${error.hint}`, {cause: error});
}
