import {countWords} from '../count-words.js';
import {proseLimits} from '../quality/trim-prose.js';
import {expectNone, type FigureGroup} from './figure-group.js';

/** Longer texts are counted in the last place. */
const mostWords = 400;
const binWidth = 10;

/** Words as we count them, beside what the record declares. */
export function createWordCounts(): FigureGroup {
	const counts = new Uint32Array(mostWords + 1);
	let records = 0;
	let sum = 0;
	let wrong = 0;
	let outside = 0;
	let largestError = 0;
	return {
		add({npc_card_narrative: narrative}) {
			const words = countWords(narrative.dialogue_prose);
			const error = Math.abs(words - narrative.word_count);
			const place = Math.min(words, mostWords);
			counts[place] = (counts[place] as number) + 1;
			records++;
			sum += words;
			if (error > 0) wrong++;
			if (words < proseLimits.minWords || words > proseLimits.maxWords) outside++;
			largestError = Math.max(largestError, error);
		},
		read() {
			const mean = records === 0 ? 0 : Number((sum / records).toFixed(1));
			const fewest = counts.findIndex(count => count > 0);
			const most = counts.findLastIndex(count => count > 0);
			const limits = `${proseLimits.minWords} to ${proseLimits.maxWords}`;
			return {
				section: {
					id: 'words',
					title: 'Word counts',
					facts: [
						{label: 'words, counted', value: records === 0 ? 'none' : `${fewest} to ${most}, mean ${mean}`},
						{label: 'declared word count wrong', value: `${wrong} of ${records}`},
						{label: 'largest error of a declared word count', value: String(largestError)},
						{label: `outside ${limits} words`, value: `${outside} of ${records}`},
					],
					charts: [{kind: 'histogram', title: 'Words of the dialogue', bins: binsOf(counts)}],
				},
				findings: [
					expectNone({
						id: 'word-count-true',
						title: 'Declared word counts that are wrong',
						count: wrong,
						total: records,
						why: 'a trainer that filters by length filters by a number somebody made up',
					}),
					expectNone({
						id: 'length',
						title: `Dialogues outside ${limits} words`,
						count: outside,
						total: records,
						why: 'the game has room for that many words',
					}),
				],
				figures: {records, mean, fewest, most, wrong, outside, largest_error: largestError},
			};
		},
	};
}

function binsOf(counts: Uint32Array) {
	const last = Math.max(
		proseLimits.maxWords,
		counts.findLastIndex(count => count > 0),
	);
	return Array.from({length: Math.floor(last / binWidth) + 1}, (_, index) => ({
		from: index * binWidth,
		to: (index + 1) * binWidth,
		count: counts.subarray(index * binWidth, (index + 1) * binWidth).reduce((sum, count) => sum + count, 0),
	}));
}
