import {type CapacityLevel, capacityBands, supportNeededBand, supportReach} from './parameter-space.js';
import type {Random} from './random.js';

export type CapacityDraw = {
	baseCapacity: number;
	effectiveCapacity: number;
	canSupportUpTo: number;
	factorImpacts: number[];
	supportNeeded: number;
};

const baseBand = {minTenths: 60, maxTenths: 95};
/** The base stands at least this far above the effective capacity: something always drains. */
const leastDropTenths = 3;
/** A drop larger than this has more than one factor; how large one of several is, is left to chance. */
const mostTenthsOfOne = 40;
const mostFactors = 3;

/**
 * Base and effective capacity, the impacts between them, and the support needed, all 0-10 with one decimal.
 *
 * Integer tenths throughout, so that the impacts sum to effective - base exactly.
 */
export function drawCapacity(random: Random, level: CapacityLevel): CapacityDraw {
	const effectiveCapacity = random.oneDecimal(capacityBands[level].min, capacityBands[level].max);
	const effectiveTenths = toTenths(effectiveCapacity);
	const leastBase = Math.max(baseBand.minTenths, effectiveTenths + leastDropTenths);
	const baseTenths = random.integer(leastBase, baseBand.maxTenths);
	return {
		baseCapacity: baseTenths / 10,
		effectiveCapacity,
		canSupportUpTo: Math.min(100, effectiveTenths + toTenths(supportReach)) / 10,
		factorImpacts: drawImpacts(random, baseTenths - effectiveTenths),
		supportNeeded: random.oneDecimal(supportNeededBand.min, supportNeededBand.max),
	};
}

/** Splits a drop into 1-3 negative impacts of at least 0.3 each, every split of the rest equally likely. */
function drawImpacts(random: Random, dropTenths: number): number[] {
	const least = Math.ceil(dropTenths / mostTenthsOfOne);
	const most = Math.min(mostFactors, Math.floor(dropTenths / leastDropTenths));
	const count = random.integer(least, most);
	const spare = dropTenths - count * leastDropTenths;
	const cuts = Array.from({length: count - 1}, () => random.integer(0, spare)).sort((a, b) => a - b);
	const edges = [0, ...cuts, spare];
	return edges.slice(1).map((edge, index) => -(edge - (edges[index] as number) + leastDropTenths) / 10);
}

function toTenths(value: number): number {
	return Math.round(value * 10);
}
