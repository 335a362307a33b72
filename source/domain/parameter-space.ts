/** The three label axes, in the order the plan walks them. 8 × 4 × 4 = 128 cells. */
export const complexityTypes = [
	'baseline',
	'people_pleasing',
	'misjudgment',
	'defensive_lashing',
	'emotional_shutdown',
	'over_commitment',
	'avoidance',
	'projection',
] as const;

export const authenticityTargets = ['failed', 'struggling', 'authentic', 'excellent'] as const;

export const capacityLevels = ['crisis', 'low', 'medium', 'high'] as const;

export type ComplexityType = (typeof complexityTypes)[number];
export type AuthenticityTarget = (typeof authenticityTargets)[number];
export type CapacityLevel = (typeof capacityLevels)[number];

/** One of the 128 combinations of labels that an interaction is made for. */
export type Cell = {
	complexity: ComplexityType;
	authenticity: AuthenticityTarget;
	capacity: CapacityLevel;
};

export const cellCount = complexityTypes.length * authenticityTargets.length * capacityLevels.length;

/** How often each of the 128 cell numbers occurs. */
export function countCells(numbers: Iterable<number>): number[] {
	const counts = new Array<number>(cellCount).fill(0);
	for (const cell of numbers) counts[cell] = (counts[cell] as number) + 1;
	return counts;
}

/** 0-127: complexity is the slowest axis, capacity the fastest. The map of cells is drawn in this order, 16 a row. */
export function cellNumber(cell: Cell): number {
	return (
		complexityTypes.indexOf(cell.complexity) * 16 +
		authenticityTargets.indexOf(cell.authenticity) * 4 +
		capacityLevels.indexOf(cell.capacity)
	);
}

export function cellFromNumber(number: number): Cell {
	return {
		complexity: complexityTypes[Math.floor(number / 16)] as ComplexityType,
		authenticity: authenticityTargets[Math.floor(number / 4) % 4] as AuthenticityTarget,
		capacity: capacityLevels[number % 4] as CapacityLevel,
	};
}

export type Band = {readonly min: number; readonly max: number};

/** Authenticity score per target, 0-1. The label is the truth; never re-bucket by score. */
export const authenticityBands: Record<AuthenticityTarget, Band> = {
	failed: {min: 0.2, max: 0.4},
	struggling: {min: 0.4, max: 0.6},
	authentic: {min: 0.6, max: 0.8},
	excellent: {min: 0.8, max: 1},
};

/** Effective capacity per level, on the 0-10 scale. */
export const capacityBands: Record<CapacityLevel, Band> = {
	crisis: {min: 1.5, max: 2.5},
	low: {min: 3, max: 4.5},
	medium: {min: 5, max: 6.5},
	high: {min: 7, max: 9},
};

/** Support needed, 0-10 scale, uniform over this band in every cell. */
export const supportNeededBand: Band = {min: 3, max: 9};

/** Above this gap (support needed minus effective capacity, one decimal) a request cannot be met in full. */
export const supportReach = 2;
