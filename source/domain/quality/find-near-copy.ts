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
	/** The step asks, then the gate: nothing has changed in between, most times. */
	let latest: {prose: string; answer: NearCopy | undefined} | undefined;

	function findClosest(prose: string): NearCopy | undefined {
		if (latest?.prose !== prose) latest = {prose, answer: searchClosest(prose)};
		return latest.answer;
	}

	function searchClosest(prose: string): NearCopy | undefined {
		const wanted = sortedShingles(prose);
		let best: NearCopy | undefined;
		for (const record of smallShingles.candidates(wanted)) {
			const known = pages.describe(record);
			if (known === undefined) continue;
			const similarity = similarityOfSorted(known.shingles, wanted);
			if (similarity > (best?.similarity ?? 0)) best = {id: known.id, similarity};
		}
		return best;
	}

	return {
		findClosest,
		findNearCopy(prose) {
			const closest = findClosest(prose);
			return closest && closest.similarity >= nearCopySimilarity ? closest : undefined;
		},
		add(id, prose) {
			latest = undefined;
			const shingles = sortedShingles(prose);
			pages.add(id, shingles);
			smallShingles.add(shingles.subarray(0, keysPerRecord));
		},
		addArchived(number, keys) {
			latest = undefined;
			pages.addArchived(number);
			smallShingles.add(keys);
		},
		remove(id) {
			latest = undefined;
			pages.remove(id);
		},
		get size() {
			return pages.size;
		},
	};
}

/** Both sorted. Written with indexes: this is where a long run spends its time. */
function similarityOfSorted(stored: Uint32Array, wanted: Uint32Array): number {
	let shared = 0;
	let at = 0;
	let other = 0;
	while (at < stored.length && other < wanted.length) {
		const difference = (stored[at] as number) - (wanted[other] as number);
		if (difference === 0) shared++;
		if (difference <= 0) at++;
		if (difference >= 0) other++;
	}
	const all = stored.length + wanted.length - shared;
	return all === 0 ? 0 : shared / all;
}
