import type {Judgement} from '../judgement.js';
import {countRoles, fewestReadings, type RolesCount, tellsRolesApart} from '../misreading.js';
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

/**
 * What blind readers made of the set, where `judge.jsonl` holds it: the labels they named, and swapped roles.
 *
 * Agreement is of all that a reader read: what its gate let through agrees with it by choice. Roles are of what the set
 * holds (`isInSet`).
 */
export function createJudged() {
	const judgements: Judgement[] = [];
	const held = new Set<Judgement>();
	return {
		add(judgement: Judgement, {isInSet}: {isInSet: boolean}) {
			judgements.push(judgement);
			if (isInSet) held.add(judgement);
		},
		read(): GroupReport {
			const tally = tallyJudgements(judgements);
			const judges = [...new Set(judgements.map(({engine, model}) => `${model} on ${engine}`))];
			const {judged, unanswered} = tally;
			const gone = judged - held.size;
			const roles = countHeldRoles(judgements, held);
			return {
				section: {
					id: 'judged',
					title: 'What a blind reader named',
					facts: [
						{label: 'judged', value: judged === 0 ? 'not judged' : `${judged} by ${judges.join(', ')}`},
						{label: 'judged and no longer in the set', value: String(gone)},
						{label: 'without a usable answer', value: String(unanswered)},
						...axes.map(axis => ({label: `${axis} named as meant`, value: describe(tally[axis])})),
						{label: 'roles swapped', value: formatPart(roles.all.swapped, roles.all.read)},
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
				findings: [...namedAxes.map(axis => judgeAxis(axis, {tally, gone})), judgeRoles(roles)],
				figures: {...tally, gone, roles, judges},
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

function judgeAxis(
	axis: (typeof namedAxes)[number],
	{tally, gone}: {tally: JudgementTally; gone: number},
): Finding {
	const {share, total, chance, fromChance} = tally[axis];
	const constant = tally.constants.find(named => named.startsWith(`${axis} `));
	const notes = [
		...(constant ? [`the reader says ${constant} of nearly every text: it does not read for this`] : []),
		...(gone > 0 ? [`of all that was read, ${gone} no longer in the set included`] : []),
	];
	const isKnown = total > 0 && constant === undefined;
	return {
		id: `judged-${axis}`,
		title: `Blind reader names the ${axis} that was meant`,
		value: isKnown ? share : undefined,
		shown: [describe(tally[axis]), ...notes].join('; '),
		threshold: `above chance (${formatShare(chance)}), the whole interval`,
		verdict: !isKnown ? 'unknown' : fromChance === 'above' ? 'fits' : 'harms',
		why: 'a label that a reader does not see in the prose teaches nothing',
	};
}

/** `all`: of what the set holds; `told`: of that, by readers that tell roles apart in whatever they read. */
type HeldRoles = {all: RolesCount; told: RolesCount};

function countHeldRoles(judgements: readonly Judgement[], held: ReadonlySet<Judgement>): HeldRoles {
	const byJudge = Map.groupBy(judgements, ({judge}) => judge).values();
	const told = [...byJudge].filter(own => tellsRolesApart(countRoles(own))).flat();
	return {all: countRoles(held), told: countRoles(told.filter(judgement => held.has(judgement)))};
}

/** What a reader says that calls half of all texts swapped, or has read only a few, is no evidence. */
function judgeRoles({all, told}: HeldRoles): Finding {
	const isKnown = told.read > 0;
	const counted = isKnown ? formatPart(told.swapped, told.read) : formatPart(all.swapped, all.read);
	const doubt = `by a reader of fewer than ${fewestReadings} texts, or one that says so of half of them or more`;
	return {
		id: 'roles-swapped',
		title: 'Roles swapped, as a blind reader sees it',
		value: isKnown ? told.swapped : undefined,
		shown: all.read === 0 ? 'not judged' : isKnown ? counted : `${counted}, ${doubt}`,
		threshold: '0',
		verdict: !isKnown ? 'unknown' : told.swapped === 0 ? 'fits' : 'harms',
		why: 'the character answers and the player asks; the other way round teaches the wrong one',
	};
}
