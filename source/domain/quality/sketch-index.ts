import {recordsPerPage} from './shingle-page.js';
import {mostRecords, SketchPage} from './sketch-page.js';
import {bandOf, bandsPerSketch, bandValues, pairsOf} from './sketch-text.js';

/** Records by the sketches of their texts. They are numbered from 0 in the order they are added. */
export type SketchIndex = {
	/** An empty sketch is never found. */
	add(sketch: Uint32Array): void;
	/** Those from the record `first` on that share a band with it, ascending; with `onlyNear` only near copies by their sketch. */
	candidates(sketch: Uint32Array, options: {first: number; onlyNear: boolean}): number[];
	/** Records so far. */
	readonly size: number;
};

/** `recordsPerPage` is a power of two. */
const pageBits = Math.log2(recordsPerPage);

/** The chains that a search is on, each with its band: for one search at a time. */
const chainBands = new Uint8Array(bandsPerSketch);
const chainLinks = new Uint32Array(bandsPerSketch);

/** At a place; the one behind it. */
function putChain(place: number, band: number, link: number): number {
	chainBands[place] = band;
	chainLinks[place] = link;
	return place + 1;
}

/**
 * The latest record of each value of each band, and chains of those before it, in pages, so that a long run never copies
 * them. Chains stay short where all texts have some phrases in common: a band needs two shingles.
 */
export function createSketchIndex(): SketchIndex {
	const bands = Array.from({length: bandsPerSketch}, () => new Uint32Array(bandValues));
	const pages: SketchPage[] = [];
	let records = 0;
	let linked = 0;

	const pageOf = (record: number) => pages[record >>> pageBits] as SketchPage;

	/** Not with each `add`: band by band a long run is taken in twice as fast. */
	function linkAll(): void {
		while (linked < records) {
			const first = linked % recordsPerPage;
			const end = Math.min(recordsPerPage, first + records - linked);
			pageOf(linked).link({first, end, record: linked, bands});
			linked += end - first;
		}
	}

	return {
		add(sketch) {
			if (records === mostRecords) throw new RangeError('the near-copy index is full');
			if (records % recordsPerPage === 0) pages.push(new SketchPage());
			pageOf(records).put(records % recordsPerPage, sketch);
			records++;
		},
		candidates(sketch, {first, onlyNear}) {
			if (sketch.length === 0) return [];
			linkAll();
			const pairs = pairsOf(sketch);
			const found = new Set<number>();
			let walked = 0;
			for (let band = 0; band < bandsPerSketch; band++) {
				const link = (bands[band] as Uint32Array)[bandOf(sketch, band)] as number;
				if (link > first) walked = putChain(walked, band, link);
			}
			// All chains by turns, so that what their links wait for from memory comes side by side.
			while (walked > 0) {
				let left = 0;
				for (let at = 0; at < walked; at++) {
					const record = (chainLinks[at] as number) - 1;
					const band = chainBands[at] as number;
					const page = pageOf(record);
					const place = record & (recordsPerPage - 1);
					if (!onlyNear || page.mayBeNearCopy(place, pairs)) found.add(record);
					const next = page.linkAt(place, band);
					if (next > first) left = putChain(left, band, next);
				}
				walked = left;
			}
			return [...found].sort((one, other) => one - other);
		},
		get size() {
			return records;
		},
	};
}
