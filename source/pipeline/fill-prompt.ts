import {rememberText} from '../domain/quality/remember-text.js';
import {UnwrittenError} from './errors.js';

/** The value of a placeholder by its name; undefined for one that nothing fills. */
export type PromptValues = (name: string) => string | undefined;

const placeholder = /\{\{\s*([a-z_]+)\s*\}\}/g;
/** How deep values may hold placeholders of other values. */
const deepestNesting = 3;
const keptTemplates = 512;

/** Text and names of placeholders by turns, beginning and ending with text. */
const cutTemplate = rememberText((template): readonly string[] => template.split(placeholder), keptTemplates);

/** Replaces `{{name}}` by its value; values may hold placeholders themselves, and those again. */
export function fillPrompt(template: string, values: PromptValues, depth = 0): string {
	if (!template.includes('{{')) return template;
	const parts = cutTemplate(template);
	let text = parts[0] as string;
	for (let at = 1; at < parts.length; at += 2) {
		if (depth < deepestNesting) text += fillPrompt(findValue(parts[at] as string, values), values, depth + 1);
		text += parts[at + 1];
	}
	return text;
}

function findValue(name: string, values: PromptValues): string {
	const value = values(name);
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
