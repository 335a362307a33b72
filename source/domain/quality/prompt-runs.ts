import {createHashFilter} from './hash-filter.js';
import {hashRuns, visitRuns} from './hash-runs.js';
import {hashWords} from './hash-words.js';
import {copiedRunLength, listWordRuns} from './list-word-runs.js';
import {scanWords} from './scan-words.js';

/** The runs of six words in the fixed text and the examples of prompts: what no reply may repeat. */
export type PromptRuns = {
	/** `run`: six lower-case words, as `listWordRuns` gives them. */
	has(run: string): boolean;
	/** The first of these runs that stands in `text`. */
	findIn(text: string): string | undefined;
};

const placeholder = /\{\{[^}]*\}\}/u;
const heading = /^(?:#.*|===.*)$/mu;

/**
 * Of prompt templates. Drawn values are no fixed text: no run reaches across a placeholder, nor across a heading. The
 * templates are read when the first text is looked at.
 */
export function createPromptRuns(templates: readonly string[]): PromptRuns {
	let read: ReturnType<typeof readTemplates> | undefined;
	const known = () => {
		read ??= readTemplates(templates);
		return read;
	};
	return {
		has: run => known().runs.has(run),
		findIn(text) {
			const {runs, hashes, mayBeKnown} = known();
			const scanned = scanWords(text);
			const isKnown = (hash: number) => mayBeKnown(hash) && hashes.has(hash);
			if (scanned && !visitRuns(scanned, copiedRunLength, isKnown)) return undefined;
			return listWordRuns(text).find(run => runs.has(run));
		},
	};
}

function readTemplates(templates: readonly string[]) {
	const parts = templates.flatMap(text => text.split(placeholder)).flatMap(part => part.split(heading));
	const hashes = new Set(parts.flatMap(part => [...hashRuns(hashWords(part), copiedRunLength)]));
	return {runs: new Set(parts.flatMap(listWordRuns)), hashes, mayBeKnown: createHashFilter(hashes)};
}
