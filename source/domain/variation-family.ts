/**
 * The scene a plan index belongs to, from 0, when each scene gets `variations` dialogues: siblings stand side by side in
 * the plan, so that N dialogues make ceil(N / variations) scenes and a part of the plan cut at a multiple of
 * `variations` splits no family.
 */
export function sceneOf(planIndex: number, variations: number): number {
	return Math.floor(planIndex / variations);
}

/** Place of a dialogue in its family, from 0. */
export function placeInFamily(planIndex: number, variations: number): number {
	return planIndex % variations;
}

/** The plan indexes of the family that `planIndex` belongs to, itself included; some may lie behind the end of the plan. */
export function familyOf(planIndex: number, variations: number): number[] {
	const first = sceneOf(planIndex, variations) * variations;
	return Array.from({length: variations}, (_, place) => first + place);
}
