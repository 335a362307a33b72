import type {Random} from '../../domain/random.js';
import {createRandom, hashSeed} from '../../domain/random.js';
import {AbortedError} from '../../pipeline/errors.js';
import type {Brief, Engine, EngineInspection, GenerationRequest, Reply} from '../../pipeline/ports.js';
import closings from './closings.json' with {type: 'json'};
import pairs from './pairs.json' with {type: 'json'};
import profiles from './profiles.json' with {type: 'json'};
import scenes from './scenes.json' with {type: 'json'};
import {streamText} from './stream-text.js';
import {writeDialogue} from './write-dialogue.js';
import {writeContext, writePrimitives, writeTension} from './write-plan.js';

const engineName = 'rehearsal';
const host = 'built in';
const model = 'rehearsal-grammar';
const version = '1';
const contextTokens = 32_768;

type RehearsalOptions = {
	/** Wait between two pieces of text, so that a screen can be tried as if a model wrote. Default 0. */
	pieceDelayMs?: number;
};

/**
 * An engine without a language model: writes from a grammar, at once and for free, held to the same gates.
 *
 * The text depends on the brief and the seed alone. The messages are not read.
 */
export function createRehearsalEngine({pieceDelayMs = 0}: RehearsalOptions = {}): Engine {
	return {
		name: engineName,
		host,
		model,
		async inspect(signal) {
			throwIfAborted(signal);
			return inspection();
		},
		async generate(request) {
			throwIfAborted(request.signal);
			return speak(request, pieceDelayMs);
		},
		unload: async () => 'no-model',
	};
}

async function speak(request: GenerationRequest, pieceDelayMs: number): Promise<Reply> {
	const startedAt = performance.now();
	const {brief, seed, onText, signal} = request;
	const text = write(brief, createRandom('rehearsal', brief.step, seed));
	const stream = await streamText({text, pieceDelayMs, signal, onText});
	return {
		text: stream.text,
		finish: stream.finish,
		promptTokens: 0,
		outputTokens: stream.pieces,
		timeToFirstTokenMs: stream.firstPieceAt - startedAt,
		durationMs: performance.now() - startedAt,
	};
}

function write({step, draw, outputs}: Brief, random: Random): string {
	switch (step) {
		case 'primitives':
			return JSON.stringify(writePrimitives({draw, random}));
		case 'context':
			return JSON.stringify(writeContext({draw, random}));
		case 'tension':
			return JSON.stringify(writeTension({draw, random}));
		case 'dialogue':
			return writeDialogue({draw, tension: outputs.tension, random});
	}
}

function inspection(): EngineInspection {
	return {
		engine: engineName,
		host,
		version,
		models: [{name: model, sizeBytes: 0, canChat: true}],
		model: {name: model, digest: digestOfData(), canThink: false, contextTokens},
	};
}

function digestOfData(): string {
	const data = JSON.stringify([closings, pairs, profiles, scenes]);
	const part = (salt: number) => hashSeed(salt, data).toString(16).padStart(8, '0');
	return `grammar-${part(1)}${part(2)}`;
}

function throwIfAborted(signal: AbortSignal): void {
	if (signal.aborted) throw new AbortedError('the request was called off', {cause: signal.reason});
}
