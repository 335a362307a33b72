import type {Draw} from '../../domain/draw.js';
import {contentStems, sharesStem} from '../../domain/quality/extract-stems.js';
import {type Tension, tensionSchema} from '../../domain/step-outputs.js';
import {baseSampling} from './sampling.js';
import {defineStructuredStep} from './structured-step.js';

/** Step 3: hook, subtext, conflict and memories, and the setting and action that the prose is held to. */
export const tensionStep = defineStructuredStep({
	step: 'tension',
	sampling: {...baseSampling, temperature: 0.85},
	maxTokens: () => 360,
	schema: () => tensionSchema,
	toOutputs: tension => ({tension}),
	findFault: findPlanFault,
});

/** The plan must hang on what was drawn: the hook on its object, the action on the action. */
function findPlanFault(tension: Tension, draw: Draw): string | undefined {
	if (!sharesStem(contentStems(draw.hookObject, draw.name), tension.hook_element)) {
		return `"hook_element" does not mention ${draw.hookObject}.`;
	}
	if (!sharesStem(contentStems(draw.action, draw.name), tension.primary_action)) {
		return `"primary_action" is not the one asked for: ${draw.action}.`;
	}
	return undefined;
}
