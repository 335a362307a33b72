import type {Clock, Engine, ReadingRequest, Reply} from '../../pipeline/ports.js';
import probes from './probes.json' with {type: 'json'};

/** The engine that is looked at, and what is known of it so far. */
export type Patient = {
	engine: Engine;
	clock: Clock;
	/** Aborts when the time for the whole examination is up. */
	signal: AbortSignal;
	/** What runs ask for: prompt and answer together. */
	contextTokens: number;
	isContextAssumed: boolean;
	canThink: boolean;
	/** The engine runs on this machine, and a GPU is visible here. */
	machine: {isLocal: boolean; hasGpu: boolean; memoryBytes: number};
};

const sampling = {temperature: 0.7, topP: 0.95, topK: 40, repeatPenalty: 1.1};

/** One probe, in the roles that a run asks in. Throws what the engine throws; `AbortedError` when it took longer than `timeoutMs`. */
export function askPatient(
	{engine, signal, contextTokens}: Patient,
	probe: Partial<ReadingRequest> & {prompt: string; maxTokens: number; timeoutMs: number},
): Promise<Reply> {
	const {prompt, timeoutMs, ...rest} = probe;
	const request: ReadingRequest = {
		messages: [
			{role: 'system', content: probes.system},
			{role: 'user', content: prompt},
		],
		sampling,
		seed: 7,
		contextTokens,
		...rest,
		signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
	};
	const reader: {generate(request: ReadingRequest): Promise<Reply>} = engine;
	return reader.generate(request);
}

/** So many words that no cache holds and no tokenizer joins: each is one token or more. */
export function drawWords(count: number, seed: number): string {
	const words = probes.words.split(' ');
	let state = seed + 1;
	const picked = Array.from({length: count}, () => {
		state = (state * 48_271) % 2_147_483_647;
		return words[state % words.length];
	});
	return picked.join(' ');
}
