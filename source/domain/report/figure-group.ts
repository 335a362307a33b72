import type {ReadableInteraction} from '../legacy-interaction.js';

/** `harms`: a model trained on this set would learn it; `unknown`: it could not be measured here. */
export type Verdict = 'fits' | 'harms' | 'unknown';

/** One thing that must hold for a set to be worth training on: what was measured, what is wanted, and whether it is so. */
export type Finding = {
	/** Stable name, for scripts. */
	id: string;
	title: string;
	/** As measured; shares 0-1. Absent where it could not be measured. */
	value: number | undefined;
	/** The value in words. */
	shown: string;
	threshold: string;
	verdict: Verdict;
	/** Why it matters to whoever trains on the set. */
	why: string;
};

/** One line of a report. `label` is the same for every set, so that two reports can stand side by side. */
export type Fact = {label: string; value: string};

export type Chart =
	| {kind: 'bars'; title: string; bars: Array<{label: string; count: number}>}
	/** Bins of equal width, `from` included, `to` excluded. */
	| {kind: 'histogram'; title: string; bins: Array<{from: number; to: number; count: number}>}
	/** The 128 cells by `cellNumber`. */
	| {kind: 'map'; title: string; counts: number[]}
	/** Rows: meant; columns: named; both in the order of `labels`. */
	| {kind: 'confusion'; title: string; labels: readonly string[]; counts: number[][]};

export type Section = {id: string; title: string; facts: Fact[]; charts: Chart[]};

/** `figures`: the numbers behind the section, as they stand in the JSON report. */
export type GroupReport = {
	section: Section;
	findings: Finding[];
	figures: Record<string, unknown>;
	/** The words and patterns that were looked for; printed at the end. */
	lists?: Fact[];
};

/** A group of figures as a fold: fed record by record, read at the end, its memory bounded. */
export type FigureGroup = {add(record: ReadableInteraction, place: Place): void; read(): GroupReport};

/** `isNewScene`: no variation of a scene that was counted already. */
export type Place = {isNewScene: boolean};

/** A finding about something of which there must be none. */
export function expectNone(parts: {
	id: string;
	title: string;
	count: number;
	total: number;
	why: string;
}): Finding {
	const {count, total, ...rest} = parts;
	return {
		...rest,
		value: count,
		shown: `${count} of ${total}`,
		threshold: '0',
		verdict: total === 0 ? 'unknown' : count === 0 ? 'fits' : 'harms',
	};
}

/** A finding about a share that must not be passed. A set too small to tell (`isTooSmall`) is not judged. */
export function expectAtMost(parts: {
	id: string;
	title: string;
	share: number;
	most: number;
	shown: string;
	why: string;
	isTooSmall?: boolean;
}): Finding {
	const {share, most, isTooSmall = false, ...rest} = parts;
	return {
		...rest,
		value: share,
		threshold: `at most ${formatShare(most)}`,
		verdict: isTooSmall ? 'unknown' : share <= most ? 'fits' : 'harms',
	};
}

/** `57.1 %`; whole shares without a decimal, and what is more than nothing never as 0. */
export function formatShare(share: number): string {
	if (share > 0 && share < 0.0005) return 'under 0.1 %';
	const percent = Number((share * 100).toFixed(1));
	return `${percent} %`;
}

/** `28 of 49 (57.1 %)`. */
export function formatPart(count: number, total: number): string {
	return total === 0 ? '0' : `${count} of ${total} (${formatShare(count / total)})`;
}
