import {z} from 'zod';
import {allSteps} from '../domain/step-outputs.js';

const outputsSchema = z.object({
	primitives: z
		.object({background: z.string(), speaking_voice: z.string(), daily_life: z.string()})
		.optional(),
	context: z
		.object({
			situation_description: z.string(),
			capacity_factors: z.array(z.object({factor: z.string(), description: z.string()})),
		})
		.optional(),
	tension: z
		.object({
			hook_element: z.string(),
			subtext: z.string(),
			internal_conflict: z.string(),
			relevant_memories: z.array(z.string()),
			setting_context: z.string(),
			primary_action: z.string(),
		})
		.optional(),
	dialogue: z.object({prose: z.string(), trimmed: z.boolean()}).optional(),
});

/**
 * A checkpoint as it is read back. Only the shape is asked for: the steps were checked when they were written, and the
 * gate sees the whole record again.
 */
export const checkpointSchema = z.object({
	planIndex: z.int().min(0),
	promptFingerprint: z.string().optional(),
	outputs: outputsSchema,
	reports: z.array(
		z.object({
			step: z.enum(allSteps),
			attempts: z.number(),
			durationMs: z.number().min(0),
			promptTokens: z.number(),
			cachedPromptTokens: z.number().optional(),
			outputTokens: z.number(),
			host: z.string().optional(),
		}),
	),
});
