import {AbortedError} from '../../pipeline/errors.js';
import {showModel} from './inspect-ollama.js';
import type {OllamaConnection} from './ollama-connection.js';

export type CapabilityCache = {canThink(signal: AbortSignal): Promise<boolean>};

/**
 * Asks the server once whether the model thinks; a failed question is asked again by the next request.
 * The question is shared, so no caller's abort may end it: a caller that aborts only stops waiting.
 */
export function createCapabilityCache(connection: OllamaConnection): CapabilityCache {
	let asked: Promise<boolean> | undefined;

	function ask(): Promise<boolean> {
		asked ??= showModel(connection).then(
			shown => shown.canThink,
			error => {
				asked = undefined;
				throw error;
			},
		);
		return asked;
	}

	return {
		canThink: signal => unlessAborted(signal, ask),
	};
}

async function unlessAborted<Answer>(signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
	if (signal.aborted) throw calledOff();
	const {promise, reject} = Promise.withResolvers<never>();
	const abort = () => reject(calledOff());
	signal.addEventListener('abort', abort, {once: true});
	try {
		return await Promise.race([ask(), promise]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}

function calledOff(): AbortedError {
	return new AbortedError('The request was called off.');
}
