import {hashWords} from './hash-words.js';
import {scanWords} from './scan-words.js';

const runLength = 6;

type WordHashes = {hashes: Int32Array; count: number};

/** Share of the prose's 6-word runs that stand in the source word for word, 0-1: what a model copied from its prompt. */
export function echoShare(prose: string, source: string): number {
	const words = wordsOf(prose);
	const given = scanWords(source) ?? wordsOf(source);
	const starts = createStarts(words);
	const isCopied = new Uint8Array(words.count);
	for (let place = 0; place + runLength <= given.count; place++) {
		for (let start = starts.first(given, place); start >= 0; start = starts.next(start)) {
			if (isSameRun({words, start}, {words: given, start: place})) isCopied[start] = 1;
		}
	}
	return shareOfRuns(isCopied);
}

/** Share of the prose's 6-word runs that stood in it before, 0-1: what a model says twice. */
export function repeatShare(prose: string): number {
	const words = wordsOf(prose);
	const starts = createStarts(words);
	const isRepeated = new Uint8Array(words.count);
	for (let start = words.count - runLength; start >= 0; start--) {
		for (let later = starts.next(start); later >= 0; later = starts.next(later)) {
			if (isSameRun({words, start}, {words, start: later})) isRepeated[later] = 1;
		}
	}
	return shareOfRuns(isRepeated);
}

function wordsOf(prose: string): WordHashes {
	const hashes = hashWords(prose);
	return {hashes, count: hashes.length};
}

/** A power of two, a good deal more than a dialogue has words: most pairs of words of a prompt find nothing. */
const bucketCount = 1_024;

/** For one text at a time: a new one for each would be most of what this costs. */
const heads = new Int32Array(bucketCount);

/** Where each pair of words stands, or one that falls into its bucket, in order; -1 for nowhere any more. */
function createStarts(words: WordHashes) {
	heads.fill(-1);
	const following = new Int32Array(words.count);
	for (let place = words.count - 1; place >= 0; place--) {
		const bucket = bucketOf(words, place);
		following[place] = heads[bucket] as number;
		heads[bucket] = place;
	}
	return {
		first: (text: WordHashes, place: number) => heads[bucketOf(text, place)] as number,
		next: (place: number) => following[place] as number,
	};
}

function bucketOf({hashes, count}: WordHashes, place: number): number {
	const next = place + 1 < count ? (hashes[place + 1] as number) : 0;
	const pair = Math.imul(hashes[place] as number, 31) + next;
	return Math.imul(pair ^ (pair >>> 15), 0x85ebca6b) >>> 22;
}

type Run = {words: WordHashes; start: number};

function isSameRun(first: Run, second: Run): boolean {
	if (Math.max(first.start - first.words.count, second.start - second.words.count) + runLength > 0)
		return false;
	for (let offset = 0; offset < runLength; offset++) {
		if (first.words.hashes[first.start + offset] !== second.words.hashes[second.start + offset]) return false;
	}
	return true;
}

function shareOfRuns(isCounted: Uint8Array): number {
	const runs = isCounted.length - runLength + 1;
	let counted = 0;
	for (const one of isCounted) counted += one;
	return runs > 0 ? counted / runs : 0;
}
