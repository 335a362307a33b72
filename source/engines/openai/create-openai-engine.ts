import {UserError} from '../../pipeline/errors.js';
import type {Clock, Engine} from '../../pipeline/ports.js';
import {defaultPorts, parseHost} from '../parse-host.js';
import {createRateGate} from '../rate-gate.js';
import {createPromptMeter} from '../reply-reader.js';
import {systemClock} from '../system-clock.js';
import {createPatience} from '../watch-stall.js';
import {dialectOf} from './dialect.js';
import {generateOpenAiReply} from './generate-openai-reply.js';
import {inspectOpenAi} from './inspect-openai.js';
import type {OpenAiConnection} from './openai-connection.js';

export type OpenAiOptions = {
	/** As a user writes it, with or without `/v1`; see `parseHost`. */
	host: string;
	model: string;
	apiKey?: string;
	/** Longest silence; learned from what the engine shows where it is not given. */
	stallTimeoutMs?: number;
	clock?: Clock;
};

/**
 * Models behind a server that speaks OpenAI's `/v1/chat/completions`: vLLM, SGLang, llama-server, LM Studio, LiteLLM,
 * Ray Serve. `unload` does nothing: there is no such request. Throws `UserError` for a malformed host or key.
 */
export function createOpenAiEngine(options: OpenAiOptions): Engine {
	const host = withoutVersion(parseHost(options.host, defaultPorts.openai));
	const clock = options.clock ?? systemClock;
	const connection: OpenAiConnection = {
		host,
		model: options.model,
		apiKey: readKey(options.apiKey),
		clock,
		patience: createPatience(options.stallTimeoutMs),
		promptMeter: createPromptMeter(),
		rateGate: createRateGate(clock),
		dialect: dialectOf(host, options.model),
		contextTokens: Number.POSITIVE_INFINITY,
	};
	return {
		name: 'openai',
		host,
		model: options.model,
		inspect: signal => inspectOpenAi(connection, signal),
		generate: request =>
			connection.rateGate.run(request, accepted => generateOpenAiReply(connection, {request, accepted})),
		unload: async () => 'kept',
	};
}

function withoutVersion(host: string): string {
	return host.replace(/\/v1(?:\/chat\/completions)?$/, '');
}

/** `fetch` quotes a header that it cannot send, so a key that is none must not get so far. */
function readKey(text: string | undefined): string | undefined {
	const key = text?.trim();
	if (key === undefined || key === '') return undefined;
	if (/^[\x21-\x7e]+$/.test(key)) return key;
	throw new UserError('The key in the environment holds characters that no key has.', {
		hint: 'set UNWRITTEN_API_KEY or OPENAI_API_KEY to the bare key, without quotes or line breaks',
	});
}
