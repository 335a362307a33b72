import type {Message, ReadingRequest} from '../../pipeline/ports.js';
import type {Dialect} from './dialect.js';

/** The body of `/v1/chat/completions`, in the words that this server understands. */
export function chatBody(
	model: string,
	{request, dialect}: {request: ReadingRequest; dialect: Dialect},
): Record<string, unknown> {
	const {sampling, messages, seed, maxTokens} = request;
	return {
		model,
		messages: dialect.takesSystem ? messages : withoutSystem(messages),
		stream: true,
		...askForUsage(dialect),
		[dialect.budgetName]: maxTokens,
		temperature: sampling.temperature,
		top_p: sampling.topP,
		seed,
		...(dialect.takesExtras && extras(request)),
		...(dialect.asksNoEffort && {reasoning_effort: 'none'}),
		...structureOf(dialect, request),
	};
}

function askForUsage({usage}: Dialect): Record<string, unknown> {
	if (usage === 'none') return {};
	return {stream_options: {include_usage: true, ...(usage === 'running' && {continuous_usage_stats: true})}};
}

/** The same text from the user alone, as templates do that have a way of their own for it. */
function withoutSystem(messages: Message[]): Message[] {
	const [system, user, ...later] = messages;
	if (system?.role !== 'system' || user?.role !== 'user') return messages;
	return [{role: 'user', content: `${system.content}\n\n${user.content}`}, ...later];
}

/**
 * llama-server says `repeat_penalty`, vLLM and SGLang `repetition_penalty`; each passes over the other's word. With
 * `timings_per_token` llama-server tells the prompt's counts at once, so that a reply that we end early has them too.
 */
function extras({sampling}: ReadingRequest): Record<string, unknown> {
	return {
		top_k: sampling.topK,
		repeat_penalty: sampling.repeatPenalty,
		repetition_penalty: sampling.repeatPenalty,
		chat_template_kwargs: {enable_thinking: false},
		cache_prompt: true,
		timings_per_token: true,
	};
}

function structureOf({structure}: Dialect, {schema}: ReadingRequest): Record<string, unknown> {
	if (!schema) return {};
	const {$schema, ...bare} = schema;
	switch (structure) {
		case 'json_schema':
			return {
				response_format: {
					type: 'json_schema',
					json_schema: {name: 'reply', strict: true, schema: bare},
				},
			};
		case 'json_object':
			return {response_format: {type: 'json_object'}};
		case 'guided':
			// The first is vLLM's own word, the second llama-server's.
			return {guided_json: bare, json_schema: bare};
		case 'plain':
			return {};
	}
}
