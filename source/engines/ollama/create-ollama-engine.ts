import type {Clock, Engine, ReadingRequest, Reply} from '../../pipeline/ports.js';
import {parseHost} from '../parse-host.js';
import {createRateGate} from '../rate-gate.js';
import {createPromptMeter} from '../reply-reader.js';
import {systemClock} from '../system-clock.js';
import {createPatience} from '../watch-stall.js';
import {createCapabilityCache} from './capability-cache.js';
import {generateReply} from './generate-reply.js';
import {inspectOllama, measureMemory, unloadModel} from './inspect-ollama.js';
import type {OllamaConnection} from './ollama-connection.js';

export type OllamaOptions = {
	/** As a user writes it; see `parseHost`. */
	host: string;
	model: string;
	/** How long the server keeps the model after a request, in Ollama's words: `30m`, `-1` for ever. */
	keepAlive?: string;
	/** Longest silence; learned from what the engine shows where it is not given. */
	stallTimeoutMs?: number;
	clock?: Clock;
};

/** Models behind an Ollama server, or anything that speaks its `/api/chat`. Throws `UserError` for a malformed host. */
export function createOllamaEngine(options: OllamaOptions): Engine {
	const clock = options.clock ?? systemClock;
	const connection: OllamaConnection = {
		host: parseHost(options.host),
		model: options.model,
		keepAlive: options.keepAlive ?? '30m',
		clock,
		patience: createPatience(options.stallTimeoutMs),
		promptMeter: createPromptMeter(),
		rateGate: createRateGate(clock),
	};
	const capabilities = createCapabilityCache(connection);
	return {
		name: 'ollama',
		host: connection.host,
		model: connection.model,
		inspect: signal => inspectOllama(connection, signal),
		generate: (request: ReadingRequest): Promise<Reply> =>
			connection.rateGate.run(request, async accepted => {
				const canThink = await capabilities.canThink(request.signal);
				return generateReply(connection, {request, canThink, accepted});
			}),
		unload: () => unloadModel(connection),
		measureMemory: signal => measureMemory(connection, signal),
	};
}
