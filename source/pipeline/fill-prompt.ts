import {UnwrittenError} from './errors.js';

export type PromptValues = Record<string, string>;

const placeholder = /\{\{\s*([a-z_]+)\s*\}\}/g;

/** Replaces `{{name}}` by its value; values may hold placeholders themselves, one level deep. */
export function fillPrompt(template: string, values: PromptValues): string {
	return template
		.replace(placeholder, (_, name: string) => fillPlaceholder(name, values))
		.replace(placeholder, (_, name: string) => values[name] ?? '');
}

function fillPlaceholder(name: string, values: PromptValues): string {
	const value = values[name];
	if (value === undefined) throw new UnwrittenError(`no value for the placeholder {{${name}}}`);
	return value;
}

export function listPlaceholders(template: string): string[] {
	return [...template.matchAll(placeholder)].map(match => match[1] as string);
}
