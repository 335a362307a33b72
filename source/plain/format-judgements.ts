import {fewestReadings} from '../domain/misreading.js';
import {authenticityTargets, complexityTypes} from '../domain/parameter-space.js';
import {type Agreement, describeOthers, type JudgementTally, type Share} from '../domain/tally-judgements.js';

const labelsOf = {complexity: complexityTypes, authenticity: authenticityTargets};

export type JudgeFacts = {fingerprint: string; engine: string; model: string};

/** What a blind reader made of a run, as facts, one a line. `gone`: texts that it read and that no longer count. */
export function formatJudgements(tally: JudgementTally & {gone: number}, judge: JudgeFacts): string {
	const lines = [
		`judged          ${tally.judged}, ${tally.unanswered} without a usable answer, ${tally.gone} no longer in the set`,
		`judge           ${judge.model} on ${judge.engine}, ${judge.fingerprint}`,
		`complexity      ${formatAgreement(tally.complexity)}`,
		`authenticity    ${formatAgreement(tally.authenticity)}`,
		`both            ${formatAgreement(tally.both)}`,
		`roles swapped   ${formatShare(tally.rolesSwapped)}`,
		...tally.constants.map(
			constant =>
				`WARNING         the reader says ${constant} of nearly every text: it does not read for this`,
		),
		...(tally.rolesSwapped.total > 0 && !tally.tellsRoles ? [rolesWarning] : []),
		...formatConfusion('complexity', tally),
		...formatConfusion('authenticity', tally),
		...tally.cells.map(
			({cell, both, complexity, authenticity, total}) =>
				`cell            ${cell.complexity}/${cell.authenticity}/${cell.capacity}: both ${both}, complexity ${complexity}, authenticity ${authenticity} of ${total}`,
		),
		'',
	];
	return lines.join('\n');
}

const rolesWarning = `WARNING         what the reader says of roles does not count: it has read fewer than ${fewestReadings} texts, or calls half of them swapped or more`;

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

function formatConfusion(axis: 'complexity' | 'authenticity', tally: JudgementTally): string[] {
	const labels = labelsOf[axis];
	return labels.flatMap((label, meant) => {
		const share = tally.classes[axis][meant];
		if (!share || share.total === 0) return [];
		const others = describeOthers(tally.confusion[axis][meant] ?? [], {labels, meant});
		const line = `confusion       ${axis} ${label} named as meant ${formatShare(share)}`;
		return [others === '' ? line : `${line}; else ${others}`];
	});
}
