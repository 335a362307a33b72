import {contentWords} from './extract-stems.js';

/** The content words of a hook, lower-case, each stem once: any one of them in the prose makes the hook surface. */
export function hookWords(hookElement: string, npcName: string): string[] {
	const byStem = new Map<string, string>();
	for (const {stem, text} of contentWords(hookElement, npcName)) {
		if (!byStem.has(stem)) byStem.set(stem, text);
	}
	return [...byStem.values()];
}
