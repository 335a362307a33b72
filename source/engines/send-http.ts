import {agentFor, loadHttp} from './http-agent.js';

/** What an engine answers; of the class `Response` it has what we read. */
export type HttpReply = {
	readonly ok: boolean;
	readonly status: number;
	readonly headers: {get(name: string): string | null};
	/** In the pieces in which it arrives. */
	readonly body: AsyncIterable<Uint8Array>;
};

/**
 * One request; redirects are not followed. Resolves with the headers, and foreign errors pass through.
 *
 * Not by `fetch`: its body is a stream that costs half as much again for each token, and a cluster sends tens of thousands a
 * second.
 */
export async function sendHttp(options: {
	url: string;
	method: 'GET' | 'POST' | 'DELETE' | 'HEAD';
	headers: Record<string, string>;
	body?: string | undefined;
	signal: AbortSignal;
}): Promise<HttpReply> {
	const {url, method, headers, body, signal} = options;
	const {request} = await loadHttp();
	const reply = await request(url, {
		method,
		headers,
		...(body !== undefined && {body}),
		signal,
		dispatcher: await agentFor(url),
	});
	const get = (name: string) => asText(reply.headers[name]);
	return {
		ok: reply.statusCode >= 200 && reply.statusCode < 300,
		status: reply.statusCode,
		headers: {get},
		body: unpack(reply.body, get('content-encoding')),
	};
}

function asText(header: string | string[] | undefined): string | null {
	return Array.isArray(header) ? header.join(', ') : (header ?? null);
}

type Body = AsyncIterable<Uint8Array> & {readonly body?: unknown};

/** Nothing compressed is asked for; a server may send it all the same. */
function unpack(body: Body, encoding: string | null): AsyncIterable<Uint8Array> {
	const format = encoding?.trim().toLowerCase().replace(/^x-/, '');
	if (format !== 'gzip' && format !== 'deflate') return body;
	return (body.body as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new DecompressionStream(format));
}
