import {createNearCopyIndex} from './quality/find-near-copy.js';
import {normaliseTypography} from './quality/normalise-typography.js';

export type MergeCandidate = {
	/** What to call it: its id, or its place where it has none. */
	name: string;
	/** Of a record without one: undefined. */
	id: string | undefined;
	prose: string;
};

/** Why a record is left out, and the one that is kept instead. */
export type LeftOut = {name: string; reason: 'same-id' | 'same-prose' | 'near-copy'; keptInstead: string};

/**
 * Decides record by record what of several sets goes into one: the first of those with the same id, the same prose (white
 * space, case and typography apart) or near-copy prose (Jaccard 0.5 or more) is kept, the others are left out.
 */
export function createMergePlanner(): {add(candidate: MergeCandidate): LeftOut | undefined} {
	const byId = new Map<string, string>();
	const byProse = new Map<string, string>();
	const nearCopies = createNearCopyIndex();

	function findKept({id, prose}: MergeCandidate): Omit<LeftOut, 'name'> | undefined {
		const sameId = id === undefined ? undefined : byId.get(id);
		if (sameId !== undefined) return {reason: 'same-id', keptInstead: sameId};
		const sameProse = byProse.get(normalise(prose));
		if (sameProse !== undefined) return {reason: 'same-prose', keptInstead: sameProse};
		const copy = nearCopies.findNearCopy(prose);
		return copy && {reason: 'near-copy', keptInstead: copy.id};
	}

	return {
		add(candidate) {
			const {name, id, prose} = candidate;
			const kept = findKept(candidate);
			if (kept) return {name, ...kept};
			if (id !== undefined) byId.set(id, name);
			byProse.set(normalise(prose), name);
			nearCopies.add(name, prose);
			return undefined;
		},
	};
}

function normalise(prose: string): string {
	return normaliseTypography(prose).toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
