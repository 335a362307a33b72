import {createNearCopyPages, type NearCopyArchive} from './near-copy-pages.js';
import {nearCopySimilarity, sortedShingles} from './shingles.js';
import {createSmallShingles, keysPerRecord} from './small-shingles.js';

type NearCopy = {id: string; similarity: number};

/** The prose of a whole run, searchable for near copies. */
export type NearCopyIndex = {
	/** The most similar record from `nearCopySimilarity` on. */
	findNearCopy(prose: string): NearCopy | undefined;
	/** Every record from `nearCopySimilarity` on. */
	findNearCopies(prose: string): NearCopy[];
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
 * anew from its prose when it looks like a copy. Only likely copies are compared, and those exactly. `expectedRecords`:
 * about how many there will be.
 */
export function createNearCopyIndex(archive?: NearCopyArchive, expectedRecords = 0): NearCopyIndex {
	const pages = createNearCopyPages(archive, number => sortedShingles(archive?.proseAt(number) ?? ''));
	const smallShingles = createSmallShingles(expectedRecords);
	/** The step asks, then the gate: by then only what was added in between is new. */
	const asked = new Map<string, {records: number; answer: NearCopy | undefined}>();

	/** A record that is not there any more, or less similar than `least`: undefined. */
	function compare(record: number, wanted: Uint32Array, least: number): NearCopy | undefined {
		const shingles = pages.shinglesOf(record);
		const similarity = shingles ? similarityOfSorted(shingles, wanted, least) : 0;
		return shingles && similarity >= least ? {id: pages.idOf(record), similarity} : undefined;
	}

	/** The most similar record from `least` and from the record `first` on; the first of those that are equally similar. */
	function findFrom({least, first}: {least: number; first: number}, prose: string): NearCopy | undefined {
		const wanted = sortedShingles(prose);
		let best: NearCopy | undefined;
		for (const record of smallShingles.candidates(wanted, pages.isArchived)) {
			if (record < first) continue;
			const found = compare(record, wanted, best?.similarity ?? least);
			if (found && found.similarity > (best?.similarity ?? 0)) best = found;
		}
		return best;
	}

	function findNearCopies(prose: string): NearCopy[] {
		const wanted = sortedShingles(prose);
		return smallShingles
			.candidates(wanted, pages.isArchived)
			.flatMap(record => compare(record, wanted, nearCopySimilarity) ?? []);
	}

	function findNearCopy(prose: string): NearCopy | undefined {
		const known = asked.get(prose) ?? {records: 0, answer: undefined};
		const newer = findFrom({least: nearCopySimilarity, first: known.records}, prose);
		const answer = newer && newer.similarity > (known.answer?.similarity ?? 0) ? newer : known.answer;
		if (asked.size >= keptAnswers) asked.clear();
		asked.set(prose, {records: smallShingles.size, answer});
		return answer;
	}

	/** Whoever was told of this record asks anew. */
	function forget(id: string): void {
		for (const [prose, {answer}] of asked) if (answer?.id === id) asked.delete(prose);
	}

	return {
		findClosest: prose => findFrom({least: 0, first: 0}, prose),
		findNearCopy,
		findNearCopies,
		add(id, prose) {
			forget(id);
			const shingles = sortedShingles(prose);
			pages.add(id, shingles);
			smallShingles.add(shingles.subarray(0, keysPerRecord));
		},
		addArchived(number, keys) {
			pages.addArchived(number);
			smallShingles.add(keys);
		},
		remove(id) {
			forget(id);
			pages.remove(id);
		},
		get size() {
			return pages.size;
		},
	};
}

const keptAnswers = 256;

/** A pair that is exactly as similar as is asked for must not fall to the last bit of a product. */
const rounding = 1e-6;

/** The smallest shingles of two texts together are a fair sample of what they share. */
const sampleSize = 24;
/** In a sample of that size a pair as similar as `least` shares fewer than this in 1 of 1,000 cases (3 standard deviations). */
const fewestInSample = (least: number) =>
	sampleSize * least - 3 * Math.sqrt(sampleSize * least * (1 - least));

/**
 * Both sorted; 0 as soon as it is clear, or after a sample all but clear, that they are less similar than `least`. Written
 * with indexes: this is where a long run spends its time.
 */
function similarityOfSorted(stored: Uint32Array, wanted: Uint32Array, least: number): number {
	const needed = (least / (1 + least)) * (stored.length + wanted.length);
	const fewest = fewestInSample(least);
	let shared = 0;
	let at = 0;
	let other = 0;
	while (at < stored.length && other < wanted.length) {
		if (shared + Math.min(stored.length - at, wanted.length - other) < needed - rounding) return 0;
		if (at + other - shared === sampleSize && shared < fewest) return 0;
		const difference = (stored[at] as number) - (wanted[other] as number);
		if (difference === 0) shared++;
		if (difference <= 0) at++;
		if (difference >= 0) other++;
	}
	const all = stored.length + wanted.length - shared;
	return all === 0 ? 0 : shared / all;
}
