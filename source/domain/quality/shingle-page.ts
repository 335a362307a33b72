/** Records of a page. */
export const recordsPerPage = 4096;

const chunkLength = 16_384;

/** Up to 4,096 records with their shingles in few pieces of memory: an array each would take half as much again. */
export type ShinglePage = {
	set(place: number, id: string, shingles: Uint32Array): void;
	remove(place: number): void;
	/** Undefined for one that is not there, or was removed. */
	idAt(place: number): string | undefined;
	/** Of one that is there. */
	shinglesAt(place: number): Uint32Array;
};

export function createShinglePage(): ShinglePage {
	const ids = new Array<string | undefined>(recordsPerPage);
	const starts = new Uint32Array(recordsPerPage);
	const lengths = new Uint32Array(recordsPerPage);
	const chunks: Uint32Array[] = [];
	let used = 0;

	/** What is longer than a chunk gets one of its own, as long as it is. */
	function store(shingles: Uint32Array): number {
		if (chunks.length === 0 || used + shingles.length > chunkLength) {
			chunks.push(new Uint32Array(Math.max(chunkLength, shingles.length)));
			used = 0;
		}
		chunks.at(-1)?.set(shingles, used);
		used += shingles.length;
		return (chunks.length - 1) * chunkLength + used - shingles.length;
	}

	return {
		set(place, id, shingles) {
			ids[place] = id;
			starts[place] = store(shingles);
			lengths[place] = shingles.length;
		},
		remove(place) {
			ids[place] = undefined;
		},
		idAt: place => ids[place],
		shinglesAt(place) {
			const start = (starts[place] as number) % chunkLength;
			const chunk = chunks[Math.floor((starts[place] as number) / chunkLength)] as Uint32Array;
			return chunk.subarray(start, start + (lengths[place] as number));
		},
	};
}
