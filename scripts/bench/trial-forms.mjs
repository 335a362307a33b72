import {createDrawer} from '../../dist/domain/create-draw.js';
import {buildMessages} from '../../dist/pipeline/build-messages.js';
import {fillPrompt} from '../../dist/pipeline/fill-prompt.js';
import {parsePromptBook} from '../../dist/pipeline/prompt-book.js';
import {createPromptValues} from '../../dist/pipeline/prompt-values.js';
import {modelStepDefinitions} from '../../dist/pipeline/steps/model-steps.js';
import {defaultPromptFolder, loadPromptFiles} from '../../dist/store/prompt-files.js';

const callsPerStep = 4;
const proseAsJson = {
	type: 'object',
	properties: {dialogue: {type: 'string'}},
	required: ['dialogue'],
	additionalProperties: false,
};

/** Ways to ask that the product does not have, beside its own, all with the product's checks and budgets. */
export const forms = {
	/** Everything known in one prompt, growing from step to step: what the product does. */
	full: ({step, draw, outputs, book}) => buildMessages({step, draw, outputs, book, form: 'full'}),
	/** The bare scene in a prompt of its own. */
	short: ({step, draw, outputs, book}) => buildMessages({step, draw, outputs, book, form: 'short'}),
	/** One chat that grows by a task and its reply. */
	chat: ({step, draw, outputs, book, turns}) => {
		const [system] = buildMessages({step, draw, outputs, book, form: 'full'});
		const values = createPromptValues({draw, outputs}, book);
		const {known, task} = book.steps[step];
		return [system, ...turns, {role: 'user', content: fillPrompt(`${known}\n\n${task}`, values)}];
	},
	/** As `full`, the dialogue inside a JSON string. */
	'json-prose': ({step, draw, outputs, book}) => buildMessages({step, draw, outputs, book, form: 'full'}),
};

/** Makes interactions in one form for so long; resolves with what they cost by step. */
export async function tryForm({engine, form, minutes, parallel, contextTokens = 4_096}) {
	const {texts, fingerprint} = await loadPromptFiles(defaultPromptFolder);
	const book = parsePromptBook(texts, fingerprint);
	const drawAt = createDrawer({seed: 7, order: 'balanced', world: book.world});
	const over = AbortSignal.timeout(minutes * 60_000);
	const sums = new Map(
		Object.keys(modelStepDefinitions).map(step => [
			step,
			{requests: 0, prompt: 0, cached: 0, known: 0, output: 0},
		]),
	);
	const result = {accepted: 0, tried: 0, sums};
	let next = 0;
	async function work() {
		while (!over.aborted) {
			const draw = drawAt(next++);
			const isMade = await makeOne({engine, form, draw, book, contextTokens, over, sums}).catch(error => {
				if (!over.aborted) throw error;
			});
			if (over.aborted) return;
			result.tried++;
			if (isMade) result.accepted++;
		}
	}
	await Promise.all(Array.from({length: parallel}, work));
	return result;
}

async function makeOne(parts) {
	let outputs = {};
	const turns = [];
	for (const definition of Object.values(modelStepDefinitions)) {
		const made = await makeStep({...parts, definition, outputs, turns});
		if (!made) return false;
		outputs = {...outputs, ...made};
	}
	return true;
}

async function makeStep({engine, form, draw, book, contextTokens, over, sums, definition, outputs, turns}) {
	const {step} = definition;
	const messages = forms[form]({step, draw, outputs, book, turns});
	const isJsonProse = form === 'json-prose' && step === 'dialogue';
	const schema = isJsonProse ? proseAsJson : definition.schema(draw);
	const prompt = messages.at(-1).content;
	for (let call = 0; call < callsPerStep; call++) {
		const watch = definition.watch('');
		const request = {
			brief: {step, draw, outputs},
			messages,
			sampling: definition.sampling,
			contextTokens,
			signal: over,
		};
		const asked = {
			...request,
			...(schema && {schema}),
			seed: draw.planIndex * 97 + call,
			maxTokens: definition.maxTokens(draw),
		};
		const reply = await ask(
			engine,
			{...asked, ...(!isJsonProse && {onText: piece => watch.push(piece)})},
			over,
		);
		note(sums.get(step), reply);
		if (reply.text === undefined) continue;
		const text = isJsonProse ? readDialogue(reply.text) : reply.text;
		const subject = {draw, outputs, prompt, findNearCopy: () => undefined};
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
