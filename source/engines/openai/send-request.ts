import type {EngineError} from '../../pipeline/errors.js';
import {patientDispatcher} from '../patient-dispatcher.js';
import {readErrorReply} from '../read-error-reply.js';
import type {OpenAiConnection} from './openai-connection.js';

export type Answer = {ok: true; response: Response} | {ok: false; status: number; error: EngineError};

/**
 * One request to the server: POST where there is a body. Redirects are not followed, so that the key goes to no other
 * host. What goes wrong below HTTP is left to the caller.
 */
export async function sendRequest(
	connection: OpenAiConnection,
	{path, body, signal}: {path: string; body?: Record<string, unknown>; signal: AbortSignal},
): Promise<Answer> {
	const {host, apiKey, rateGate} = connection;
	const response = await fetch(`${host}${path}`, {
		method: body ? 'POST' : 'GET',
		headers: {
			...(body && {'content-type': 'application/json'}),
			...(apiKey !== undefined && {authorization: `Bearer ${apiKey}`}),
		},
		...(body && {body: JSON.stringify(body)}),
		signal,
		redirect: 'manual',
		dispatcher: patientDispatcher(host),
	} as RequestInit);
	const {status, headers} = response;
	if (response.ok) {
		rateGate.note({status, headers});
		return {ok: true, response};
	}
	const error = await readErrorReply(response, host);
	rateGate.note({status, headers, retryAfterMs: error.retryAfterMs});
	return {ok: false, status, error};
}
