import type {Judgement} from '../judgement.js';
import {authenticityTargets, complexityTypes} from '../parameter-space.js';
import {
	type Agreement,
	describeOthers,
	type JudgementTally,
	type Share,
	tallyJudgements,
} from '../tally-judgements.js';
import {type Fact, type Finding, formatPart, formatShare, type GroupReport} from './figure-group.js';

const namedAxes = ['complexity', 'authenticity'] as const;
const axes = [...namedAxes, 'both'] as const;
const labelsOf = {complexity: complexityTypes, authenticity: authenticityTargets};

/** What blind readers made of the set, where `judge.jsonl` holds it: the labels they named, and swapped roles. */
export function createJudged() {
	const judgements: Judgement[] = [];
	return {
		add(judgement: Judgement) {
			judgements.push(judgement);
		},
		read(): GroupReport {
			const tally = tallyJudgements(judgements);
			const judges = [...new Set(judgements.map(({engine, model}) => `${model} on ${engine}`))];
			const {rolesSwapped, judged, unanswered} = tally;
			return {
				section: {
					id: 'judged',
					title: 'What a blind reader named',
					facts: [
						{label: 'judged', value: judged === 0 ? 'not judged' : `${judged} by ${judges.join(', ')}`},
						{label: 'without a usable answer', value: String(unanswered)},
						...axes.map(axis => ({label: `${axis} named as meant`, value: describe(tally[axis])})),
						{label: 'roles swapped', value: formatPart(rolesSwapped.hits, rolesSwapped.total)},
						...namedAxes.flatMap(axis => listClasses(axis, tally)),
						...tally.cells.map(({cell, both, total}) => ({
							label: `cell ${cell.complexity} ${cell.authenticity} ${cell.capacity}`,
							value: `both named as meant ${formatPart(both, total)}`,
						})),
					],
					charts: namedAxes.map(axis => ({
						kind: 'confusion' as const,
						title: `${axis}: meant (rows) and named (columns)`,
						labels: labelsOf[axis],
						counts: tally.confusion[axis],
					})),
				},
				findings: [...namedAxes.map(axis => judgeAxis(axis, tally[axis])), judgeRoles(tally)],
				figures: {...tally, judges},
			};
		},
	};
}

/** Each label that was meant: how often it was named, and what was named instead. */
function listClasses(axis: (typeof namedAxes)[number], {classes, confusion}: JudgementTally): Fact[] {
	const labels = labelsOf[axis];
	return labels.flatMap((label, meant) => {
		const share = classes[axis][meant];
		if (!share || share.total === 0) return [];
		const others = describeOthers(confusion[axis][meant] ?? [], {labels, meant});
		const named = `named as meant ${describeShare(share)}`;
		return [{label: `${axis} ${label}`, value: others === '' ? named : `${named}; else ${others}`}];
	});
}

function describe(agreement: Agreement): string {
	if (agreement.total === 0) return 'not judged';
	return `${describeShare(agreement)}, chance ${formatShare(agreement.chance)}`;
}

function describeShare({hits, total, low, high}: Share): string {
	return `${formatPart(hits, total)}, 95 %: ${formatShare(low)} to ${formatShare(high)}`;
}

function judgeAxis(axis: string, agreement: Agreement): Finding {
	const {share, total, chance, fromChance} = agreement;
	return {
		id: `judged-${axis}`,
		title: `Blind reader names the ${axis} that was meant`,
		value: total === 0 ? undefined : share,
		shown: describe(agreement),
		threshold: `above chance (${formatShare(chance)}), the whole interval`,
		verdict: total === 0 ? 'unknown' : fromChance === 'above' ? 'fits' : 'harms',
		why: 'a label that a reader does not see in the prose teaches nothing',
	};
}

/** A reader that says "swapped" of every text has not read any. */
function judgeRoles({rolesSwapped, constants}: JudgementTally): Finding {
	const {hits, total} = rolesSwapped;
	const isReader = total > 0 && !constants.includes('roles swapped');
	const counted = total === 0 ? 'not judged' : formatPart(hits, total);
	return {
		id: 'roles-swapped',
		title: 'Roles swapped, as a blind reader sees it',
		value: isReader ? hits : undefined,
		shown: isReader || total === 0 ? counted : `${counted}, by a reader that says so of every text`,
		threshold: '0',
		verdict: isReader ? (hits === 0 ? 'fits' : 'harms') : 'unknown',
		why: 'the character answers and the player asks; the other way round teaches the wrong one',
	};
}
