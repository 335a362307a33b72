import {EngineError} from '../../pipeline/errors.js';

const hidden = '[key]';

/** The text without the key, wherever a server has put it. */
export function hideKey(text: string, apiKey: string | undefined): string {
	return apiKey === undefined ? text : text.replaceAll(apiKey, hidden);
}

/** The same error with the key nowhere in it; its cause, which may hold the request, stays behind. */
export function hideKeyInError(error: EngineError, apiKey: string | undefined): EngineError {
	if (apiKey === undefined) return error;
	return new EngineError(error.failure, hideKey(error.message, apiKey), {
		raw: hideKey(error.raw, apiKey),
		...(error.retryAfterMs !== undefined && {retryAfterMs: error.retryAfterMs}),
		...(error.cost && {cost: error.cost}),
		...(error.host !== undefined && {host: error.host}),
		wasSilent: error.wasSilent,
	});
}
