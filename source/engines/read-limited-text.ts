import {EngineError} from '../pipeline/errors.js';
import type {HttpReply} from './send-http.js';

const longestBytes = 16_000_000;

/** The whole body as text, at most 16 MB of it. */
export async function readLimitedText({body}: Pick<HttpReply, 'body'>, host: string): Promise<string> {
	const decoder = new TextDecoder();
	let bytes = 0;
	let text = '';
	for await (const chunk of body) {
		bytes += chunk.byteLength;
		if (bytes > longestBytes) throw unreadableReply(host);
		text += decoder.decode(chunk, {stream: true});
	}
	return text + decoder.decode();
}

/** The whole body as JSON. Throws `EngineError` where it is none. */
export async function readJsonReply(reply: Pick<HttpReply, 'body'>, host: string): Promise<unknown> {
	const text = await readLimitedText(reply, host);
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw unreadableReply(host, cause);
	}
}

function unreadableReply(host: string, cause?: unknown): EngineError {
	return new EngineError('server-error', `The reply of \`${host}\` is no JSON that can be read.`, {cause});
}
