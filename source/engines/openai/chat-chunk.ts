import {z} from 'zod';

const textSchema = z.object({
	content: z.string().nullish(),
	/** Thinking, as llama-server, SGLang and LiteLLM name it; the other is vLLM's and OpenRouter's word. */
	reasoning_content: z.string().nullish(),
	reasoning: z.string().nullish(),
});

/** One event of the stream of `/v1/chat/completions`, or the whole of a reply that was not streamed. */
export const chatChunkSchema = z.object({
	choices: z
		.array(
			z.object({
				index: z.number().nullish(),
				delta: textSchema.nullish(),
				message: textSchema.nullish(),
				finish_reason: z.string().nullish(),
			}),
		)
		.nullish(),
	usage: z
		.object({
			prompt_tokens: z.number().nonnegative().nullish(),
			completion_tokens: z.number().nonnegative().nullish(),
			prompt_tokens_details: z.object({cached_tokens: z.number().nonnegative().nullish()}).nullish(),
		})
		.nullish(),
	/** llama-server's, with every piece: prompt tokens from its cache, those it had to evaluate, and those decoded so far. */
	timings: z
		.object({
			cache_n: z.number().nonnegative().nullish(),
			prompt_n: z.number().nonnegative().nullish(),
			predicted_n: z.number().nonnegative().nullish(),
		})
		.nullish(),
});
export type ChatChunk = z.infer<typeof chatChunkSchema>;
