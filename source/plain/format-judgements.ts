import {authenticityTargets, complexityTypes} from '../domain/parameter-space.js';
import type {Agreement, JudgementTally, Share} from '../domain/tally-judgements.js';

export type JudgeFacts = {fingerprint: string; engine: string; model: string};

/** What a blind reader made of a run, as facts, one a line. */
export function formatJudgements(tally: JudgementTally, judge: JudgeFacts): string {
	const lines = [
		`judged          ${tally.judged}, ${tally.unanswered} without a usable answer`,
		`judge           ${judge.model} on ${judge.engine}, ${judge.fingerprint}`,
		`complexity      ${formatAgreement(tally.complexity)}`,
		`authenticity    ${formatAgreement(tally.authenticity)}`,
		`both            ${formatAgreement(tally.both)}`,
		`roles swapped   ${formatShare(tally.rolesSwapped)}`,
		...tally.constants.map(
			constant =>
				`WARNING         the reader says ${constant} of nearly every text: it does not read for this`,
		),
		...formatConfusion('complexity', {labels: complexityTypes, table: tally.confusion.complexity}),
		...formatConfusion('authenticity', {labels: authenticityTargets, table: tally.confusion.authenticity}),
		...tally.cells.map(
			({cell, both, complexity, authenticity, total}) =>
				`cell            ${cell.complexity}/${cell.authenticity}/${cell.capacity}: both ${both}, complexity ${complexity}, authenticity ${authenticity} of ${total}`,
		),
		'',
	];
	return lines.join('\n');
}

const verdicts: Record<Agreement['fromChance'], string> = {
	above: 'above chance',
	below: 'below chance',
	'not told apart': 'NOT told apart from chance',
};

function formatAgreement(agreement: Agreement): string {
	const {chance, fromChance} = agreement;
	return `${formatShare(agreement)}, chance ${percent(chance)}: ${verdicts[fromChance]}`;
}

function formatShare({hits, total, share, low, high}: Share): string {
	if (total === 0) return '0 of 0, nothing to go by';
	return `${hits} of ${total}, ${percent(share)} (95 %: ${percent(low)} to ${percent(high)})`;
}

function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}

function formatConfusion(
	axis: string,
	{labels, table}: {labels: readonly string[]; table: number[][]},
): string[] {
	return labels.flatMap((label, row) => {
		const named = labels
			.map((other, column) => ({other, count: table[row]?.[column] ?? 0}))
			.filter(({count}) => count > 0)
			.sort((left, right) => right.count - left.count);
		if (named.length === 0) return [];
		return [
			`confusion       ${axis} ${label} read as ${named.map(({other, count}) => `${other} ${count}`).join(', ')}`,
		];
	});
}
