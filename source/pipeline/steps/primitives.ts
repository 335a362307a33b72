import {primitivesSchema} from '../../domain/step-outputs.js';
import {baseSampling} from './sampling.js';
import {defineStructuredStep} from './structured-step.js';

/** Step 1: who this person is. */
export const primitivesStep = defineStructuredStep({
	step: 'primitives',
	sampling: {...baseSampling, temperature: 0.7},
	maxTokens: () => 200,
	schema: () => primitivesSchema,
	toOutputs: primitives => ({primitives}),
});
