import type {InteractionSummary, SummaryIndex, SummaryList} from '../domain/interaction-summary.js';
import {cellFromNumber} from '../domain/parameter-space.js';

/** The summaries a list shows, newest first, read by position: a run of 100,000 is never copied. */
export type ListView = {
	readonly length: number;
	/** How many there are without the filter. */
	readonly total: number;
	at(position: number): InteractionSummary | undefined;
	/** -1 where it is not shown. */
	positionOf(id: string | undefined): number;
};

type Summaries = {summaries: SummaryList; summaryIndex: SummaryIndex};

/** Keeps the matches of the last filter and tests only what is new; states change, so those are tested again. */
export class ListFilter {
	#filter = '';
	#source: SummaryList = [];
	#tested = 0;
	#testedVersion = -1;
	#matches: number[] = [];

	/** `decisions` must change whenever the state of an old summary may have. */
	view(source: Summaries, filter: string, decisions: number): ListView {
		const terms = splitTerms(filter);
		if (terms.length === 0) return wholeView(source);
		this.#restartIfNeeded(source, filter, decisions);
		for (; this.#tested < source.summaries.length; this.#tested++) {
			const summary = source.summaries.at(this.#tested) as InteractionSummary;
			if (matchesTerms(summary, terms)) this.#matches.push(this.#tested);
		}
		return matchView(source, this.#matches);
	}

	#restartIfNeeded(source: Summaries, filter: string, decisions: number): void {
		const isSame = this.#filter === filter && this.#source === source.summaries;
		if (isSame && this.#testedVersion === decisions) return;
		this.#filter = filter;
		this.#source = source.summaries;
		this.#testedVersion = decisions;
		this.#tested = 0;
		this.#matches = [];
	}
}

function wholeView(source: Summaries): ListView {
	const length = source.summaries.length;
	return {
		length,
		total: length,
		at: position => summaryAt(source, length - 1 - position),
		positionOf: id => {
			const index = id === undefined ? undefined : source.summaryIndex.get(id);
			return index === undefined ? -1 : length - 1 - index;
		},
	};
}

function matchView(source: Summaries, matches: number[]): ListView {
	const length = matches.length;
	return {
		length,
		total: source.summaries.length,
		at: position => summaryAt(source, matches[length - 1 - position] ?? -1),
		positionOf: id => {
			const index = id === undefined ? undefined : source.summaryIndex.get(id);
			const found = index === undefined ? -1 : findSorted(matches, index);
			return found === -1 ? -1 : length - 1 - found;
		},
	};
}

/** Nothing stands before the first. */
function summaryAt({summaries}: Summaries, index: number): InteractionSummary | undefined {
	return index < 0 ? undefined : summaries.at(index);
}

function findSorted(sorted: number[], wanted: number): number {
	let low = 0;
	let high = sorted.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const value = sorted[middle] as number;
		if (value === wanted) return middle;
		if (value < wanted) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}

export function splitTerms(filter: string): string[] {
	return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * Every term must match. `is:STATE` and `cell:NUMBER` are exact; a whole cell word (`low`, `avoidance`) means the
 * cell, not the text; anything else is looked for in name, opening, cell words and state.
 */
export function matchesTerms(summary: InteractionSummary, terms: string[]): boolean {
	const cell = cellFromNumber(summary.cell);
	const words = [cell.complexity, cell.authenticity, cell.capacity] as string[];
	return terms.every(term => matchesTerm({summary, words, term}));
}

function matchesTerm(wanted: {summary: InteractionSummary; words: string[]; term: string}): boolean {
	const {summary, words, term} = wanted;
	if (term.startsWith('is:')) return summary.status === term.slice(3);
	if (term.startsWith('cell:')) return String(summary.cell) === term.slice(5);
	if (isCellWord(term)) return words.includes(term);
	const texts = [summary.name, summary.opening, ...words, summary.status];
	return texts.some(text => text.toLowerCase().includes(term));
}

const cellWords = new Set(
	Array.from({length: 128}, (_, number) => Object.values(cellFromNumber(number)) as string[]).flat(),
);

function isCellWord(term: string): boolean {
	return cellWords.has(term);
}
