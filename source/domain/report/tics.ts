import {findStockPhrases, stockPhrases} from '../quality/stock-phrases.js';
import {expectAtMost, type FigureGroup, formatPart} from './figure-group.js';
import {createTally} from './tally.js';

const mostShare = 0.1;
const fewestRecords = 20;

/** Stock phrases by records, with the list that was looked for. */
export function createTics(): FigureGroup {
	const found = createTally();
	let records = 0;
	let without = 0;
	return {
		add({npc_card_narrative: {dialogue_prose: prose}}) {
			records++;
			const phrases = findStockPhrases(prose);
			if (phrases.length === 0) without++;
			for (const phrase of phrases) found.add(phrase);
		},
		read() {
			const names = [...new Set(stockPhrases.map(({meaning}) => meaning))];
			const [first] = found.top(1);
			const count = first?.count ?? 0;
			return {
				section: {
					id: 'tics',
					title: 'Stock phrases',
					facts: [
						{label: 'records without any stock phrase', value: formatPart(without, records)},
						...names.map(name => ({
							label: `stock phrase ${name}`,
							value: formatPart(found.countOf(name), records),
						})),
					],
					charts: [
						{
							kind: 'bars',
							title: 'Stock phrases, by records',
							bars: names.map(label => ({label, count: found.countOf(label)})),
						},
					],
				},
				findings: [
					expectAtMost({
						id: 'stock-phrases',
						title: 'Most frequent stock phrase',
						share: records === 0 ? 0 : count / records,
						most: mostShare,
						shown: first ? `${first.value}: ${formatPart(count, records)}` : 'none',
						why: 'what every tenth scene says, every scene of the model will say',
						isTooSmall: records < fewestRecords,
					}),
				],
				lists: stockPhrases.map(({meaning, pattern}, index) => ({
					label: `stock phrase ${index + 1}, ${meaning}`,
					value: pattern.source,
				})),
				figures: {
					records,
					without,
					phrases: found.top(),
					list: stockPhrases.map(({meaning, pattern}) => ({meaning, pattern: String(pattern)})),
				},
			};
		},
	};
}
