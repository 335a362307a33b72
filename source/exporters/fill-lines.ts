export type TemplateValues = Record<string, string | undefined>;

const placeholder = /\{\{\s*([a-z_]+)\s*\}\}/g;

/**
 * Fills a template line by line. A line that names something this record lacks is left out whole: an old record has no
 * occupation, and half a sentence teaches nothing. Values are data: braces in them stay braces.
 */
export function fillLines(template: string, values: TemplateValues): string {
	return template
		.split('\n')
		.filter(line => listNames(line).every(name => values[name]))
		.map(line => line.replace(placeholder, (_, name: string) => values[name] as string).trim())
		.filter(line => line !== '')
		.join('\n');
}

/** The names in a template's placeholders. */
export function listNames(template: string): string[] {
	return [...template.matchAll(placeholder)].map(match => match[1] as string);
}
