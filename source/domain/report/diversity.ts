import {hashRuns} from '../quality/hash-runs.js';
import {hashWords} from '../quality/hash-words.js';
import {createDistinctCounter} from './distinct-counter.js';
import type {FigureGroup, Finding} from './figure-group.js';

/** Distinct-n falls with the length of a text, so sets of different size are compared by stretches of this many words. */
const stretchWords = 3_000;

/** What the 49 records of v2.2 reach; a test measures it anew. */
export const referenceDistinct2 = 0.7554;

const sizes = [1, 2, 3] as const;

/** Distinct-n: different words, pairs and triples over all of them, per stretch of 3,000 words and in the whole set. */
export function createDiversity(): FigureGroup {
	const whole = sizes.map(size => ({size, counter: createDistinctCounter(), total: 0}));
	const stretch = sizes.map(size => ({size, seen: new Set<number>(), total: 0, shares: 0, stretches: 0}));
	let wordsInStretch = 0;

	function closeStretch(): void {
		for (const part of stretch) {
			part.shares += part.seen.size / part.total;
			part.stretches++;
			part.seen.clear();
			part.total = 0;
		}
		wordsInStretch = 0;
	}

	/** The mean over the whole stretches; a set that fills none is taken as it is. */
	function distinctPerStretch(part: (typeof stretch)[number]): number {
		if (part.stretches > 0) return part.shares / part.stretches;
		return part.total === 0 ? 0 : part.seen.size / part.total;
	}

	return {
		add({npc_card_narrative: {dialogue_prose: prose}}) {
			const words = hashWords(prose);
			for (const [index, size] of sizes.entries()) {
				const all = whole[index] as (typeof whole)[number];
				const part = stretch[index] as (typeof stretch)[number];
				for (const hash of hashRuns(words, size)) {
					all.counter.add(hash);
					all.total++;
					part.seen.add(hash);
					part.total++;
				}
			}
			wordsInStretch += words.length;
			if (wordsInStretch >= stretchWords) closeStretch();
		},
		read() {
			const shares = stretch.map(part => Number(distinctPerStretch(part).toFixed(4)));
			const isWhole = (stretch[0]?.stretches ?? 0) > 0;
			const ofSet = whole.map(({counter, total}) =>
				total === 0 ? 0 : Number((counter.estimate / total).toFixed(4)),
			);
			return {
				section: {
					id: 'diversity',
					title: 'Distinct-n',
					facts: [
						...sizes.map((size, index) => ({
							label: `distinct-${size} per ${stretchWords} words`,
							value: `${shares[index]}${isWhole ? '' : ' (the set is shorter than that)'}`,
						})),
						...sizes.map((size, index) => ({
							label: `distinct-${size} of the whole set`,
							value: `${ofSet[index]} of ${whole[index]?.total ?? 0}`,
						})),
					],
					charts: [],
				},
				findings: [judge(shares[1] ?? 0, isWhole)],
				figures: {
					stretch_words: stretchWords,
					per_stretch: Object.fromEntries(sizes.map((size, index) => [`distinct_${size}`, shares[index]])),
					whole_set: Object.fromEntries(sizes.map((size, index) => [`distinct_${size}`, ofSet[index]])),
					stretches: stretch[0]?.stretches ?? 0,
				},
			};
		},
	};
}

function judge(share: number, isWhole: boolean): Finding {
	return {
		id: 'distinct-2',
		title: `Different pairs of words in ${stretchWords} words`,
		value: share,
		shown: share.toFixed(4),
		threshold: `above ${referenceDistinct2}, what v2.2 reached`,
		verdict: isWhole ? (share > referenceDistinct2 ? 'fits' : 'harms') : 'unknown',
		why: 'a set that repeats its phrases teaches a model to repeat itself',
	};
}
