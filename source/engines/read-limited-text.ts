import {EngineError} from '../pipeline/errors.js';

const longestBytes = 16_000_000;

/** The whole body as text, at most 16 MB of it. */
export async function readLimitedText(response: Response, host: string): Promise<string> {
	let bytes = 0;
	const limit = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			bytes += chunk.byteLength;
			if (bytes > longestBytes) throw unreadableReply(host);
			controller.enqueue(chunk);
		},
	});
	return new Response(response.body?.pipeThrough(limit) ?? null).text();
}

export function unreadableReply(host: string, cause?: unknown): EngineError {
	return new EngineError('server-error', `The reply of \`${host}\` is no JSON that can be read.`, {cause});
}
