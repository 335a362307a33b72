import {z} from 'zod';

/** The four steps a model writes, in order; `outcomes`, the fifth, is computed. */
export const modelSteps = ['primitives', 'context', 'tension', 'dialogue'] as const;
export type ModelStep = (typeof modelSteps)[number];
export const allSteps = [...modelSteps, 'outcomes'] as const;
export type Step = (typeof allSteps)[number];

/**
 * What each structured step must return. The schema that is sent is the schema that is checked:
 * short strings with `maxLength`, no numbers, no `pattern` (llama.cpp refuses patterns that are not anchored).
 */
export const primitivesSchema = z.object({
	background: z.string().min(20).max(240),
	speaking_voice: z.string().min(10).max(160),
	daily_life: z.string().min(15).max(200),
});
export type Primitives = z.infer<typeof primitivesSchema>;

const factorTextSchema = z.object({
	factor: z.string().min(3).max(60),
	description: z.string().min(10).max(180),
});

function defineContextSchema(factorCount: number) {
	return z.object({
		situation_description: z.string().min(20).max(280),
		capacity_factors: z.array(factorTextSchema).length(factorCount),
	});
}

const contextSchemas = [1, 2, 3].map(defineContextSchema);

/** `factorCount` is the number of drawn impacts, 1-3: one text each. */
export function contextSchema(factorCount: number) {
	return contextSchemas[factorCount - 1] ?? defineContextSchema(factorCount);
}
export type Context = z.infer<ReturnType<typeof contextSchema>>;

export const tensionSchema = z.object({
	hook_element: z.string().min(10).max(180),
	subtext: z.string().min(10).max(180),
	internal_conflict: z.string().min(10).max(200),
	relevant_memories: z.array(z.string().min(10).max(180)).min(1).max(3),
	setting_context: z.string().min(20).max(200),
	primary_action: z.string().min(5).max(100),
});
export type Tension = z.infer<typeof tensionSchema>;

/** The prose as it was accepted by its step; `trimmed` when a reply that ran on was cut at a sentence. */
export type Dialogue = {prose: string; trimmed: boolean};

/** What has been made so far for one interaction; a step sees everything before it. */
export type StepOutputs = {
	primitives?: Primitives;
	context?: Context;
	tension?: Tension;
	dialogue?: Dialogue;
};
