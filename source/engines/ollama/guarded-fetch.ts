import {EngineError} from '../../pipeline/errors.js';
import {patientDispatcher} from '../patient-dispatcher.js';
import {readErrorReply} from '../read-error-reply.js';
import {readLimitedText, unreadableReply} from '../read-limited-text.js';
import {guardLines} from './guard-lines.js';

/**
 * The `fetch` that the Ollama client is given: one request, called off by `signal`.
 *
 * The client aborts all its streams or none, follows redirects, prints what it cannot read and takes any reply for
 * Ollama's. This one throws `EngineError` instead; what goes wrong below HTTP is left to the caller.
 */
export function createGuardedFetch(options: {
	host: string;
	signal: AbortSignal;
	reply: 'stream' | 'whole';
}): typeof fetch {
	return async (address, init) => {
		const response = await fetch(address, {
			...init,
			signal: options.signal,
			redirect: 'manual',
			dispatcher: patientDispatcher(options.host),
		} as RequestInit);
		if (!response.ok) throw await readErrorReply(response, options.host);
		checkContentType(response, options.host);
		return options.reply === 'stream' ? guardStream(response) : await guardWhole(response, options.host);
	};
}

function checkContentType(response: Response, host: string): void {
	const type = response.body === null ? 'nothing' : response.headers.get('content-type');
	if (type === null || type.includes('json')) return;
	const [kind] = type.split(';');
	throw new EngineError(
		'server-error',
		`What answers at \`${host}\` is not Ollama: it sent \`${kind?.slice(0, 60)}\` instead of JSON.`,
	);
}

function guardStream(response: Response): Response {
	return new Response(response.body && guardLines(response.body), response);
}

async function guardWhole(response: Response, host: string): Promise<Response> {
	const text = await readLimitedText(response, host);
	try {
		JSON.parse(text);
	} catch (cause) {
		throw unreadableReply(host, cause);
	}
	return new Response(text, response);
}
