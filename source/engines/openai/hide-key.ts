import {EngineError} from '../../pipeline/errors.js';

const hidden = '[key]';
/** No server gives out shorter ones; what local servers are given (`none`, `x`, `test`, `ollama`) is a word of the language. */
const shortestSecret = 16;

/** The text of a reply without the key, should the model repeat it. */
export function hideKey(text: string, apiKey: string | undefined): string {
	return apiKey === undefined || apiKey.length < shortestSecret ? text : text.replaceAll(apiKey, hidden);
}

/** The same error with the key nowhere in it; its cause, which may hold the request, stays behind. */
export function hideKeyInError(error: EngineError, apiKey: string | undefined): EngineError {
	if (apiKey === undefined) return error;
	return new EngineError(error.failure, hideQuotedKey(error.message, apiKey), {
		raw: hideQuotedKey(error.raw, apiKey),
		...(error.retryAfterMs !== undefined && {retryAfterMs: error.retryAfterMs}),
		...(error.cost && {cost: error.cost}),
		...(error.host !== undefined && {host: error.host}),
		wasSilent: error.wasSilent,
	});
}

/** At the end of a word too: `api_key`, `apiKey`. A message that quotes JSON has backslashes before its quote marks. */
const introduction = /(?:bearer|key|token|provided|received)\W{1,6}$/i;

/** A short one only where a server quotes it as what it is: elsewhere the word may stand for itself. */
function hideQuotedKey(text: string, apiKey: string): string {
	if (apiKey.length >= shortestSecret) return hideKey(text, apiKey);
	return text.split(apiKey).reduce((before, after) => {
		const isQuoted = introduction.test(before.slice(-16)) && !/^\w/.test(after);
		return before + (isQuoted ? hidden : apiKey) + after;
	});
}
