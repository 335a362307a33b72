import {listPhrases} from '../quality/list-phrases.js';
import {expectAtMost, type FigureGroup, formatPart} from './figure-group.js';

const mostShare = 0.05;
const fewestRecords = 40;
const mostListed = 25;
/** Phrases are thinned out after so many records: one that is in fewer than 1 of 1,000 records may be undercounted. */
const recordsBetweenThinning = 1_000;

/**
 * Phrases that come back from record to record, found without any list: lossy counting (Manku and Motwani, 2002), so
 * that memory does not grow with the set. Exact for up to 1,000 records.
 */
export function createPhrases(): FigureGroup {
	const counts = new Map<string, {count: number; missed: number}>();
	let records = 0;

	function thinOut(): void {
		const round = records / recordsBetweenThinning;
		for (const [phrase, {count, missed}] of counts) if (count + missed <= round) counts.delete(phrase);
	}

	return {
		add({npc_profile: {name}, npc_card_narrative: {dialogue_prose: prose}}) {
			records++;
			const missed = Math.floor((records - 1) / recordsBetweenThinning);
			for (const phrase of listPhrases(prose, name)) {
				const counted = counts.get(phrase);
				if (counted) counted.count++;
				else counts.set(phrase, {count: 1, missed});
			}
			if (records % recordsBetweenThinning === 0) thinOut();
		},
		read() {
			const top = [...counts]
				.map(([phrase, {count}]) => ({value: phrase, count}))
				.filter(({count}) => count > 1)
				.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
				.slice(0, mostListed);
			const [first] = top;
			return {
				section: {
					id: 'phrases',
					title: 'Phrases that come back',
					facts: [
						...top.map(({value, count}, index) => ({
							label: `phrase ${index + 1}`,
							value: `${value}: ${formatPart(count, records)}`,
						})),
						...(first ? [] : [{label: 'phrase 1', value: 'none comes back'}]),
					],
					charts: [
						{
							kind: 'bars',
							title: 'Phrases of four words, by records',
							bars: top.slice(0, 15).map(({value, count}) => ({label: value, count})),
						},
					],
				},
				findings: [
					expectAtMost({
						id: 'phrase-reuse',
						title: 'Most frequent phrase of four words',
						share: first && records > 0 ? first.count / records : 0,
						most: mostShare,
						shown: first ? `${first.value}: ${formatPart(first.count, records)}` : 'none comes back',
						why: 'a phrase that comes back is learned as the way to say it',
						isTooSmall: records < fewestRecords,
					}),
				],
				figures: {records, phrases: top},
			};
		},
	};
}
