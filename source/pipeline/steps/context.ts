import {contextSchema} from '../../domain/step-outputs.js';
import {baseSampling} from './sampling.js';
import {defineStructuredStep} from './structured-step.js';

/** Step 2: what the player asks for, and what drains the NPC, one text for each drawn impact. */
export const contextStep = defineStructuredStep({
	step: 'context',
	sampling: {...baseSampling, temperature: 0.5},
	maxTokens: draw => 120 + 80 * draw.factorImpacts.length,
	schema: draw => contextSchema(draw.factorImpacts.length),
	toOutputs: context => ({context}),
});
