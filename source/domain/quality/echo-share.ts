import {splitWords} from './extract-stems.js';

const runLength = 6;

/** Share of the prose's 6-word runs that stand in the source word for word, 0-1: what a model copied from its prompt. */
export function echoShare(prose: string, source: string): number {
	const given = new Set(wordRuns(source));
	return shareOf(wordRuns(prose), run => given.has(run));
}

/** Share of the prose's 6-word runs that stood in it before, 0-1: what a model says twice. */
export function repeatShare(prose: string): number {
	const seen = new Set<string>();
	return shareOf(wordRuns(prose), run => seen.size === seen.add(run).size);
}

function shareOf(runs: string[], isCounted: (run: string) => boolean): number {
	return runs.length === 0 ? 0 : runs.filter(isCounted).length / runs.length;
}

function wordRuns(text: string): string[] {
	const words = splitWords(text);
	return words.slice(runLength - 1).map((_, index) => words.slice(index, index + runLength).join(' '));
}
