import {z} from 'zod';
import {fingerprintJudge, type Reading, readingSchema, shuffleOptions} from '../domain/judgement.js';
import type {Labels} from '../domain/parse-labels.js';
import {hashSeed} from '../domain/random.js';
import {EngineError} from './errors.js';
import {isEngineAway} from './failure.js';
import {buildJudgeMessages, type JudgePrompt} from './judge-prompt.js';
import {parseJsonReply} from './parse-json-reply.js';
import type {ReadingEngine, UnloadResult} from './ports.js';

/** Reads prose without knowing what it was made for, and names the labels. */
export type BlindReader = {
	readonly fingerprint: string;
	readonly engine: string;
	readonly host: string;
	readonly model: string;
	/** Frees the memory its model holds; the next reading loads it again. */
	unload(): Promise<UnloadResult>;
	/**
	 * Undefined when it gave no usable answer in any call. Throws `EngineError` only when the engine is away, lacks the
	 * model or takes no request for minutes, `AbortedError` once `signal` has aborted.
	 */
	read(text: {id: string; prose: string}, signal: AbortSignal): Promise<Reading | undefined>;
};

const callsPerReading = 3;
/** With holds that grow to half a minute and more, this takes over five minutes. */
const mostRefusals = 16;
const maxTokens = 80;
/** The first call is as sure as the model is; asked again it must be able to say something else. */
const temperatures = [0, 0.3, 0.6];

export function createBlindReader(parts: {
	engine: ReadingEngine;
	modelDigest: string;
	prompt: JudgePrompt;
	labels: Labels;
	contextTokens: number;
}): BlindReader {
	const {engine, prompt, labels} = parts;
	return {
		fingerprint: fingerprintJudge({
			prompt: prompt.text,
			labels,
			model: [engine.name, engine.model, parts.modelDigest],
		}),
		engine: engine.name,
		host: engine.host,
		model: engine.model,
		unload: () => engine.unload(),
		async read(text, signal) {
			for (let call = 0, refusals = 0; call < callsPerReading; ) {
				const reading = await ask(parts, {...text, call, signal, isLast: refusals >= mostRefusals});
				if (reading === 'refused') refusals++;
				else if (reading) return reading;
				else call++;
			}
			return undefined;
		},
	};
}

async function ask(
	parts: Parameters<typeof createBlindReader>[0],
	at: {id: string; prose: string; call: number; signal: AbortSignal; isLast: boolean},
): Promise<Reading | 'refused' | undefined> {
	const {id, prose, call, signal} = at;
	const options = shuffleOptions(id);
	try {
		const reply = await parts.engine.generate({
			messages: buildJudgeMessages(parts.prompt, {prose, labels: parts.labels, options}),
			schema: readingJsonSchema(options.complexities, options.authenticities),
			sampling: {temperature: temperatures[call] as number, topP: 1, topK: 40, repeatPenalty: 1},
			seed: hashSeed('judge', id, call),
			maxTokens,
			contextTokens: parts.contextTokens,
			signal,
		});
		const parsed = parseJsonReply(reply.text, readingSchema);
		return parsed.ok ? parsed.value : undefined;
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		// The engine holds the next request back until its server takes some again: that is no call.
		if (error.failure === 'rate-limited' && !at.isLast) return 'refused';
		if (error.failure === 'rate-limited' || isEngineAway(error.failure) || error.failure === 'model-missing')
			throw error;
		return undefined;
	}
}

/** The choices stand in the schema as they stand in the prompt. */
function readingJsonSchema(complexities: string[], authenticities: string[]): Record<string, unknown> {
	const shuffled = readingSchema.extend({
		complexity: z.enum(complexities),
		authenticity: z.enum(authenticities),
	});
	return z.toJSONSchema(shuffled, {target: 'draft-7'});
}
