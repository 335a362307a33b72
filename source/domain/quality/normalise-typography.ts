import {hasOnlyOrdinaryCharacters} from './ordinary-characters.js';

/**
 * Look-alikes and what they become. Curly quotes, dashes, the ellipsis and accents stay as they are.
 * Nothing is ever deleted: a character that is not in the table passes unchanged.
 */
const lookAlikes: ReadonlyArray<readonly [RegExp, string]> = [
	[/\r\n?/gu, '\n'],
	[/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/gu, ' '],
	[/(?<=\p{L})[ʼ´`ʹʻ′＇‛](?=\p{L})/gu, '’'],
	[/[\u2010\u2011]/gu, '-'],
	[/＂/gu, '"'],
];

/** One spelling for what looks the same, so that rules and readers meet one kind of blank, hyphen and apostrophe. */
export function normaliseTypography(text: string): string {
	if (hasOnlyOrdinaryCharacters(text)) return text;
	return lookAlikes.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
