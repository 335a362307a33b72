import {cellOfReadable} from '../legacy-interaction.js';
import {
	authenticityTargets,
	capacityLevels,
	cellCount,
	cellFromNumber,
	cellNumber,
	complexityTypes,
} from '../parameter-space.js';
import {type Chart, type Fact, type FigureGroup, type Finding, formatPart} from './figure-group.js';
import {createTally, type Tally} from './tally.js';

const axes = {complexity: complexityTypes, authenticity: authenticityTargets, capacity: capacityLevels};
type Axis = keyof typeof axes;
const axisNames = Object.keys(axes) as Axis[];

/** Which of the 128 cells a set reaches and how evenly (variations of a scene count once), its three axes, and the pairs of them. */
export function createCoverage(): FigureGroup {
	const counts = Array.from({length: cellCount}, () => 0);
	const scenes = Array.from({length: cellCount}, () => 0);
	const tallies = Object.fromEntries(axisNames.map(axis => [axis, createTally()])) as Record<Axis, Tally>;
	const pairs = createTally();
	let unlabelled = 0;
	return {
		add(record, {isNewScene}) {
			const cell = cellOfReadable(record);
			if (!cell) {
				unlabelled++;
				return;
			}
			const number = cellNumber(cell);
			counts[number] = (counts[number] as number) + 1;
			if (isNewScene) scenes[number] = (scenes[number] as number) + 1;
			for (const axis of axisNames) tallies[axis].add(cell[axis]);
			pairs.add(`${cell.complexity} x ${cell.authenticity}`);
		},
		read() {
			const records = tallies.complexity.total;
			const spread = measureSpread(scenes);
			const sceneCount = scenes.reduce((sum, count) => sum + count, 0);
			return {
				section: {
					id: 'coverage',
					title: 'Coverage of the 128 cells',
					facts: listFacts({counts, tallies, pairs, unlabelled, spread, records}),
					charts: [
						{kind: 'map', title: 'Records in each of the 128 cells', counts},
						...axisNames.map(axis => chartAxis(axis, tallies[axis])),
					],
				},
				findings: [
					judgeReach(spread, sceneCount),
					judgeEvenness(spread, sceneCount),
					judgeAxes(scenes, sceneCount),
					judgeLabels(unlabelled, records),
				],
				figures: {
					cells: counts,
					reached: spread.reached,
					fewest: spread.fewest,
					most: spread.most,
					unlabelled,
					axes: Object.fromEntries(axisNames.map(axis => [axis, tallies[axis].top()])),
					pairs: pairs.top(),
				},
			};
		},
	};
}

type Spread = {reached: number; fewest: number; most: number};

function measureSpread(counts: number[]): Spread {
	return {
		reached: counts.filter(count => count > 0).length,
		fewest: Math.min(...counts),
		most: Math.max(...counts),
	};
}

function listFacts(parts: {
	counts: number[];
	tallies: Record<Axis, Tally>;
	pairs: Tally;
	unlabelled: number;
	spread: Spread;
	records: number;
}): Fact[] {
	const {tallies, pairs, unlabelled, spread, records} = parts;
	const axisFacts = axisNames.flatMap(axis =>
		axes[axis].map(value => ({
			label: `${axis} ${value}`,
			value: formatPart(tallies[axis].countOf(value), records),
		})),
	);
	return [
		{label: 'cells reached', value: `${spread.reached} of ${cellCount}`},
		{label: 'scenes in a cell', value: `${spread.fewest} to ${spread.most}`},
		{
			label: 'pairs of complexity and authenticity reached',
			value: `${pairs.distinct} of ${complexityTypes.length * authenticityTargets.length}`,
		},
		{label: 'records without labels', value: String(unlabelled)},
		...axisFacts,
	];
}

function chartAxis(axis: Axis, tally: Tally): Chart {
	const bars = axes[axis].map(value => ({label: value, count: tally.countOf(value)}));
	return {kind: 'bars', title: `Records by ${axis}`, bars};
}

function judgeReach({reached}: Spread, scenes: number): Finding {
	const wanted = Math.min(cellCount, scenes);
	return {
		id: 'cells-reached',
		title: 'Cells reached',
		value: reached,
		shown: `${reached} of ${cellCount}`,
		threshold: `${wanted}, as many as ${scenes} scenes can reach`,
		verdict: scenes === 0 ? 'unknown' : reached >= wanted ? 'fits' : 'harms',
		why: 'a combination of labels that never occurs is never learned',
	};
}

function judgeEvenness({fewest, most}: Spread, scenes: number): Finding {
	const allowed = scenes % cellCount === 0 ? 0 : 1;
	return {
		id: 'cells-even',
		title: 'Cells as even as the count allows',
		value: most - fewest,
		shown: `${fewest} to ${most} in a cell`,
		threshold: `a difference of at most ${allowed}`,
		verdict: scenes === 0 ? 'unknown' : most - fewest <= allowed ? 'fits' : 'harms',
		why: 'what is frequent in the set is frequent in what the model says',
	};
}

/**
 * Whole scenes allow a difference of 1; another one is for a run that was stopped, whose last scenes have gaps, and in a
 * sum of several such sets, where these add up, a tenth of the mean teaches no preference.
 */
function judgeAxes(scenes: number[], sceneCount: number): Finding {
	const spreads = axisNames.map(axis => ({axis, ...measureSpread(countAxis(axis, scenes))}));
	const isEven = ({axis, fewest, most}: (typeof spreads)[number]) =>
		most - fewest <= Math.max(2, sceneCount / axes[axis].length / 10);
	return {
		id: 'axes-even',
		title: 'Values of each axis, scenes',
		value: Math.max(...spreads.map(({fewest, most}) => most - fewest)),
		shown: spreads.map(({axis, fewest, most}) => `${axis} ${fewest} to ${most}`).join(', '),
		threshold: 'a difference of at most 2, or a tenth of the mean where that is more',
		verdict: sceneCount === 0 ? 'unknown' : spreads.every(isEven) ? 'fits' : 'harms',
		why: 'cells that are even can still lack whole values of an axis, and what is lacking is not learned',
	};
}

function countAxis(axis: Axis, scenes: number[]): number[] {
	const counts = new Map<string, number>(axes[axis].map(value => [value, 0]));
	for (const [number, count] of scenes.entries()) {
		const value = cellFromNumber(number)[axis];
		counts.set(value, (counts.get(value) ?? 0) + count);
	}
	return [...counts.values()];
}

function judgeLabels(unlabelled: number, records: number): Finding {
	return {
		id: 'labels-present',
		title: 'Records without labels',
		value: unlabelled,
		shown: formatPart(unlabelled, unlabelled + records),
		threshold: '0',
		verdict: unlabelled + records === 0 ? 'unknown' : unlabelled === 0 ? 'fits' : 'harms',
		why: 'a record whose labels are not known belongs to no cell',
	};
}
