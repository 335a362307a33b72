import {Ollama} from 'ollama';
import {AbortedError, EngineError} from '../../pipeline/errors.js';
import {createCall} from '../create-call.js';
import {networkFailure} from '../network-failure.js';
import {createGuardedFetch} from './guarded-fetch.js';
import type {OllamaConnection} from './ollama-connection.js';

/**
 * One short question to the server (anything but a chat), answered in `timeoutMs` or taken as unreachable.
 * Throws `AbortedError` or `EngineError`.
 */
export async function askOllama<Answer>(
	connection: OllamaConnection,
	question: {timeoutMs: number; signal?: AbortSignal; ask: (client: Ollama) => Promise<Answer>},
): Promise<Answer> {
	const {host} = connection;
	const call = createCall(question.signal);
	const timer = setTimeout(() => call.abort(), question.timeoutMs);
	try {
		return await question.ask(createClient({host, signal: call.signal}));
	} catch (error) {
		if (question.signal?.aborted) throw new AbortedError('The request was called off.', {cause: error});
		if (error instanceof EngineError) throw error;
		if (call.signal.aborted) throw tooLate(host, question.timeoutMs);
		throw networkFailure(error, {host, phase: 'before-reply', raw: ''});
	} finally {
		clearTimeout(timer);
		call.release();
	}
}

/** A client of its own for each request: its `abort` would end the requests of all others. */
export function createClient(options: Parameters<typeof createGuardedFetch>[0]): Ollama {
	return new Ollama({host: options.host, fetch: createGuardedFetch(options)});
}

function tooLate(host: string, timeoutMs: number): EngineError {
	const seconds = Math.round(timeoutMs / 1000);
	return new EngineError('unreachable', `The engine at \`${host}\` did not answer within ${seconds} s.`);
}
