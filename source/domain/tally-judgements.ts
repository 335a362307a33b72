import type {Judgement, Reading} from './judgement.js';
import {isMisread} from './judgement.js';
import {fewestReadings, tellsRolesApart} from './misreading.js';
import {
	authenticityTargets,
	type Cell,
	cellCount,
	cellFromNumber,
	cellNumber,
	complexityTypes,
} from './parameter-space.js';
import {type Interval, wilsonInterval} from './wilson-interval.js';

/** A share with its 95 % interval, 0-1. */
export type Share = {hits: number; total: number; share: number} & Interval;

/** `fromChance`: whether the interval lies above, below or around what guessing would give. */
export type Agreement = Share & {chance: number; fromChance: 'above' | 'below' | 'not told apart'};

export type JudgementTally = {
	judged: number;
	/** Records for which the reader gave no usable answer; they count nowhere else. */
	unanswered: number;
	complexity: Agreement;
	authenticity: Agreement;
	/** Both named as meant. */
	both: Agreement;
	rolesSwapped: Share;
	/** Whether what it says of roles counts, see `tellsRolesApart`. */
	tellsRoles: boolean;
	cells: Array<{cell: Cell; complexity: number; authenticity: number; both: number; total: number}>;
	/** Rows: meant; columns: named; in the order of the axis. */
	confusion: {complexity: number[][]; authenticity: number[][]};
	/** Of the records that were meant to be each label, those it was named of; in the order of the axis. */
	classes: {complexity: Share[]; authenticity: Share[]};
	/** How often each label was named, whatever was meant. */
	named: {complexity: number[]; authenticity: number[]};
	/** The labels that the reader names of nearly every text, such as `complexity avoidance`: that axis it does not read. */
	constants: string[];
};

type Answered = {wanted: Cell; named: Reading};

/** Agreement of a blind reader with the labels that records were made for. */
export function tallyJudgements(judgements: Judgement[]): JudgementTally {
	const answered = judgements.flatMap(({wanted, named}) => (named ? [{wanted, named}] : []));
	const count = (fits: (answer: Answered) => boolean) => answered.filter(fits).length;
	const total = answered.length;
	const complexity = count(({wanted, named}) => wanted.complexity === named.complexity);
	const authenticity = count(({wanted, named}) => wanted.authenticity === named.authenticity);
	const swapped = count(({named}) => named.roles === 'swapped');
	const both = count(({wanted, named}) => !isMisread(wanted, named));
	const confusion = {
		complexity: crossCount(answered, {labels: complexityTypes, axis: 'complexity'}),
		authenticity: crossCount(answered, {labels: authenticityTargets, axis: 'authenticity'}),
	};
	return {
		judged: judgements.length,
		unanswered: judgements.length - total,
		complexity: againstChance(complexity, {total, chance: 1 / complexityTypes.length}),
		authenticity: againstChance(authenticity, {total, chance: 1 / authenticityTargets.length}),
		both: againstChance(both, {total, chance: 1 / (complexityTypes.length * authenticityTargets.length)}),
		rolesSwapped: shareOf(swapped, total),
		tellsRoles: tellsRolesApart({swapped, read: total}),
		constants: findConstants(answered.map(({named}) => named)),
		cells: tallyCells(answered),
		confusion,
		classes: {
			complexity: confusion.complexity.map(shareOfRow),
			authenticity: confusion.authenticity.map(shareOfRow),
		},
		named: {
			complexity: sumColumns(confusion.complexity),
			authenticity: sumColumns(confusion.authenticity),
		},
	};
}

function shareOf(hits: number, total: number): Share {
	return {hits, total, share: total === 0 ? 0 : hits / total, ...wilsonInterval(hits, total)};
}

function shareOfRow(row: number[], meant: number): Share {
	return shareOf(
		row[meant] as number,
		row.reduce((sum, count) => sum + count, 0),
	);
}

function againstChance(hits: number, {total, chance}: {total: number; chance: number}): Agreement {
	const share = shareOf(hits, total);
	const fromChance = share.low > chance ? 'above' : share.high < chance ? 'below' : 'not told apart';
	return {...share, chance, fromChance};
}

function crossCount(
	answered: Answered[],
	{labels, axis}: {labels: readonly string[]; axis: 'complexity' | 'authenticity'},
): number[][] {
	const table = labels.map(() => labels.map(() => 0));
	for (const {wanted, named} of answered) {
		const row = table[labels.indexOf(wanted[axis])] as number[];
		const column = labels.indexOf(named[axis]);
		row[column] = (row[column] as number) + 1;
	}
	return table;
}

/** What was named of the records of a row but what was meant, the most frequent first: `projection 4, baseline 1`. */
export function describeOthers(
	row: number[],
	{labels, meant}: {labels: readonly string[]; meant: number},
): string {
	return labels
		.map((label, column) => ({label, count: column === meant ? 0 : (row[column] ?? 0)}))
		.filter(({count}) => count > 0)
		.sort((left, right) => right.count - left.count)
		.map(({label, count}) => `${label} ${count}`)
		.join(', ');
}

function sumColumns(table: number[][]): number[] {
	return table.map((_, column) => table.reduce((sum, row) => sum + (row[column] as number), 0));
}

const nearlyAll = 0.9;

function findConstants(readings: Reading[]): string[] {
	if (readings.length < fewestReadings) return [];
	return (['complexity', 'authenticity'] as const).flatMap(axis => {
		const groups = Map.groupBy(readings, reading => reading[axis]);
		const most = [...groups].find(([, group]) => group.length >= readings.length * nearlyAll);
		return most ? [`${axis} ${most[0]}`] : [];
	});
}

function tallyCells(answered: Answered[]): JudgementTally['cells'] {
	const cells = Array.from({length: cellCount}, (_, number) => ({
		cell: cellFromNumber(number),
		complexity: 0,
		authenticity: 0,
		both: 0,
		total: 0,
	}));
	for (const {wanted, named} of answered) {
		const cell = cells[cellNumber(wanted)] as (typeof cells)[number];
		cell.total++;
		if (wanted.complexity === named.complexity) cell.complexity++;
		if (wanted.authenticity === named.authenticity) cell.authenticity++;
		if (!isMisread(wanted, named)) cell.both++;
	}
	return cells.filter(({total}) => total > 0);
}
