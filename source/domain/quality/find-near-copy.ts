import {nearCopySimilarity, sortedShingles} from './shingles.js';

type NearCopy = {id: string; similarity: number};

/** The prose of a whole run, searchable for near copies; grows by about 450 bytes a record. */
export type NearCopyIndex = {
	/** The most similar record from `nearCopySimilarity` on. */
	findNearCopy(prose: string): NearCopy | undefined;
	/** The most similar record that shares enough to be looked at, however little that is. */
	findClosest(prose: string): NearCopy | undefined;
	add(id: string, prose: string): void;
	remove(id: string): void;
	readonly size: number;
};

/**
 * A record is found by any 2 of its 16 smallest shingles, up to 4 very common ones left out: of 12 that are left, 2 are
 * shared in all but 0.3 % of the pairs at similarity 0.5, and in more above.
 */
const keysPerRecord = 16;
const fewestSharedKeys = 2;
const mostSkippedKeys = 4;
const commonChainLength = 100;

/**
 * Records stand in flat typed arrays: the sorted shingles of all of them in one pool, and chains of those that share a
 * small shingle (or its bucket: a chance meeting costs one comparison). The small shingles are a fair sample of a text, so only likely copies are compared, and those exactly.
 */
export function createNearCopyIndex(): NearCopyIndex {
	const ids: Array<string | undefined> = [];
	const numbers = new Map<string, number>();
	const pool = createPool();
	const chains = createChains();
	/** The step asks, then the gate: nothing has changed in between, most times. */
	let latest: {prose: string; answer: NearCopy | undefined} | undefined;

	function findClosest(prose: string): NearCopy | undefined {
		if (latest?.prose !== prose) latest = {prose, answer: searchClosest(prose)};
		return latest.answer;
	}

	function searchClosest(prose: string): NearCopy | undefined {
		const wanted = sortedShingles(prose);
		let best: NearCopy | undefined;
		for (const record of chains.candidates(wanted)) {
			const id = ids[record];
			if (id === undefined) continue;
			const similarity = pool.similarity(record, wanted);
			if (similarity > (best?.similarity ?? 0)) best = {id, similarity};
		}
		return best;
	}

	function remove(id: string): void {
		const record = numbers.get(id);
		if (record === undefined) return;
		latest = undefined;
		ids[record] = undefined;
		numbers.delete(id);
	}

	return {
		findClosest,
		remove,
		findNearCopy(prose) {
			const closest = findClosest(prose);
			return closest && closest.similarity >= nearCopySimilarity ? closest : undefined;
		},
		add(id, prose) {
			remove(id);
			latest = undefined;
			const sorted = sortedShingles(prose);
			numbers.set(id, ids.length);
			chains.add(sorted);
			pool.add(sorted);
			ids.push(id);
		},
		get size() {
			return numbers.size;
		},
	};
}

/** The sorted shingles of every record, end to end. */
function createPool() {
	let values = new Uint32Array(1024);
	let ends = new Uint32Array(64);
	let count = 0;
	return {
		add(sorted: Uint32Array) {
			const start = count === 0 ? 0 : (ends[count - 1] as number);
			values = withRoom(values, start + sorted.length);
			ends = withRoom(ends, count + 1);
			values.set(sorted, start);
			ends[count++] = start + sorted.length;
		},
		similarity(record: number, wanted: Uint32Array): number {
			const start = record === 0 ? 0 : (ends[record - 1] as number);
			return similarityOfSorted({values, start, end: ends[record] as number}, wanted);
		},
	};
}

/** Both sorted. Written with indexes: this is where a long run spends its time. */
function similarityOfSorted(stored: Stretch, wanted: Uint32Array): number {
	let shared = 0;
	let at = stored.start;
	let other = 0;
	while (at < stored.end && other < wanted.length) {
		const difference = (stored.values[at] as number) - (wanted[other] as number);
		if (difference === 0) shared++;
		if (difference <= 0) at++;
		if (difference >= 0) other++;
	}
	const all = stored.end - stored.start + wanted.length - shared;
	return all === 0 ? 0 : shared / all;
}

type Stretch = {values: Uint32Array; start: number; end: number};

function withRoom(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
	if (array.length >= length) return array;
	const grown = new Uint32Array(Math.max(length, Math.ceil(array.length * 1.5)));
	grown.set(array);
	return grown;
}

const bucketCount = 2 ** 20;

/** For each small shingle, the records that have it. Links are numbered from 1; 0 ends a chain. */
function createChains() {
	const heads = new Uint32Array(bucketCount);
	const lengths = new Uint32Array(bucketCount);
	let next = new Uint32Array(1024);
	let hits = new Uint8Array(64);
	let records = 0;

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

	/** Records that share 2 small shingles with `wanted`, or the only one there is. */
	function candidates(wanted: Uint32Array): number[] {
		if (hits.length < records) hits = new Uint8Array(Math.ceil(records * 1.5));
		const buckets = tellingKeys(wanted);
		const needed = Math.min(fewestSharedKeys, buckets.length);
		const touched: number[] = [];
		const found: number[] = [];
		for (const bucket of buckets) {
			for (let link = heads[bucket] as number; link !== 0; link = next[link] as number) {
				const record = Math.floor((link - 1) / keysPerRecord);
				const count = (hits[record] as number) + 1;
				hits[record] = count;
				if (count === 1) touched.push(record);
				if (count === needed) found.push(record);
			}
		}
		for (const record of touched) hits[record] = 0;
		return found;
	}

	return {
		candidates,
		add(sorted: Uint32Array) {
			const first = records * keysPerRecord + 1;
			next = withRoom(next, first + keysPerRecord);
			for (const [offset, key] of sorted.subarray(0, keysPerRecord).entries()) {
				const bucket = key % bucketCount;
				next[first + offset] = heads[bucket] as number;
				heads[bucket] = first + offset;
				lengths[bucket] = (lengths[bucket] as number) + 1;
			}
			records++;
		},
	};
}
