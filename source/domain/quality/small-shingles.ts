/**
 * A record is found by any 2 of its 16 smallest shingles, up to 4 very common ones left out: of 12 that are left, 2 are
 * shared in all but 0.3 % of the pairs at similarity 0.5, and in more above.
 */
export const keysPerRecord = 16;
const fewestSharedKeys = 2;
const mostSkippedKeys = 4;
/**
 * One that has to be read from disk must share more: 4 keys of 14 to 16, 3 of fewer. That misses under 0.1 % of the pairs of
 * like length at similarity 0.5, and up to 3 % of those where one is part of the other.
 */
const manyKeys = 14;
const commonChainLength = 100;

const fewestBuckets = 2 ** 20;
const mostBuckets = 2 ** 21;
/** Chance meetings are links for each bucket: with fewer buckets a long run would look at ever more of them. */
const bucketsPerRecord = 4;
/** Chains are counted up to here; what is longer is as common. */
const longestChain = 2 ** 16 - 1;
const linksPerPage = 2 ** 16;

/** Records by their smallest shingles, which are a fair sample of a text. Records are numbered in the order they are added. */
export type SmallShingles = {
	/** `keys`: the smallest shingles of a record, ascending. */
	add(keys: Uint32Array): void;
	/** Records that share 2 small shingles with these sorted ones, or the only one there is; 3 or 4 where `isCostly`. */
	candidates(wanted: Uint32Array, isCostly: (record: number) => boolean): number[];
	/** Records so far. */
	readonly size: number;
};

/**
 * Chains of those that share a small shingle (or its bucket: a chance meeting costs one comparison). Links are numbered
 * from 1; 0 ends a chain. They stand in pages, so that a long run never copies them. `expectedRecords` may be exceeded: it
 * becomes slower then, and finds the same.
 */
export function createSmallShingles(expectedRecords = 0): SmallShingles {
	const bucketCount = countBuckets(expectedRecords);
	const heads = new Uint32Array(bucketCount);
	const lengths = new Uint16Array(bucketCount);
	const pages: Uint32Array[] = [];
	let hits = new Uint8Array(64);
	let records = 0;

	const nextOf = (link: number) => pages[Math.floor(link / linksPerPage)]?.[link % linksPerPage] as number;

	/** The small shingles of a text, without the few that every other text has too. */
	function tellingKeys(sorted: Uint32Array): number[] {
		const buckets = Array.from(sorted.subarray(0, keysPerRecord), key => key % bucketCount);
		const lengthOf = (bucket: number) => lengths[bucket] as number;
		const common = buckets
			.filter(bucket => lengthOf(bucket) > commonChainLength)
			.sort((first, second) => lengthOf(second) - lengthOf(first))
			.slice(0, mostSkippedKeys);
		return buckets.filter(bucket => !common.includes(bucket));
	}

	function candidates(wanted: Uint32Array, isCostly: (record: number) => boolean): number[] {
		if (hits.length < records) hits = new Uint8Array(Math.ceil(records * 1.5));
		const buckets = tellingKeys(wanted);
		const needed = Math.min(fewestSharedKeys, buckets.length);
		const neededOfCostly = Math.min(buckets.length >= manyKeys ? 4 : 3, buckets.length);
		const touched: number[] = [];
		const found: number[] = [];
		for (const bucket of buckets) {
			for (let link = heads[bucket] as number; link !== 0; link = nextOf(link)) {
				const record = Math.floor((link - 1) / keysPerRecord);
				const count = (hits[record] as number) + 1;
				hits[record] = count;
				if (count === 1) touched.push(record);
				if (count === needed || count === neededOfCostly) {
					if (count === (isCostly(record) ? neededOfCostly : needed)) found.push(record);
				}
			}
		}
		for (const record of touched) hits[record] = 0;
		return found;
	}

	function setNext(link: number, next: number): void {
		const number = Math.floor(link / linksPerPage);
		const page = pages[number] ?? new Uint32Array(linksPerPage);
		pages[number] = page;
		page[link % linksPerPage] = next;
	}

	return {
		candidates,
		get size() {
			return records;
		},
		add(keys) {
			const first = records * keysPerRecord + 1;
			for (let place = 0; place < keys.length; place++) {
				const bucket = (keys[place] as number) % bucketCount;
				setNext(first + place, heads[bucket] as number);
				heads[bucket] = first + place;
				lengths[bucket] = Math.min((lengths[bucket] as number) + 1, longestChain);
			}
			records++;
		},
	};
}

function countBuckets(expectedRecords: number): number {
	const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, expectedRecords) * bucketsPerRecord));
	return Math.min(mostBuckets, Math.max(fewestBuckets, wanted));
}
