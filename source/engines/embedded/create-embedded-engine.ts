import {EngineError} from '../../pipeline/errors.js';
import type {Clock, Engine, EngineInspection, ModelMemory} from '../../pipeline/ports.js';
import {createPromptMeter} from '../reply-reader.js';
import type {ChatConnection} from '../stream-reply.js';
import {systemClock} from '../system-clock.js';
import {createPatience} from '../watch-stall.js';
import {asEngineError, generateEmbeddedReply} from './generate-embedded-reply.js';
import {inspectEmbedded} from './inspect-embedded.js';
import type {LlamaModule} from './llama-module.js';
import {type LoadedModel, loadModel} from './loaded-model.js';

/** The weights on disk, as far as they can be told without a model being loaded. */
export type ModelFile = {path: string; sizeBytes: number; digest: string};

export type EmbeddedOptions = {
	/** Path of a GGUF file or a `hf:` name, as the user wrote it. */
	model: string;
	/** Chats at once; each has a context of its own in memory. */
	sequences: number;
	importModule: () => Promise<LlamaModule>;
	/** Undefined where there is no such file. */
	findModelFile: () => Promise<ModelFile | undefined>;
	stallTimeoutMs?: number;
	clock?: Clock;
};

const host = 'in this process';

/** llama.cpp in the process, through node-llama-cpp: no server at all. Loads at the first request, or after `unload`. */
export function createEmbeddedEngine(options: EmbeddedOptions): Engine {
	const connection: ChatConnection = {
		host,
		clock: options.clock ?? systemClock,
		patience: createPatience(options.stallTimeoutMs),
		promptMeter: createPromptMeter(),
	};
	let loading: Promise<LoadedModel> | undefined;

	function load(contextTokens: number): Promise<LoadedModel> {
		loading ??= loadFound(options, contextTokens).catch(error => {
			loading = undefined;
			throw error;
		});
		return loading;
	}

	return {
		name: 'embedded',
		host,
		model: options.model,
		inspect: (signal): Promise<EngineInspection> => inspectEmbedded(options, {host, signal}),
		generate: request =>
			generateEmbeddedReply(connection, {request, load: () => load(request.contextTokens)}),
		async load(contextTokens) {
			await load(contextTokens).catch(error => {
				throw asEngineError(error);
			});
		},
		async unload() {
			const loaded = await loading?.catch(() => undefined);
			loading = undefined;
			await loaded?.pool.settled();
			await loaded?.dispose();
			return 'unloaded' as const;
		},
		async measureMemory() {
			const loaded = await loading?.catch(() => undefined);
			return loaded && memoryOf(loaded);
		},
	};
}

/** Of the weights; the context comes on top. */
function memoryOf({llama, model}: LoadedModel): ModelMemory {
	const share = llama.gpu === false ? 0 : model.gpuLayers / Math.max(1, model.fileInsights.totalLayers);
	return {totalBytes: model.size, gpuBytes: Math.round(model.size * Math.min(1, share))};
}

async function loadFound(options: EmbeddedOptions, contextTokens: number): Promise<LoadedModel> {
	const module = await options.importModule();
	const file = await options.findModelFile();
	if (!file) throw new EngineError('model-missing', `There is no model file \`${options.model}\`.`);
	return loadModel(module, {path: file.path, sequences: options.sequences, contextTokens});
}
