import {onTestFinished} from 'vitest';
import {createOllamaEngine, type OllamaOptions} from '../../source/engines/ollama/create-ollama-engine.js';
import type {EngineError} from '../../source/pipeline/errors.js';
import type {Engine, GenerationRequest} from '../../source/pipeline/ports.js';
import {type FaultServer, type FaultServerOptions, startFaultServer} from '../helpers/fault-server.js';

export const personSchema = {
	type: 'object',
	properties: {
		background: {type: 'string', minLength: 20, maxLength: 120},
		memories: {type: 'array', items: {type: 'string', maxLength: 60}, minItems: 1, maxItems: 2},
	},
	required: ['background', 'memories'],
};

/** A server and an engine on it, both gone when the test is over. */
export async function startPair(
	serverOptions: FaultServerOptions = {},
	engineOptions: Partial<OllamaOptions> = {},
): Promise<{server: FaultServer; engine: Engine}> {
	const server = await startFaultServer(serverOptions);
	onTestFinished(() => server.stop());
	return {server, engine: createOllamaEngine({host: server.host, model: 'tester:1b', ...engineOptions})};
}

/** A request for prose; what a test is about is handed in. */
export function proseRequest(changes: Partial<GenerationRequest> = {}): GenerationRequest {
	return {
		// The engine reads the messages; a brief is for `rehearsal`.
		brief: {step: 'dialogue', draw: {} as GenerationRequest['brief']['draw'], outputs: {}},
		messages: [
			{role: 'system', content: 'One person, Ada, is asked for support by "you".'},
			{role: 'user', content: 'Write it. Mention a chipped mug; use the word "mug".'},
		],
		sampling: {temperature: 0.9, topP: 0.98, topK: 80, repeatPenalty: 1.1},
		seed: 11,
		maxTokens: 240,
		contextTokens: 4096,
		signal: new AbortController().signal,
		...changes,
	};
}

/** The error that `generating` ends with; fails the test where there is none. */
export async function failureOf(generating: Promise<unknown>): Promise<EngineError> {
	return generating.then(
		reply => {
			throw new Error(`no error but ${JSON.stringify(reply)}`);
		},
		(error: EngineError) => error,
	);
}
