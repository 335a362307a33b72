import type {Judgement} from '../judgement.js';
import {type Agreement, type JudgementTally, tallyJudgements} from '../tally-judgements.js';
import {type Finding, formatPart, formatShare, type GroupReport} from './figure-group.js';

const axes = ['complexity', 'authenticity', 'both'] as const;

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
						...tally.cells.map(({cell, both, total}) => ({
							label: `cell ${cell.complexity} ${cell.authenticity} ${cell.capacity}`,
							value: `both named as meant ${formatPart(both, total)}`,
						})),
					],
					charts: [],
				},
				findings: [...axes.slice(0, 2).map(axis => judgeAxis(axis, tally[axis])), judgeRoles(tally)],
				figures: {...tally, judges},
			};
		},
	};
}

function describe({hits, total, low, high, chance}: Agreement): string {
	if (total === 0) return 'not judged';
	const interval = `95 %: ${formatShare(low)} to ${formatShare(high)}`;
	return `${formatPart(hits, total)}, ${interval}, chance ${formatShare(chance)}`;
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
