import {UnwrittenError} from './errors.js';

export type PromptValues = Record<string, string>;

const placeholder = /\{\{\s*([a-z_]+)\s*\}\}/g;

/** How deep values may hold placeholders of other values. */
const deepestNesting = 3;

/** Replaces `{{name}}` by its value; values may hold placeholders themselves, and those again. */
export function fillPrompt(template: string, values: PromptValues): string {
	let text = template;
	for (let depth = 0; depth < deepestNesting && text.includes('{{'); depth++) {
		text = text.replace(placeholder, (_, name: string) => fillPlaceholder(name, values));
	}
	return text.includes('{{') ? text.replace(placeholder, '') : text;
}

function fillPlaceholder(name: string, values: PromptValues): string {
	const value = Object.hasOwn(values, name) ? values[name] : undefined;
	if (value === undefined) throw new UnwrittenError(`no value for the placeholder {{${name}}}`);
	return value;
}

/** What a model wrote, as a value: braces in it are no placeholders. */
export function asPlainText(text: string): string {
	return text.replaceAll('{{', '{ {');
}

export function listPlaceholders(template: string): string[] {
	return [...template.matchAll(placeholder)].map(match => match[1] as string);
}
