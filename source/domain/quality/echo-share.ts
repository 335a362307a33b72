import {splitWords} from './extract-stems.js';

const runLength = 6;

/** Share of the prose's 6-word runs that stand in the source word for word, 0-1: what a model copied from its prompt. */
export function echoShare(prose: string, source: string): number {
	const runs = wordRuns(prose);
	if (runs.length === 0) return 0;
	const given = new Set(wordRuns(source));
	return runs.filter(run => given.has(run)).length / runs.length;
}

function wordRuns(text: string): string[] {
	const words = splitWords(text);
	return words.slice(runLength - 1).map((_, index) => words.slice(index, index + runLength).join(' '));
}
