import {createRandom, hashText, pickOne} from './fault-server-random.js';
import {fillSchema} from './fault-server-schema.js';
import {sentences, slots} from './fault-server-words.js';

/** The body of `/api/chat`, as far as a reply depends on it. */
export type ChatBody = {
	model: string;
	messages: Array<{role: string; content: string}>;
	format?: Record<string, unknown>;
	think?: boolean;
	keep_alive?: string | number;
	truncate?: boolean;
	options: {
		temperature?: number;
		top_p?: number;
		top_k?: number;
		repeat_penalty?: number;
		seed?: number;
		num_predict?: number;
		num_ctx?: number;
	};
};

/** What our prompts say that a good reply must take up; see `prompts/`. */
type Wish = {
	name: string;
	hook: string;
	words: string[];
	action: string;
	isGoingOn: boolean;
	random: () => number;
};

/**
 * A reply that our steps and our gate accept: JSON after the schema of the request, or prose of 60-120 words.
 * The same messages and seed give the same text.
 */
export function writeGoodReply(body: ChatBody): string {
	const wish = readWish(body);
	if (body.format === undefined) return writeProse(wish);
	return JSON.stringify(
		fillSchema(body.format, {
			writeText: (property, longest) => writeField(wish, {property, longest}),
			random: wish.random,
		}),
	);
}

function readWish(body: ChatBody): Wish {
	const said = body.messages.map(message => message.content).join('\n');
	const asked = body.messages.filter(({role}) => role === 'user').map(({content}) => content);
	const words = body.format === undefined ? wantedWords(asked.join('\n')) : [];
	return {
		name:
			findFirst(said, [/^(.+?) \((?:she|he|they)\//m, /You ask ([^,\n]+),/, /you found (.+?) at /]) ?? 'Mara',
		hook:
			findFirst(said, [/it must name ([^;\n]+);/, /There was (.+?)(?:, and you didn't| and \.\.\.)/]) ??
			(words[0] ? `the ${words[0]}` : 'a folded note'),
		words,
		isGoingOn: /Go on from exactly/.test(asked.at(-1) ?? ''),
		action:
			findFirst(said, [
				/(?:does|do) (?:one thing:|while talking:) ([^.\n]+)\./,
				/"primary_action": "(.+)"/,
			]) ?? 'fold a receipt',
		random: createRandom(hashText(JSON.stringify(body.messages)) ^ (body.options.seed ?? 0)),
	};
}

function findFirst(text: string, patterns: RegExp[]): string | undefined {
	return patterns.map(pattern => pattern.exec(text)?.[1]).find(found => found !== undefined);
}

/** The word that the prose is asked to do something with. */
function wantedWords(text: string): string[] {
	const word = /did with the (\S+?),? and what/.exec(text)?.[1];
	return word === undefined ? [] : [word];
}

const whole = ['opening', 'hook', 'speech', 'action', 'closing'] as const;

function writeProse(wish: Wish): string {
	const order = wish.isGoingOn ? (['hook', 'closing'] as const) : whole;
	const written = order.map(kind => fillSlots(pickOne(wish.random, sentences[kind]), wish));
	const missing = wish.words.filter(word => !written.join(' ').toLowerCase().includes(word.toLowerCase()));
	if (missing.length > 0) written.splice(2, 0, `It made you think of ${missing.join(' and ')}.`);
	while (!wish.isGoingOn && countWords(written) < 66) {
		written.splice(-1, 0, fillSlots(pickOne(wish.random, sentences.opening.slice(2, 4)), wish));
	}
	return written.join(' ');
}

function countWords(written: string[]): number {
	return written.join(' ').split(/\s+/).length;
}

function writeField(wish: Wish, field: {property: string; longest: number}): string {
	if (field.property === 'hook_element')
		return `${capital(wish.hook)} lay there with a name on it that was not yours.`;
	if (field.property === 'primary_action') return wish.action;
	const kinds = field.longest < 90 ? sentences.shortField : sentences.field;
	return fillSlots(pickOne(wish.random, kinds), wish);
}

function fillSlots(template: string, wish: Wish): string {
	return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
		if (slot === 'name' || slot === 'hook' || slot === 'action') return wish[slot];
		const word = pickOne(wish.random, slots[slot.replace('_capital', '')] as readonly string[]);
		return slot.endsWith('_capital') ? capital(word) : word;
	});
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
