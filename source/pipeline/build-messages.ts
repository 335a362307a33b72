import type {Draw} from '../domain/draw.js';
import type {WornThing} from '../domain/quality/variety-meter.js';
import {type ModelStep, modelSteps, type StepOutputs} from '../domain/step-outputs.js';
import {fillPrompt} from './fill-prompt.js';
import type {Message} from './ports.js';
import type {PromptBook} from './prompt-book.js';
import {createPromptValues} from './prompt-values.js';
import type {Telling} from './scene-families.js';

export type PromptForm = 'full' | 'short';

/**
 * The messages of one step. Full: everything known so far, then the task; what is known grows from step to step and
 * always starts the same, so that the server takes it from its prompt cache, and replies of earlier steps enter as facts,
 * not as chat turns, which small models would imitate. Short: the bare scene in a few sentences, for a redo.
 */
export function buildMessages(request: {
	step: ModelStep;
	draw: Draw;
	outputs: StepOutputs;
	book: PromptBook;
	form: PromptForm;
	tellings?: Telling[];
	worn?: readonly WornThing[];
}): Message[] {
	const {step, book, form} = request;
	const values = createPromptValues(request, book);
	const content = form === 'short' ? book.steps[step].short : writeFullPrompt(book, step);
	return [
		{role: 'system', content: fillPrompt(book.system, values)},
		{role: 'user', content: fillPrompt(content, values)},
	];
}

const fullPrompts = new WeakMap<PromptBook['steps'], Map<ModelStep, string>>();

/** One string for all interactions: what is known of a template is found by it. */
function writeFullPrompt({steps}: PromptBook, step: ModelStep): string {
	const written = fullPrompts.get(steps) ?? new Map<ModelStep, string>();
	fullPrompts.set(steps, written);
	const prompt = written.get(step) ?? joinPrompt(steps, step);
	written.set(step, prompt);
	return prompt;
}

function joinPrompt(steps: PromptBook['steps'], step: ModelStep): string {
	const known = modelSteps.slice(0, modelSteps.indexOf(step) + 1).map(name => steps[name].known);
	return [...known, steps[step].task].join('\n\n');
}

/** The bad reply and what was wrong with it, as two more turns. */
export function askForRepair(messages: Message[], reply: string, demand: string): Message[] {
	return [...messages, {role: 'assistant', content: reply}, {role: 'user', content: demand}];
}

/** The reason alone, behind the task: a model that needs the short form would imitate its own bad reply. */
export function addDemand(messages: Message[], demand: string): Message[] {
	const last = messages.at(-1) as Message;
	return [...messages.slice(0, -1), {...last, content: `${last.content}\n\n${demand}`}];
}
