import type {EngineError} from '../../pipeline/errors.js';
import {readErrorReply} from '../read-error-reply.js';
import {type HttpReply, sendHttp} from '../send-http.js';
import {usedUpForMs} from '../used-up-for.js';
import type {OpenAiConnection} from './openai-connection.js';

export type Answer = {ok: true; response: HttpReply} | {ok: false; status: number; error: EngineError};

/**
 * One request to the server: POST where there is a body. Redirects are not followed, so that the key goes to no other
 * host. What goes wrong below HTTP is left to the caller.
 */
export async function sendRequest(
	connection: OpenAiConnection,
	{path, body, signal}: {path: string; body?: Record<string, unknown>; signal: AbortSignal},
): Promise<Answer> {
	const {host, apiKey, rateGate} = connection;
	const response = await sendHttp({
		url: `${host}${path}`,
		method: body ? 'POST' : 'GET',
		headers: {
			...(body && {'content-type': 'application/json'}),
			...(apiKey !== undefined && {authorization: `Bearer ${apiKey}`}),
		},
		...(body && {body: JSON.stringify(body)}),
		signal,
	});
	const {status, headers} = response;
	rateGate.holdFor(status === 429 ? 0 : usedUpForMs(headers));
	if (response.ok) return {ok: true, response};
	return {ok: false, status, error: await readErrorReply(response, host)};
}
