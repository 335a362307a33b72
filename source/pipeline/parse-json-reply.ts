import {jsonrepair} from 'jsonrepair';
import type {z} from 'zod';

export type Parsed<Value> = {ok: true; value: Value} | {ok: false; reason: string};

const longestReply = 20_000;

/**
 * Reads a structured reply: as it stands, else without fences and chatter around it, else with its quotes and commas
 * mended by `jsonrepair` (`"Your urgency is clear," Lila said` inside a string broke v2.2). Checked by the schema that
 * was sent; the reason names the field and can be sent back to the model.
 */
export function parseJsonReply<Value>(text: string, schema: z.ZodType<Value>): Parsed<Value> {
	if (text.length > longestReply) return {ok: false, reason: 'The reply is far too long.'};
	const value = readJson(text);
	if (value === undefined) return {ok: false, reason: 'The reply is not JSON.'};
	const result = schema.safeParse(value);
	if (result.success) return {ok: true, value: result.data};
	return {ok: false, reason: describeIssue(result.error.issues[0])};
}

function readJson(text: string): unknown {
	for (const candidate of [text, cutOutObject(text)]) {
		const value = candidate === undefined ? undefined : tryParse(candidate, JSON.parse);
		if (value !== undefined) return value;
	}
	const object = cutOutObject(text);
	return object === undefined ? undefined : tryParse(object, json => JSON.parse(jsonrepair(json)));
}

/** From the first brace to the last one: an object, whatever was said around it. */
function cutOutObject(text: string): string | undefined {
	const start = text.indexOf('{');
	const end = text.lastIndexOf('}');
	return start >= 0 && end > start ? text.slice(start, end + 1) : undefined;
}

function tryParse(text: string, parse: (text: string) => unknown): unknown {
	try {
		return parse(text);
	} catch {
		return undefined;
	}
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
	const field = issue?.path.join('.') ?? '';
	const message = issue?.message ?? 'it does not fit';
	return field === '' ? `The JSON does not fit: ${message}.` : `"${field}" does not fit: ${message}.`;
}
