import {EngineError} from '../../pipeline/errors.js';
import {readErrorReply} from '../read-error-reply.js';
import {readJsonReply} from '../read-limited-text.js';
import {type HttpReply, sendHttp} from '../send-http.js';

/**
 * The `fetch` that the Ollama client is given: one request, called off by `signal`. `onStream` is handed the body of a
 * streamed reply, which the client then must not read.
 *
 * The client aborts all its streams or none, follows redirects, prints what it cannot read and takes any reply for
 * Ollama's. This one throws `EngineError` instead; what goes wrong below HTTP is left to the caller.
 */
export function createGuardedFetch(options: {
	host: string;
	signal: AbortSignal;
	onStream?: (body: HttpReply['body']) => void;
}): typeof fetch {
	const {host, signal, onStream} = options;
	return async (address, init) => {
		const reply = await sendHttp({
			url: String(address),
			method: (init?.method ?? 'GET') as 'GET',
			headers: init?.headers as Record<string, string>,
			body: init?.body as string | undefined,
			signal,
		});
		if (!reply.ok) throw await readErrorReply(reply, host);
		checkContentType(reply, host);
		if (onStream === undefined) return asResponse({json: () => readJsonReply(reply, host)});
		onStream(reply.body);
		return asResponse({body: {}});
	};
}

/** The client asks no more of a reply that went well than what is here. */
function asResponse(parts: {json: () => Promise<unknown>} | {body: object}): Response {
	return {ok: true, ...parts} as unknown as Response;
}

function checkContentType({headers}: HttpReply, host: string): void {
	const type = headers.get('content-type');
	if (type === null || type.includes('json')) return;
	const [kind] = type.split(';');
	throw new EngineError(
		'server-error',
		`What answers at \`${host}\` is not Ollama: it sent \`${kind?.slice(0, 60)}\` instead of JSON.`,
	);
}
