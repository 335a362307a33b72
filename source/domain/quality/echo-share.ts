import {splitWords} from './extract-stems.js';

const runLength = 6;

/** Share of the prose's 6-word runs that stand in the source word for word, 0-1: what a model copied from its prompt. */
export function echoShare(prose: string, source: string): number {
	const words = splitWords(prose);
	const starts = findStarts(words);
	const copied = new Set<number>();
	const given = splitWords(source);
	for (const [place, word] of given.entries()) {
		for (const start of starts.get(word) ?? []) if (isSameRun(words, start, given, place)) copied.add(start);
	}
	return shareOfRuns(copied.size, words);
}

/** Share of the prose's 6-word runs that stood in it before, 0-1: what a model says twice. */
export function repeatShare(prose: string): number {
	const words = splitWords(prose);
	const starts = findStarts(words);
	const isRepeated = (start: number) =>
		(starts.get(words[start] as string) ?? []).some(
			earlier => earlier < start && isSameRun(words, earlier, words, start),
		);
	return shareOfRuns([...words.keys()].filter(isRepeated).length, words);
}

/** Where each word stands. */
function findStarts(words: readonly string[]): Map<string, number[]> {
	const starts = new Map<string, number[]>();
	for (const [place, word] of words.entries()) {
		const known = starts.get(word);
		if (known) known.push(place);
		else starts.set(word, [place]);
	}
	return starts;
}

function isSameRun(
	first: readonly string[],
	start: number,
	second: readonly string[],
	place: number,
): boolean {
	if (start + runLength > first.length || place + runLength > second.length) return false;
	for (let offset = 1; offset < runLength; offset++) {
		if (first[start + offset] !== second[place + offset]) return false;
	}
	return true;
}

function shareOfRuns(counted: number, words: readonly string[]): number {
	return words.length < runLength ? 0 : counted / (words.length - runLength + 1);
}
