import type {ModelStep} from '../../domain/step-outputs.js';
import {contextStep} from './context.js';
import {dialogueStep} from './dialogue.js';
import {primitivesStep} from './primitives.js';
import type {StepDefinition} from './step-definition.js';
import {tensionStep} from './tension.js';

/** The four steps a model writes; a new way of asking for one is changed in its file alone. */
export const modelStepDefinitions: Record<ModelStep, StepDefinition> = {
	primitives: primitivesStep,
	context: contextStep,
	tension: tensionStep,
	dialogue: dialogueStep,
};
