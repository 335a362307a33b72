import {EngineError} from '../../pipeline/errors.js';
import {cleanServerText} from '../clean-server-text.js';
import type {ChatWrapper, Llama, LlamaContext, LlamaModel, LlamaModule} from './llama-module.js';
import {createSequencePool, type SequencePool} from './sequence-pool.js';

/** A model in memory, with a context that several chats share. */
export type LoadedModel = {
	module: LlamaModule;
	llama: Llama;
	model: LlamaModel;
	chatWrapper: ChatWrapper;
	pool: SequencePool;
	contextTokens: number;
	dispose(): Promise<void>;
};

const cpuBatchTokens = 64;

/** Thinking off, in the words of every kind of template that has a switch for it. */
const customWrapperSettings = {
	qwen: {thoughts: 'discourage'},
	jinjaTemplate: {additionalRenderParameters: {enable_thinking: false}},
};

/** Loads the weights and makes a context of `sequences` chats, or of as many as memory holds. Throws `EngineError`. */
export async function loadModel(
	module: LlamaModule,
	wanted: {path: string; sequences: number; contextTokens: number},
): Promise<LoadedModel> {
	const llama = await module.getLlama({
		build: 'never',
		skipDownload: true,
		progressLogs: false,
		logLevel: 'error',
		// Its own least is 4: on fewer cores they wait for each other and hardly a token comes.
		maxThreads: navigator.hardwareConcurrency,
		// Printed, it would wreck the screen; what matters comes back as an error.
		logger: () => {},
	});
	const model = await llama.loadModel({modelPath: wanted.path}).catch(error => {
		throw loadFailure(error);
	});
	// A batch that was begun is not called off, not even by the end of the process: on a CPU it must be a short one.
	const batch = llama.gpu === false ? {batchSize: cpuBatchTokens} : {};
	const {context, sequences} = await createContext(model, {...wanted, ...batch}).catch(async error => {
		await model.dispose();
		throw loadFailure(error);
	});
	return {
		module,
		llama,
		model,
		chatWrapper: module.resolveChatWrapper(model, {warningLogs: false, customWrapperSettings}),
		pool: createSequencePool(Array.from({length: sequences}, () => context.getSequence())),
		contextTokens: wanted.contextTokens,
		async dispose() {
			await context.dispose();
			await model.dispose();
		},
	};
}

async function createContext(
	model: LlamaModel,
	wanted: {sequences: number; contextTokens: number; batchSize?: number},
): Promise<{context: LlamaContext; sequences: number}> {
	const {sequences, contextTokens, batchSize} = wanted;
	try {
		const context = await model.createContext({
			sequences,
			contextSize: contextTokens,
			...(batchSize !== undefined && {batchSize}),
			failedCreationRemedy: false,
		});
		return {context, sequences};
	} catch (error) {
		if (sequences === 1) throw error;
		return createContext(model, {...wanted, sequences: Math.floor(sequences / 2)});
	}
}

function loadFailure(error: unknown): EngineError {
	const said = cleanServerText(error instanceof Error ? error.message : String(error)).replace(/\.+$/, '');
	return new EngineError('server-error', `The model cannot be loaded: ${said}.`, {cause: error});
}
