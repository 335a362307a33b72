import type {ChatBody} from './fault-server-replies.js';
import type {StreamFace} from './fault-server-stream.js';

/** What `/v1/chat/completions` is asked, as far as the fault server looks at it. */
export type OpenAiBody = {
	model: string;
	messages: ChatBody['messages'];
	stream?: boolean;
	stream_options?: {include_usage?: boolean; continuous_usage_stats?: boolean};
	response_format?: {type: string; json_schema?: {schema: Record<string, unknown>}};
	guided_json?: Record<string, unknown>;
	chat_template_kwargs?: {enable_thinking?: boolean};
	reasoning_effort?: string;
	max_tokens?: number;
	max_completion_tokens?: number;
	temperature?: number;
	top_p?: number;
	top_k?: number;
	seed?: number;
};

export const openAiPath = '/v1/chat/completions';

/** Server-sent events, the counts in an event of their own. */
export const openAiFace: StreamFace = {
	contentType: 'text/event-stream; charset=utf-8',
	piece: (role, text) => ({
		object: 'chat.completion.chunk',
		choices: [{index: 0, delta: {[role === 'content' ? 'content' : 'reasoning_content']: text}}],
	}),
	last: (reason, {promptTokens, outputTokens}) => [
		{choices: [{index: 0, delta: {}, finish_reason: reason}]},
		{choices: [], usage: {prompt_tokens: promptTokens, completion_tokens: outputTokens}},
	],
	line: text => `data: ${text}\n\n`,
	farewell: 'data: [DONE]\n\n',
};

/** The request in the words of Ollama, so that both APIs give the same replies and faults. */
export function readOpenAiBody(body: OpenAiBody): ChatBody {
	const format = body.response_format?.json_schema?.schema ?? body.guided_json;
	const budget = body.max_tokens ?? body.max_completion_tokens;
	const isToldNotToThink =
		body.chat_template_kwargs?.enable_thinking === false || body.reasoning_effort === 'none';
	return {
		model: body.model,
		messages: body.messages,
		...(format && {format}),
		...(isToldNotToThink && {think: false}),
		options: {
			...(budget !== undefined && {num_predict: budget}),
			...(body.seed !== undefined && {seed: body.seed}),
			num_ctx: Number.POSITIVE_INFINITY,
		},
	};
}

/** What an OpenAI-compatible server answers besides chats; undefined for a page that it does not have. */
export function answerOpenAi(
	path: string,
	model: {name: string; contextTokens: number; root?: string},
): object | undefined {
	if (path !== '/v1/models') return undefined;
	const {name, contextTokens, root} = model;
	return {
		object: 'list',
		data: [{id: name, object: 'model', owned_by: 'vllm', root, max_model_len: contextTokens}],
	};
}
