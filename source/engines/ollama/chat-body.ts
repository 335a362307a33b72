import type {ChatRequest} from 'ollama';
import type {ReadingRequest} from '../../pipeline/ports.js';
import type {OllamaConnection} from './ollama-connection.js';

type ChatBody = ChatRequest & {stream: true; truncate: false};

/**
 * The body of `/api/chat`. `truncate: false` makes a server of 0.12 or later refuse a prompt that does not fit
 * instead of cutting it silently; an earlier one does not know the word.
 */
export function chatBody(
	connection: OllamaConnection,
	{request, canThink}: {request: ReadingRequest; canThink: boolean},
): ChatBody {
	return {
		model: connection.model,
		messages: request.messages,
		stream: true,
		truncate: false,
		keep_alive: connection.keepAlive,
		...(request.schema && {format: request.schema}),
		...(canThink && {think: false}),
		options: {
			temperature: request.sampling.temperature,
			top_p: request.sampling.topP,
			top_k: request.sampling.topK,
			repeat_penalty: request.sampling.repeatPenalty,
			seed: request.seed,
			num_predict: request.maxTokens,
			num_ctx: request.contextTokens,
		},
	};
}
