import {EngineError} from '../pipeline/errors.js';
import type {FailureClass} from '../pipeline/failure.js';
import {cleanServerText} from './clean-server-text.js';
import type {HttpReply} from './send-http.js';
import {usedUpForMs} from './used-up-for.js';

const longestWaitMs = 3_600_000;
const longestBody = 65_536;

/** A reply that is no 2xx, as an error. Redirects are among them: nothing is ever sent to another host. */
export async function readErrorReply(response: HttpReply, host: string): Promise<EngineError> {
	const body = await readStart(response);
	const said = errorText(body);
	const failure = refusesKey(response.status, body)
		? 'key-refused'
		: classOf({status: response.status, said, body});
	return new EngineError(failure, sentence({failure, response, host, said: said ?? ''}), {
		raw: failure === 'key-refused' ? '' : body,
		retryAfterMs: readWait(response),
	});
}

/** What a JSON body says of the error; undefined where it says nothing that is known. */
function errorText(body: string): string | undefined {
	try {
		return wordsOf(JSON.parse(body));
	} catch {
		return undefined;
	}
}

/** SGLang and vLLM before 0.10.1 write a `message` without an `error` around it, FastAPI and Ray Serve a `detail`. */
function wordsOf(value: unknown): string | undefined {
	const said = errorOf(value);
	if (said !== undefined) return said;
	const {message, detail} = (value ?? {}) as {message?: unknown; detail?: unknown};
	if (typeof message === 'string') return message;
	if (typeof detail === 'string' || detail === undefined || detail === null) return detail ?? undefined;
	return wordsOf(detail) ?? JSON.stringify(detail);
}

/**
 * The text of the `error` field of something parsed; undefined where there is no such field.
 * Ollama hands on the error of the llama.cpp server behind it as JSON inside the string.
 */
export function errorOf(value: unknown): string | undefined {
	const error = (value as {error?: unknown} | null)?.error;
	if (error === undefined || error === null) return undefined;
	if (typeof error === 'string') return (error.startsWith('{') && errorText(error)) || error;
	const {message} = error as {message?: unknown};
	return typeof message === 'string' ? message : JSON.stringify(error);
}

const tooLong = [
	/exceeds?[^.]*\bcontext|context (length|size|window)[^.]*exceed/i,
	/(longer|greater) than the (model's )?context/i,
	/maximum context|context length (is|of) only/i,
	// SGLang, vLLM, LM Studio (as it stands there).
	/exceeds the maximum allowed length/i,
	/longer than the maximum model length/i,
	/context (the )?overflows/i,
];

/** What a server's own words make of an error: a prompt that is too long is named, whatever the status. */
export function classOfErrorText(said: string): FailureClass {
	return tooLong.some(sentence => sentence.test(said)) ? 'context-overflow' : 'server-error';
}

/** LiteLLM without a database answers 400 to a key that is not its own. */
function refusesKey(status: number, body: string): boolean {
	if (status === 401 || status === 403) return true;
	return status === 400 && /"(?:type|code)":\s*"(?:auth_error|no_db_connection|invalid_api_key)"/.test(body);
}

function classOf({
	status,
	said,
	body,
}: {
	status: number;
	said: string | undefined;
	body: string;
}): FailureClass {
	if (status === 404 && /model/i.test(said ?? '')) return 'model-missing';
	// LiteLLM.
	if (status === 400 && /invalid model name|model [^.]*(?:does not exist|not found)/i.test(said ?? '')) {
		return 'model-missing';
	}
	const failure = said === undefined ? 'server-error' : classOfErrorText(said);
	if (failure !== 'server-error') return failure;
	if (status === 429) return 'rate-limited';
	// What stands before the server has none to hand the request to.
	if (status === 502 || status === 504) return 'unreachable';
	if (status !== 503) return failure;
	return isQueueFull(said ?? body) ? 'rate-limited' : 'unreachable';
}

/** Ollama, Ray Serve (in plain text), vLLM, llama-server; not the page of a proxy, whose styles use such words too. */
function isQueueFull(said: string): boolean {
	return !said.startsWith('<') && /busy|queue|pending|back-?pressure|overload|overflow|no slot/i.test(said);
}

function sentence(at: {failure: FailureClass; response: HttpReply; host: string; said: string}): string {
	const {status, headers} = at.response;
	const said = cleanServerText(at.said).replace(/\.+$/, '');
	if (at.failure === 'model-missing') return `The engine at \`${at.host}\` does not have the model: ${said}.`;
	// Servers like to quote the key that they refuse.
	if (at.failure === 'key-refused') return `The engine at \`${at.host}\` refuses access (HTTP ${status}).`;
	if (at.failure === 'context-overflow') return `The prompt did not fit the context: ${said}.`;
	if (status >= 300 && status < 400) {
		const target = cleanServerText(headers.get('location') ?? '');
		return `The engine at \`${at.host}\` redirects to \`${target}\`, which is not followed.`;
	}
	return `The engine at \`${at.host}\` answered with HTTP ${status}${said === '' ? '' : `: ${said}`}.`;
}

function readWait({status, headers}: HttpReply): number | undefined {
	const askedMs = readRetryAfter(headers.get('retry-after'));
	return status === 429 ? (askedMs ?? (usedUpForMs(headers) || undefined)) : askedMs;
}

/** `Retry-After` in seconds or as a date; at most an hour. */
function readRetryAfter(header: string | null): number | undefined {
	if (header === null) return undefined;
	const waitMs = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
	return Number.isNaN(waitMs) ? undefined : Math.min(longestWaitMs, Math.max(0, waitMs));
}

async function readStart(response: HttpReply): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	try {
		for await (const chunk of response.body) {
			text += decoder.decode(chunk, {stream: true});
			if (text.length > longestBody) break;
		}
	} catch {
		// The status says enough; a caller that aborted looks at its signal.
	}
	return text.slice(0, longestBody);
}
