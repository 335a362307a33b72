/**
 * A streamed JSON reply as text that can be read while it is incomplete: one line a key, without quotes and braces.
 * Prose passes through untouched.
 */
export function readableText(text: string): string {
	if (!/^\s*[{[]/.test(text)) return text;
	return text
		.replaceAll('\\"', quoteInText)
		.replaceAll(/"(\w+)"\s*:\s*/g, (_, key: string) => `\n${key.replaceAll('_', ' ')}: `)
		.replaceAll('\\n', ' ')
		.replaceAll(/"\s*,?|[{}[\]]\s*,?/g, '')
		.replaceAll(quoteInText, '"')
		.split('\n')
		.map(line => line.trim())
		.filter(Boolean)
		.join('\n');
}

/** Stands for an escaped quote while the quotes of JSON itself are taken out. */
const quoteInText = '\uE000';
