import {hashWords} from './hash-words.js';
import {copiedRunLength, listWordRuns} from './list-word-runs.js';

/** The runs of six words in the fixed text and the examples of prompts: what no reply may repeat. */
export type PromptRuns = {
	/** `run`: six lower-case words, as `listWordRuns` gives them. */
	has(run: string): boolean;
	/** The first of these runs that stands in `text`. */
	findIn(text: string): string | undefined;
};

const placeholder = /\{\{[^}]*\}\}/u;
const heading = /^(?:#.*|===.*)$/mu;

/** Of prompt templates. Drawn values are no fixed text: no run reaches across a placeholder, nor across a heading. */
export function createPromptRuns(templates: readonly string[]): PromptRuns {
	const parts = templates.flatMap(text => text.split(placeholder)).flatMap(part => part.split(heading));
	const runs = new Set(parts.flatMap(listWordRuns));
	const hashes = new Set(parts.flatMap(hashRunsOf));
	return {
		has: run => runs.has(run),
		findIn(text) {
			if (!hashRunsOf(text).some(hash => hashes.has(hash))) return undefined;
			return listWordRuns(text).find(run => runs.has(run));
		},
	};
}

function hashRunsOf(text: string): number[] {
	const words = hashWords(text);
	const hashes: number[] = [];
	for (let start = 0; start + copiedRunLength <= words.length; start++) {
		let hash = 0;
		for (let at = start; at < start + copiedRunLength; at++) {
			hash = (Math.imul(hash, 31) + (words[at] as number)) | 0;
		}
		hashes.push(hash);
	}
	return hashes;
}
