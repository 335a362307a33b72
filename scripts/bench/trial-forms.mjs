import {createDrawer} from '../../dist/domain/create-draw.js';
import {modelSteps} from '../../dist/domain/step-outputs.js';
import {buildMessages} from '../../dist/pipeline/build-messages.js';
import {fillPrompt} from '../../dist/pipeline/fill-prompt.js';
import {parsePromptBook} from '../../dist/pipeline/prompt-book.js';
import {createPromptValues} from '../../dist/pipeline/prompt-values.js';
import {modelStepDefinitions} from '../../dist/pipeline/steps/model-steps.js';
import {defaultPromptFolder, loadPromptFiles} from '../../dist/store/prompt-files.js';

const callsPerStep = 4;
const cells = 128;
const proseAsJson = {
	type: 'object',
	properties: {dialogue: {type: 'string'}},
	required: ['dialogue'],
	additionalProperties: false,
};

const askAs = form => parts => buildMessages({...parts, form});

/**
 * As the product's full prompt where the steps come in another order: what a step needs of the draw, what the steps before
 * it made, and nothing where one has not been made yet.
 */
function askInOrder({step, draw, outputs, book}) {
	const [system] = buildMessages({step, draw, outputs, book, form: 'full'});
	// The known part of a step tells what the one before it made.
	const isKnown = (_, at) => at <= modelSteps.indexOf(step) || modelSteps[at - 1] in outputs;
	const known = modelSteps.filter(isKnown).map(name => book.steps[name].known);
	const content = [...known, book.steps[step].task].join('\n\n');
	return [system, {role: 'user', content: fillPrompt(content, createPromptValues({draw, outputs}, book))}];
}

/** Ways to ask that the product does not have, beside its own, all with the product's checks. */
export const forms = {
	/** Everything known in one prompt, growing from step to step: what the product does. */
	full: {messages: askAs('full')},
	/** The bare scene in a prompt of its own. */
	short: {messages: askAs('short')},
	/** One chat that grows by a task and its reply. */
	chat: {
		messages: ({step, draw, outputs, book, turns}) => {
			const [system] = buildMessages({step, draw, outputs, book, form: 'full'});
			const values = createPromptValues({draw, outputs}, book);
			const {known, task} = book.steps[step];
			return [system, ...turns, {role: 'user', content: fillPrompt(`${known}\n\n${task}`, values)}];
		},
	},
	/** As `full`, the dialogue inside a JSON string. */
	'json-prose': {messages: askAs('full'), isProseJson: true},
	/** As `full`, with three quarters of the product's budgets, and with half as much again. */
	'budgets-0.75': {messages: askAs('full'), budget: 0.75},
	'budgets-1.5': {messages: askAs('full'), budget: 1.5},
	/** The scene before the person; the plan before what the scene is about. */
	'context-first': {messages: askInOrder, order: ['context', 'primitives', 'tension', 'dialogue']},
	'tension-first': {messages: askInOrder, order: ['primitives', 'tension', 'context', 'dialogue']},
};

/**
 * Makes interactions for so long, each in the next of the forms, so that whatever else the machine does slows all of them
 * alike. Resolves with the scenes: their form, whether they were made, and what each step of theirs cost.
 */
export async function tryForms({engine, wanted, minutes, parallel, contextTokens = 4_096}) {
	const {texts, fingerprint} = await loadPromptFiles(defaultPromptFolder);
	const book = parsePromptBook(texts, fingerprint);
	const drawAt = createDrawer({seed: 7, order: 'balanced', world: book.world});
	const over = AbortSignal.timeout(Math.round(minutes * 60_000));
	const scenes = [];
	let next = 0;
	async function work() {
		while (!over.aborted) {
			const planIndex = next++;
			// Turned by one each round, or a form would always meet the same cells.
			const form = wanted[(planIndex + Math.floor(planIndex / cells)) % wanted.length];
			const scene = {form, isMade: false, isOver: false, steps: new Map()};
			scenes.push(scene);
			const parts = {engine, form: forms[form], draw: drawAt(planIndex), book, contextTokens, over, scene};
			try {
				scene.isMade = await makeOne(parts);
				scene.isOver = true;
			} catch (error) {
				if (!over.aborted) throw error;
			}
		}
	}
	await Promise.all(Array.from({length: parallel}, work));
	return scenes;
}

async function makeOne(parts) {
	let outputs = {};
	const turns = [];
	for (const step of parts.form.order ?? modelSteps) {
		const definition = modelStepDefinitions[step];
		const cost = {requests: 0, prompt: 0, cached: 0, known: 0, output: 0, made: 0};
		const made = await makeStep({...parts, definition, outputs, turns, cost});
		// A step that the end of the time cut off is not counted: what it would have cost is not known.
		parts.scene.steps.set(step, {...cost, made: made ? 1 : 0});
		if (!made) return false;
		outputs = {...outputs, ...made};
	}
	return true;
}

/** What a run knows of its other scenes; each form here stands alone. */
const unasked = {findOverused: () => undefined, findNearCopy: () => undefined};

async function makeStep({engine, form, draw, book, contextTokens, over, definition, outputs, turns, cost}) {
	const {step} = definition;
	const messages = form.messages({step, draw, outputs, book, turns});
	const isJsonProse = form.isProseJson && step === 'dialogue';
	const schema = isJsonProse ? proseAsJson : definition.schema(draw);
	const prompt = messages.at(-1).content;
	for (let call = 0; call < callsPerStep; call++) {
		const watch = definition.watch('');
		const request = {
			brief: {step, draw, outputs},
			messages,
			...(schema && {schema}),
			sampling: definition.sampling,
			seed: draw.planIndex * 97 + call,
			maxTokens: Math.round(definition.maxTokens(draw) * (form.budget ?? 1)),
			contextTokens,
			signal: over,
			...(!isJsonProse && {onText: piece => watch.push(piece)}),
		};
		const reply = await ask(engine, request, over);
		note(cost, reply);
		if (reply.text === undefined || (!isJsonProse && watch.failure !== undefined)) continue;
		const text = isJsonProse ? readDialogue(reply.text) : reply.text;
		const subject = {draw, outputs, prompt, findCopiedRun: book.runs.findIn, ...unasked};
		const verdict = definition.check({text, finish: reply.finish}, subject);
		if (!verdict.ok) continue;
		turns.push(messages.at(-1), {role: 'assistant', content: text});
		return verdict.outputs;
	}
	return undefined;
}

/** A reply that failed in the engine costs what it costs. */
async function ask(engine, request, over) {
	try {
		return await engine.generate(request);
	} catch (error) {
		if (over.aborted) throw error;
		return error.cost ?? {promptTokens: 0, outputTokens: 0};
	}
}

function note(sum, {promptTokens, cachedPromptTokens, outputTokens}) {
	sum.requests++;
	sum.prompt += promptTokens;
	sum.output += outputTokens;
	if (cachedPromptTokens === undefined) return;
	sum.known += promptTokens;
	sum.cached += cachedPromptTokens;
}

function readDialogue(text) {
	try {
		return JSON.parse(text).dialogue ?? '';
	} catch {
		return '';
	}
}
