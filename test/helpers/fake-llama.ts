import type {
	ChatItem,
	LlamaChat,
	LlamaModule,
	LlamaSequence,
} from '../../source/engines/embedded/llama-module.js';

export type FakeLlama = {
	module: LlamaModule;
	/** Chats under way, and the most there were at once. */
	busy: number;
	busyMax: number;
	loads: number;
	disposals: string[];
	asked: Array<Parameters<LlamaChat['generateResponse']>[1] & {history: ChatItem[]}>;
};

type Chunk = {type?: 'segment'; text: string};

/** node-llama-cpp as far as the engine sees it, saying these chunks; `hangs` says nothing after them until called off. */
export function createFakeLlama(
	script: {
		chunks?: Chunk[];
		stopReason?: string;
		hangs?: boolean;
		failsToLoad?: string;
		sequencesInMemory?: number;
	} = {},
): FakeLlama {
	const {chunks = [{text: 'Ada '}, {text: 'nodded '}, {text: 'to you.'}], stopReason = 'eogToken'} = script;
	const fake: FakeLlama = {
		busy: 0,
		busyMax: 0,
		loads: 0,
		disposals: [],
		asked: [],
		module: undefined as never,
	};

	class FakeChat implements LlamaChat {
		readonly #sequence: LlamaSequence & {tokenMeter: {usedInputTokens: number; usedOutputTokens: number}};

		constructor({contextSequence}: {contextSequence: LlamaSequence}) {
			this.#sequence = contextSequence as never;
		}

		async generateResponse(...[history, options]: Parameters<LlamaChat['generateResponse']>) {
			fake.asked.push({...options, history});
			fake.busyMax = Math.max(fake.busyMax, ++fake.busy);
			const meter = this.#sequence.tokenMeter;
			meter.usedInputTokens += 7;
			try {
				for (const {type, text} of chunks) {
					await new Promise(setImmediate);
					if (options.signal.aborted) throw options.signal.reason;
					meter.usedOutputTokens++;
					options.onResponseChunk({type, text});
				}
				if (script.hangs) {
					await new Promise((_, reject) => {
						options.signal.addEventListener('abort', () => reject(options.signal.reason));
					});
				}
				return {metadata: {stopReason}};
			} finally {
				fake.busy--;
			}
		}

		dispose() {}
	}

	fake.module = {
		async getLlama() {
			return {
				gpu: false,
				async loadModel() {
					if (script.failsToLoad) throw new Error(script.failsToLoad);
					fake.loads++;
					return {
						size: 98,
						gpuLayers: 0,
						tokenizer: {},
						fileInsights: {totalLayers: 30},
						async createContext({sequences}) {
							if (sequences > (script.sequencesInMemory ?? 64)) throw new Error('not enough memory');
							return {
								getSequence: () => ({tokenMeter: {usedInputTokens: 0, usedOutputTokens: 0}}),
								dispose: async () => void fake.disposals.push('context'),
							};
						},
						dispose: async () => void fake.disposals.push('model'),
					};
				},
				createGrammarForJsonSchema: async schema => ({grammarOf: schema}),
			};
		},
		readGgufFileInfo: async () => ({
			metadata: {
				general: {architecture: 'llama'},
				llama: {context_length: 8192},
				tokenizer: {chat_template: '{% if enable_thinking %}<think>{% endif %}'},
			},
		}),
		resolveChatWrapper: () => ({
			generateContextState: ({chatHistory}) => ({
				contextText: {tokenize: () => JSON.stringify(chatHistory).match(/.{1,4}/g) ?? []},
			}),
		}),
		LlamaChat: FakeChat,
	};
	return fake;
}
