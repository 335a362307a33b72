import {hasOnlyOrdinaryCharacters} from './ordinary-characters.js';

/** A fault that a regular expression finds, with the name it is reported under. `needs`: what no match is without. */
export type NamedPattern = {readonly pattern: RegExp; readonly meaning: string; readonly needs?: string};

/** Patterns, and one by which every text of ordinary characters that any of them matches is found much faster. */
export type HintedPatterns = {readonly patterns: readonly NamedPattern[]; readonly hint: RegExp};

/** Whether a text has to be held against the patterns one by one: nearly none has. */
export function mayMatch(text: string, {hint}: HintedPatterns): boolean {
	return hint.test(text) || !hasOnlyOrdinaryCharacters(text);
}

/** The first pattern that occurs in `text`, with the words that matched. Patterns must not be global. */
export function findPattern(
	text: string,
	patterns: readonly NamedPattern[],
): {meaning: string; match: string} | undefined {
	for (const {pattern, meaning, needs} of patterns) {
		if (needs !== undefined && !text.includes(needs)) continue;
		const match = pattern.exec(text)?.[0].trim();
		if (match) return {meaning, match};
	}
	return undefined;
}
