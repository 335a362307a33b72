import type {ReadingRequest} from '../../pipeline/ports.js';

/** How a reply is held to a schema, from the surest down: what a server does not know is given up step by step. */
const structures = ['json_schema', 'json_object', 'guided', 'plain'] as const;
export type Structure = (typeof structures)[number];

/** What one server and model understand of the many things called OpenAI-compatible. Found by asking. */
export type Dialect = {
	structure: Structure;
	/** Sampling and template switches that OpenAI itself does not have. */
	takesExtras: boolean;
	/** The model thought although its template was told not to: it is told in OpenAI's words too. */
	asksNoEffort: boolean;
	/** The server does not take those words. */
	refusesEffort: boolean;
	/** Token counts with every piece (vLLM, SGLang), for replies that we end early; with the last one; not at all. */
	usage: 'running' | 'final' | 'none';
	/** Some chat templates know no system role (Gemma 1 and 2, the first ones of Mistral). */
	takesSystem: boolean;
	budgetName: 'max_tokens' | 'max_completion_tokens';
	/** Replies in a row that ended by themselves and were not the JSON asked for. */
	disobeyed: number;
};

const known = new Map<string, Dialect>();
const mostDisobeyed = 2;

/** The dialect of this host and model, the same object for every engine on them. */
export function dialectOf(host: string, model: string): Dialect {
	const key = `${host} ${model}`;
	const dialect = known.get(key) ?? {
		structure: 'json_schema',
		takesExtras: true,
		asksNoEffort: false,
		refusesEffort: false,
		usage: 'running',
		takesSystem: true,
		budgetName: 'max_tokens',
		disobeyed: 0,
	};
	known.set(key, dialect);
	return dialect;
}

type Change = {about: RegExp; apply: (dialect: Dialect, request: ReadingRequest) => boolean};

/** What chat templates raise, as vLLM, SGLang and llama-server hand it on. */
export const systemRefused = /system (?:role|message|prompt)|roles? must alternate|roles are supported/i;

const changes: Change[] = [
	{about: systemRefused, apply: foldSystem},
	{
		about: /response_format|json_?schema|json_object|json mode|grammar|guided|structured/i,
		apply: lowerStructure,
	},
	{about: /continuous_usage_stats/i, apply: dropRunningUsage},
	{about: /stream_options|include_usage/i, apply: dropUsage},
	{about: /max_completion_tokens/i, apply: renameBudget},
	{about: /reasoning_effort/i, apply: dropEffort},
	{about: /top_k|penalty|chat_template_kwargs|extra|unrecognized|unknown|unsupported/i, apply: dropExtras},
];

/**
 * Asks for less after a server refused the form of a request, by its own words, else in an order that gives up least.
 * False when nothing is left to give up.
 */
export function askForLess(dialect: Dialect, refused: {said: string; request: ReadingRequest}): boolean {
	const named = changes.filter(({about}) => about.test(refused.said));
	const order = [...named.map(({apply}) => apply), dropRunningUsage, dropExtras, lowerStructure, dropUsage];
	return order.some(apply => apply(dialect, refused.request));
}

/** Learns from a whole reply: a schema that is ignored twice in a row is asked for in another way. */
export function learnFromReply(
	dialect: Dialect,
	reply: {text: string; finish: string; hasThought: boolean; request: ReadingRequest},
): void {
	if (reply.hasThought && !dialect.refusesEffort) dialect.asksNoEffort = true;
	if (!reply.request.schema || reply.finish !== 'stop') return;
	dialect.disobeyed = isObeyed(reply.text, reply.request.schema) ? 0 : dialect.disobeyed + 1;
	if (dialect.disobeyed < mostDisobeyed) return;
	lowerStructure(dialect, reply.request);
}

/** The reply is a JSON object with every field that the schema requires. */
function isObeyed(text: string, schema: Record<string, unknown>): boolean {
	const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && required.every(name => Object.hasOwn(value, name));
	} catch {
		return false;
	}
}

function lowerStructure(dialect: Dialect, request: ReadingRequest): boolean {
	const next = structures[structures.indexOf(dialect.structure) + 1];
	if (!request.schema || next === undefined) return false;
	dialect.structure = next;
	dialect.disobeyed = 0;
	return true;
}

function dropExtras(dialect: Dialect): boolean {
	const took = dialect.takesExtras;
	dialect.takesExtras = false;
	return took;
}

function dropRunningUsage(dialect: Dialect): boolean {
	if (dialect.usage !== 'running') return false;
	dialect.usage = 'final';
	return true;
}

function dropUsage(dialect: Dialect): boolean {
	if (dialect.usage === 'none') return false;
	dialect.usage = dialect.usage === 'running' ? 'final' : 'none';
	return true;
}

function foldSystem(dialect: Dialect, {messages}: ReadingRequest): boolean {
	const took = dialect.takesSystem && messages[0]?.role === 'system';
	if (took) dialect.takesSystem = false;
	return took;
}

function renameBudget(dialect: Dialect): boolean {
	if (dialect.budgetName === 'max_completion_tokens') return false;
	dialect.budgetName = 'max_completion_tokens';
	return true;
}

function dropEffort(dialect: Dialect): boolean {
	const asked = dialect.asksNoEffort;
	dialect.asksNoEffort = false;
	dialect.refusesEffort = true;
	return asked;
}
