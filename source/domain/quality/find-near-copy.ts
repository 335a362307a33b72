import {createNearCopyPages, type NearCopyArchive} from './near-copy-pages.js';
import {nearCopySimilarity, sortedShingles} from './shingles.js';
import {createSketchIndex} from './sketch-index.js';
import {sketchText} from './sketch-text.js';

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
	/** One that the archive holds, by its number there, with the sketch of its text. */
	addArchived(number: number, sketch: Uint32Array): void;
	remove(id: string): void;
	readonly size: number;
};

/**
 * Without an archive it grows by about 620 bytes a record; with one by about 120: the shingles of what is old are made
 * anew from its prose when its sketch looks like a near copy. What is compared is compared exactly; of the pairs at
 * similarity 0.5 under 0.1 % are not, of those above fewer.
 */
export function createNearCopyIndex(archive?: NearCopyArchive): NearCopyIndex {
	const pages = createNearCopyPages(archive, number => sortedShingles(archive?.proseAt(number) ?? ''));
	const sketches = createSketchIndex();
	/** The step asks, then the gate: by then only what was added in between is new. */
	const asked = new Map<string, {records: number; answer: NearCopy | undefined}>();
	/** The records that those answers name, and perhaps some more. */
	const answers = new Set<string>();

	/** Those that are there, `least` as similar or more, in the order they were added. */
	function* compareAll(
		prose: string,
		{least, first = 0}: {least: number; first?: number},
	): Generator<NearCopy> {
		const wanted = sortedShingles(prose);
		const onlyNear = least >= nearCopySimilarity;
		for (const record of sketches.candidates(sketchText(prose), {first, onlyNear})) {
			const shingles = pages.shinglesOf(record);
			const similarity = shingles ? similarityOfSorted(shingles, wanted, least) : 0;
			if (shingles && similarity >= least) yield {id: pages.idOf(record), similarity};
		}
	}

	function findMostSimilar(prose: string, from: {least: number; first?: number}): NearCopy | undefined {
		let best: NearCopy | undefined;
		for (const found of compareAll(prose, from)) {
			if (found.similarity > (best?.similarity ?? 0)) best = found;
		}
		return best;
	}

	function findNearCopy(prose: string): NearCopy | undefined {
		const known = asked.get(prose) ?? {records: 0, answer: undefined};
		if (known.records === sketches.size) return known.answer;
		const newer = findMostSimilar(prose, {least: nearCopySimilarity, first: known.records});
		const answer = newer && newer.similarity > (known.answer?.similarity ?? 0) ? newer : known.answer;
		if (asked.size >= keptAnswers) forgetAll();
		asked.set(prose, {records: sketches.size, answer});
		if (answer) answers.add(answer.id);
		return answer;
	}

	/** Whoever was told of this record asks anew. */
	function forget(id: string): void {
		if (!answers.delete(id)) return;
		for (const [prose, {answer}] of asked) if (answer?.id === id) asked.delete(prose);
	}

	function forgetAll(): void {
		asked.clear();
		answers.clear();
	}

	return {
		findClosest: prose => findMostSimilar(prose, {least: 0}),
		findNearCopy,
		findNearCopies: prose => [...compareAll(prose, {least: nearCopySimilarity})],
		add(id, prose) {
			forget(id);
			pages.add(id, sortedShingles(prose));
			sketches.add(sketchText(prose));
		},
		addArchived(number, sketch) {
			pages.addArchived(number);
			sketches.add(sketch);
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

/** Both sorted; 0 as soon as it is clear that they are less similar than `least`. */
function similarityOfSorted(stored: Uint32Array, wanted: Uint32Array, least: number): number {
	const needed = (least / (1 + least)) * (stored.length + wanted.length) - rounding;
	let shared = 0;
	let at = 0;
	let other = 0;
	while (at < stored.length && other < wanted.length) {
		if (shared + Math.min(stored.length - at, wanted.length - other) < needed) return 0;
		const difference = (stored[at] as number) - (wanted[other] as number);
		if (difference === 0) shared++;
		if (difference <= 0) at++;
		if (difference >= 0) other++;
	}
	const all = stored.length + wanted.length - shared;
	return all === 0 ? 0 : shared / all;
}
