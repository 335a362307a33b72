import type {Judgement} from '../judgement.js';
import type {ReadableInteraction} from '../legacy-interaction.js';
import {createChoices} from './choices.js';
import {createCompleteness} from './completeness.js';
import {createConsistency} from './consistency.js';
import {createCopyShare, type PromptTexts} from './copy-share.js';
import {createCoverage} from './coverage.js';
import {createDiversity} from './diversity.js';
import {createFailures, type FailedAttempt} from './failures.js';
import type {Finding, GroupReport, Section} from './figure-group.js';
import {createJudged} from './judged.js';
import {createNearCopies} from './near-copies.js';
import {createNumbers} from './numbers.js';
import {createOpenings} from './openings.js';
import {createPhrases} from './phrases.js';
import {createProseRules} from './prose-rules.js';
import {createReuse} from './reuse.js';
import {createSetting} from './setting.js';
import {createSteps} from './steps.js';
import {createTally} from './tally.js';
import {createTics} from './tics.js';
import {createWordCounts} from './word-counts.js';

/** What a report says: neutral of how it is shown. `title` names the set. */
export type Report = {
	title: string;
	sources: Array<{name: string; records: number}>;
	records: number;
	unreadable: number;
	/** Engines that wrote the records; `rehearsal` is no language model. */
	engines: string[];
	findings: Finding[];
	sections: Section[];
	/** By id of the section, for programs. */
	figures: Record<string, Record<string, unknown>>;
};

export type ReportOptions = {
	promptTexts: PromptTexts;
	/** Names there are to draw from, where that is known; asked at the end. */
	nameCount?: (() => number | undefined) | undefined;
};

/** A report as a fold over records and failed attempts; memory is bounded but for what near copies need. */
export function createReport({promptTexts, nameCount}: ReportOptions) {
	const groups = [
		createCoverage(),
		createChoices(),
		createNumbers(),
		createConsistency(),
		createCompleteness(),
		createReuse({nameCount}),
		createWordCounts(),
		createProseRules(),
		createSetting(),
		createTics(),
		createDiversity(),
		createOpenings(),
		createPhrases(),
		createNearCopies(),
		createCopyShare(promptTexts),
		createSteps(),
	];
	const failures = createFailures();
	const judged = createJudged();
	const sources = createTally();
	const engines = createTally();
	const isNewScene = createSceneFilter();
	let unreadable = 0;

	return {
		add(record: ReadableInteraction, source: string) {
			sources.add(source);
			engines.add(record.training_metadata.engine ?? record.training_metadata.generation_method);
			const place = {isNewScene: isNewScene(record)};
			for (const group of groups) group.add(record, place);
		},
		addUnreadable() {
			unreadable++;
		},
		/** `isInSet`: it is of the prose of a record that was added. */
		addJudgement(judgement: Judgement, place: {isInSet: boolean}) {
			judged.add(judgement, place);
		},
		addAttempt(attempt: FailedAttempt) {
			failures.add(attempt);
		},
		get records() {
			return sources.total;
		},
		read(title: string): Report {
			const reports = [...groups.map(group => group.read()), judged.read(), failures.read()];
			return {
				title,
				sources: sources.top().map(({value, count}) => ({name: value, records: count})),
				records: sources.total,
				unreadable,
				engines: engines.top(5).map(({value}) => value),
				...gather(reports),
			};
		},
	};
}

function gather(reports: GroupReport[]): Pick<Report, 'findings' | 'sections' | 'figures'> {
	return {
		findings: reports.flatMap(({findings}) => findings),
		sections: [...reports.map(({section}) => section), listLists(reports)],
		figures: Object.fromEntries(reports.map(({section, figures}) => [section.id, figures])),
	};
}

/** Nothing is hidden behind a count of words: this is what was looked for. */
function listLists(reports: GroupReport[]): Section {
	const facts = reports.flatMap(({lists}) => lists ?? []);
	return {id: 'lists', title: 'Lists that were looked for', facts, charts: []};
}

const mostScenes = 20_000;

/** Tells variations of a scene from further scenes; remembers the latest 20,000. */
function createSceneFilter(): (record: ReadableInteraction) => boolean {
	const seen = new Set<string>();
	return ({training_metadata: {variation_family: family}}) => {
		if (family === undefined) return true;
		if (seen.has(family)) return false;
		if (seen.size >= mostScenes) seen.delete(seen.values().next().value as string);
		seen.add(family);
		return true;
	};
}
