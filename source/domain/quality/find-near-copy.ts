import {createNearCopyPages, type NearCopyArchive} from './near-copy-pages.js';
import {nearCopySimilarity, sortedShingles} from './shingles.js';
import {createSmallShingles, keysPerRecord} from './small-shingles.js';

type NearCopy = {id: string; similarity: number};

/** The prose of a whole run, searchable for near copies. */
export type NearCopyIndex = {
	/** The most similar record from `nearCopySimilarity` on. */
	findNearCopy(prose: string): NearCopy | undefined;
	/** The most similar record that shares enough to be looked at, however little that is. */
	findClosest(prose: string): NearCopy | undefined;
	add(id: string, prose: string): void;
	/** One that the archive holds, by its number there, with its smallest shingles, ascending. */
	addArchived(number: number, keys: Uint32Array): void;
	remove(id: string): void;
	readonly size: number;
};

/**
 * Without an archive it grows by about 600 bytes a record; with one by about 70: the shingles of what is old are made
 * anew from its prose when it looks like a copy. Only likely copies are compared, and those exactly.
 */
export function createNearCopyIndex(archive?: NearCopyArchive): NearCopyIndex {
	const pages = createNearCopyPages(archive, number => sortedShingles(archive?.proseAt(number) ?? ''));
	const smallShingles = createSmallShingles();

	/** The most similar record from `least` on; the first of those that are equally similar. */
	function findFrom(least: number, prose: string): NearCopy | undefined {
		const wanted = sortedShingles(prose);
		let best: NearCopy | undefined;
		for (const record of smallShingles.candidates(wanted)) {
			const known = pages.describe(record);
			if (known === undefined) continue;
			const similarity = similarityOfSorted(known.shingles, wanted, best?.similarity ?? least);
			if (similarity >= least && similarity > (best?.similarity ?? 0)) best = {id: known.id, similarity};
		}
		return best;
	}

	return {
		findClosest: prose => findFrom(0, prose),
		findNearCopy: prose => findFrom(nearCopySimilarity, prose),
		add(id, prose) {
			const shingles = sortedShingles(prose);
			pages.add(id, shingles);
			smallShingles.add(shingles.subarray(0, keysPerRecord));
		},
		addArchived(number, keys) {
			pages.addArchived(number);
			smallShingles.add(keys);
		},
		remove(id) {
			pages.remove(id);
		},
		get size() {
			return pages.size;
		},
	};
}

/** A pair that is exactly as similar as is asked for must not fall to the last bit of a product. */
const rounding = 1e-6;

/**
 * Both sorted; 0 as soon as it is clear that they are less similar than `least`. Written with indexes: this is where a
 * long run spends its time.
 */
function similarityOfSorted(stored: Uint32Array, wanted: Uint32Array, least: number): number {
	const needed = (least / (1 + least)) * (stored.length + wanted.length);
	let shared = 0;
	let at = 0;
	let other = 0;
	while (at < stored.length && other < wanted.length) {
		if (shared + Math.min(stored.length - at, wanted.length - other) < needed - rounding) return 0;
		const difference = (stored[at] as number) - (wanted[other] as number);
		if (difference === 0) shared++;
		if (difference <= 0) at++;
		if (difference >= 0) other++;
	}
	const all = stored.length + wanted.length - shared;
	return all === 0 ? 0 : shared / all;
}
