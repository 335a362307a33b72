import {pickOne} from './fault-server-random.js';

type Schema = {
	type?: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
	minItems?: number;
	maxItems?: number;
	minLength?: number;
	maxLength?: number;
	minimum?: number;
	enum?: unknown[];
	const?: unknown;
	anyOf?: Schema[];
	oneOf?: Schema[];
};

type Filling = {writeText: (property: string, longest: number) => string; random: () => number};

/** A value after a JSON schema, with strings from `writeText` brought to the length that is asked for. */
export function fillSchema(schema: Schema, filling: Filling, property = ''): unknown {
	if (schema.const !== undefined) return schema.const;
	if (schema.enum !== undefined) return pickOne(filling.random, schema.enum);
	const choices = schema.anyOf ?? schema.oneOf;
	if (choices !== undefined) return fillSchema(pickOne(filling.random, choices), filling, property);
	const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
	if (type === 'object') return fillObject(schema, filling);
	if (type === 'array') return fillArray(schema, filling, property);
	if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
	if (type === 'boolean') return filling.random() < 0.5;
	return type === 'null' ? null : fillString(schema, filling, property);
}

function fillObject(schema: Schema, filling: Filling): Record<string, unknown> {
	const entries = Object.entries(schema.properties ?? {});
	return Object.fromEntries(entries.map(([name, each]) => [name, fillSchema(each, filling, name)]));
}

function fillArray(schema: Schema, filling: Filling, property: string): unknown[] {
	const fewest = schema.minItems ?? 1;
	const most = Math.max(fewest, schema.maxItems ?? Math.max(fewest, 2));
	const length = fewest + Math.floor(filling.random() * (most - fewest + 1));
	return Array.from({length}, () => fillSchema(schema.items ?? {}, filling, property));
}

function fillString(schema: Schema, filling: Filling, property: string): string {
	const longest = schema.maxLength ?? 160;
	let text = filling.writeText(property, longest);
	while (text.length < (schema.minLength ?? 0)) text += ` ${filling.writeText(property, longest)}`;
	return text.length <= longest ? text : cutAtWord(text, longest, schema.minLength ?? 0);
}

function cutAtWord(text: string, longest: number, shortest: number): string {
	const cut = text.slice(0, longest);
	const atWord = cut.slice(0, Math.max(0, cut.lastIndexOf(' '))).replace(/[,;]$/, '');
	return atWord.length >= shortest && atWord !== '' ? atWord : cut;
}
