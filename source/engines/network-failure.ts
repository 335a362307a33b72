import {EngineError} from '../pipeline/errors.js';
import type {FailureClass} from '../pipeline/failure.js';
import {cleanServerText} from './clean-server-text.js';

const words: Record<string, string> = {
	ECONNREFUSED: 'connection refused',
	ENOTFOUND: 'no such host',
	EAI_AGAIN: 'the name of the host cannot be looked up',
	EHOSTUNREACH: 'no route to the host',
	ENETUNREACH: 'no network',
	ECONNRESET: 'connection closed',
	EPIPE: 'connection closed',
	UND_ERR_SOCKET: 'connection closed',
	ETIMEDOUT: 'no connection in time',
	UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
	UND_ERR_HEADERS_TIMEOUT: 'no reply in time',
	UND_ERR_BODY_TIMEOUT: 'no reply in time',
};

/**
 * An error of `fetch` or of the body it returned, as ours.
 *
 * Broken off before the reply, the engine is away (`unreachable`: probed and waited for, no try is used). Broken off
 * inside it, the request itself may be what broke the server, so it costs a try (`ended-without-done`); if the server
 * is gone, the next request finds out.
 */
export function networkFailure(
	error: unknown,
	at: {host: string; phase: 'before-reply' | 'in-reply'; raw: string},
): EngineError {
	const code = networkErrorCode(error);
	const failure = classOf(code, at.phase);
	const reason = words[code] ?? cleanServerText(deepestMessage(error));
	return new EngineError(failure, `${sentences[failure]?.(at.host)} (${reason}).`, {
		raw: at.raw,
		cause: error,
	});
}

const sentences: Partial<Record<FailureClass, (host: string) => string>> = {
	unreachable: host => `The engine at \`${host}\` does not answer`,
	'ended-without-done': host => `The connection to \`${host}\` broke off in the middle of the reply`,
	stalled: host => `The engine at \`${host}\` said nothing for too long`,
	'server-error': host => `The reply of \`${host}\` cannot be read`,
};

function classOf(code: string, phase: 'before-reply' | 'in-reply'): FailureClass {
	if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'stalled';
	// Not HTTP, or compressed bytes that are none.
	if (/^(HPE_|Z_|ERR_.*COMPRESS)/.test(code)) return 'server-error';
	return phase === 'before-reply' ? 'unreachable' : 'ended-without-done';
}

function networkErrorCode(error: unknown): string {
	for (const each of causes(error)) {
		const {code} = each as {code?: unknown};
		if (typeof code === 'string') return code;
	}
	return '';
}

function deepestMessage(error: unknown): string {
	const messages = causes(error).map(each => (each instanceof Error ? each.message : String(each)));
	return messages.findLast(message => message !== '') ?? 'no reason given';
}

function causes(error: unknown): unknown[] {
	const chain: unknown[] = [];
	for (let each = error; each !== undefined && each !== null && chain.length < 5; ) {
		chain.push(each);
		each = (each as {cause?: unknown}).cause;
	}
	return chain;
}
