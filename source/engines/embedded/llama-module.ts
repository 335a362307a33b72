/** The part of node-llama-cpp 3.22 that the embedded engine uses. The package is no dependency: it is handed in. */
export type LlamaModule = {
	getLlama(options: {
		build: 'never';
		skipDownload: true;
		progressLogs: false;
		logLevel: string;
		maxThreads: number;
		/** Called with each line of llama.cpp's own log. */
		logger?: (level: string, message: string) => void;
	}): Promise<Llama>;
	readGgufFileInfo(path: string, options: {readTensorInfo: false; logWarnings: false}): Promise<GgufFileInfo>;
	resolveChatWrapper(
		model: LlamaModel,
		options: {warningLogs: false; customWrapperSettings: object},
	): ChatWrapper;
	LlamaChat: new (options: {contextSequence: LlamaSequence; chatWrapper: ChatWrapper}) => LlamaChat;
};

export type GgufFileInfo = {
	metadata: {
		general: {architecture: string; name?: string};
		tokenizer?: {chat_template?: unknown};
		[architecture: string]: unknown;
	};
};

export type Llama = {
	readonly gpu: string | false;
	loadModel(options: {modelPath: string}): Promise<LlamaModel>;
	createGrammarForJsonSchema(schema: object): Promise<unknown>;
};

export type LlamaModel = {
	readonly size: number;
	readonly gpuLayers: number;
	readonly tokenizer: unknown;
	readonly fileInsights: {readonly totalLayers: number};
	createContext(options: {
		sequences: number;
		contextSize: number;
		/** Tokens of prompts that are evaluated in one go. */
		batchSize?: number;
		failedCreationRemedy: false;
	}): Promise<LlamaContext>;
	dispose(): Promise<void>;
};

export type LlamaContext = {getSequence(): LlamaSequence; dispose(): Promise<void>};

export type LlamaSequence = {
	readonly tokenMeter: {readonly usedInputTokens: number; readonly usedOutputTokens: number};
};

export type ChatItem = {type: 'system' | 'user'; text: string} | {type: 'model'; response: string[]};

export type ChatWrapper = {
	generateContextState(options: {chatHistory: ChatItem[]}): {
		contextText: {tokenize(tokenizer: unknown): unknown[]};
	};
};

export type LlamaChat = {
	generateResponse(
		history: ChatItem[],
		options: {
			onResponseChunk: (chunk: {type: 'segment' | undefined; text: string}) => void;
			signal: AbortSignal;
			maxTokens: number;
			temperature: number;
			topP: number;
			topK: number;
			seed: number;
			repeatPenalty: {penalty: number; lastTokens: number};
			budgets: {thoughtTokens: number};
			grammar?: unknown;
		},
	): Promise<{metadata: {stopReason: string}}>;
	dispose(options: {disposeSequence: boolean}): void;
};
