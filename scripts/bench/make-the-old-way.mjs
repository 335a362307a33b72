import {readFileSync} from 'node:fs';
import {createDrawer} from '../../dist/domain/create-draw.js';
import {parsePromptBook} from '../../dist/pipeline/prompt-book.js';
import {defaultPromptFolder, loadPromptFiles} from '../../dist/store/prompt-files.js';

/** Settings of v2.2: one step a prompt, free-form JSON, one attempt, one at a time. */
const steps = [
	{
		name: 'primitives',
		temperature: 0.7,
		wants: ['npc_profile', 'npc_ocean_personality', 'npc_emotional_state'],
	},
	{name: 'context', temperature: 0.5, wants: ['interaction_context']},
	{name: 'tension', temperature: 0.85, wants: ['tension_memory']},
	{name: 'dialogue', temperature: 0.92, wants: ['npc_card_narrative']},
];
const budget = 4_000;

/**
 * Makes interactions as v2.2 did, for so many minutes. An interaction counts when all four replies could be read; no rule
 * of good prose is asked for, which is generous to the old way. A reply under way at the end counts with its tokens alone.
 */
export async function makeTheOldWay({host, model, minutes}) {
	const over = AbortSignal.timeout(minutes * 60_000);
	const texts = new Map(
		steps.map(({name}) => [name, readFileSync(new URL(`old-way/${name}.md`, import.meta.url), 'utf8')]),
	);
	const {texts: prompts, fingerprint} = await loadPromptFiles(defaultPromptFolder);
	const {world} = parsePromptBook(prompts, fingerprint);
	const drawAt = createDrawer({seed: 7, order: 'round-robin', world});
	const count = {accepted: 0, tried: 0, replies: 0, readable: 0, tokens: 0, characters: 0};
	for (let index = 0; !over.aborted; index++) {
		const isMade = await makeOne({host, model, over, texts, draw: drawAt(index), count});
		if (over.aborted) break;
		count.tried++;
		if (isMade) count.accepted++;
	}
	return count;
}

async function makeOne({host, model, over, texts, draw, count}) {
	let made = {};
	for (const step of steps) {
		const prompt = fill(texts.get(step.name), {draw, made});
		const reply = await ask({host, model, over, prompt, temperature: step.temperature, count});
		if (over.aborted) return false;
		count.replies++;
		const part = readJson(reply);
		if (!part || !step.wants.every(name => part[name] && typeof part[name] === 'object')) return false;
		count.readable++;
		made = {...made, ...part};
	}
	return true;
}

function fill(text, {draw, made}) {
	const values = {
		...draw.cell,
		supportNeeded: draw.supportNeeded.toFixed(1),
		made: JSON.stringify(made, undefined, 2),
	};
	return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name]));
}

/** Streamed, so that the tokens of a reply that the end of the measurement cuts off are counted too. */
async function ask({host, model, over, prompt, temperature, count}) {
	let text = '';
	try {
		const response = await fetch(new URL('/api/chat', host), {
			method: 'POST',
			signal: over,
			body: JSON.stringify({
				model,
				messages: [{role: 'user', content: prompt}],
				stream: true,
				options: {temperature, top_p: 0.98, top_k: 80, num_predict: budget},
			}),
		});
		if (!response.ok) throw new Error(`the server said ${response.status}: ${await response.text()}`);
		let pending = '';
		const decoder = new TextDecoder();
		for await (const bytes of response.body) {
			const lines = (pending + decoder.decode(bytes, {stream: true})).split('\n');
			pending = lines.pop();
			for (const line of lines) {
				const piece = JSON.parse(line).message?.content ?? '';
				if (piece === '') continue;
				count.tokens++;
				count.characters += piece.length;
				text += piece;
			}
		}
	} catch (error) {
		if (!over.aborted) throw error;
	}
	return text;
}

/** From the first brace to the last, as the old script cut it out. */
function readJson(text) {
	try {
		return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
	} catch {
		return undefined;
	}
}
