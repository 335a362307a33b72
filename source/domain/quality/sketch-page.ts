import {recordsPerPage} from './shingle-page.js';
import {bandOf, bandsPerSketch, bandValues, mayBeNearCopies, pairsOf, pairWords} from './sketch-text.js';

const linkBytes = 3;
const pairBytes = 4 * pairWords;
/** Words are read at multiples of four. */
const recordBytes = 4 * Math.ceil((bandsPerSketch * linkBytes) / 4) + pairBytes;

/** With the value of a band in it: in place of a link that is not made yet. */
const isUnlinked = 2 ** 23;

/** What three bytes hold besides. */
export const mostRecords = isUnlinked - 1;

const placeOfLink = (place: number, band: number) => place * recordBytes + band * linkBytes;
const placeOfPairs = (place: number) => ((place + 1) * recordBytes - pairBytes) / 4;

/**
 * Of 4,096 records a link for each band, and right behind them, for the cache's sake, the pairs of the sketch: 116 bytes a
 * record. A link is the record before it with the same value of the band, from 1; 0 ends a chain.
 */
export class SketchPage {
	readonly #links: Uint8Array;
	readonly #pairs: Uint32Array;

	constructor() {
		const bytes = new ArrayBuffer(recordsPerPage * recordBytes);
		this.#links = new Uint8Array(bytes);
		this.#pairs = new Uint32Array(bytes);
	}

	put(place: number, sketch: Uint32Array): void {
		if (sketch.length === 0) return;
		this.#pairs.set(pairsOf(sketch), placeOfPairs(place));
		for (let band = 0; band < bandsPerSketch; band++) {
			writeLink(this.#links, placeOfLink(place, band), isUnlinked | bandOf(sketch, band));
		}
	}

	/**
	 * Makes the links of the places from `first` up to `end`. `bands`: the latest record of each value of each band, from 1;
	 * `record`: the one at `first`.
	 */
	link(range: {first: number; end: number; record: number; bands: readonly Uint32Array[]}): void {
		const {first, end, record, bands} = range;
		const links = this.#links;
		for (let band = 0; band < bandsPerSketch; band++) {
			const latest = bands[band] as Uint32Array;
			for (let place = first; place < end; place++) {
				const at = placeOfLink(place, band);
				const value = readLink(links, at) ^ isUnlinked;
				// Of an empty sketch.
				if (value >= bandValues) continue;
				writeLink(links, at, latest[value] as number);
				latest[value] = record + place - first + 1;
			}
		}
	}

	linkAt(place: number, band: number): number {
		return readLink(this.#links, placeOfLink(place, band));
	}

	/** Whether its text may be a near copy of the one with these pairs. */
	mayBeNearCopy(place: number, pairs: Uint32Array): boolean {
		return mayBeNearCopies(this.#pairs, placeOfPairs(place), pairs);
	}
}

function readLink(links: Uint8Array, at: number): number {
	return (links[at] as number) | ((links[at + 1] as number) << 8) | ((links[at + 2] as number) << 16);
}

function writeLink(links: Uint8Array, at: number, link: number): void {
	links[at] = link;
	links[at + 1] = link >>> 8;
	links[at + 2] = link >>> 16;
}
