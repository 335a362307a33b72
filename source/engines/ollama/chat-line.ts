import {z} from 'zod';

/** One line of the stream of `/api/chat`, as far as we read it. */
export const chatLineSchema = z.object({
	message: z.object({content: z.string().nullish(), thinking: z.string().nullish()}).nullish(),
	done: z.boolean().nullish(),
	done_reason: z.string().nullish(),
	prompt_eval_count: z.number().int().nonnegative().nullish(),
	eval_count: z.number().int().nonnegative().nullish(),
});
export type ChatLine = z.infer<typeof chatLineSchema>;
