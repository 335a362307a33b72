import {createNearCopyIndex} from '../quality/find-near-copy.js';
import {nearCopySimilarity} from '../quality/shingles.js';
import {expectNone, type FigureGroup} from './figure-group.js';

const mostListed = 50;

type Pair = {first: string; second: string; similarity: number};

/**
 * Records that nearly copy an earlier one, by exact Jaccard of their 3-word shingles. The only group whose memory grows
 * with the set: about 620 bytes a record.
 */
export function createNearCopies(): FigureGroup {
	const index = createNearCopyIndex();
	const pairs: Pair[] = [];
	let records = 0;
	let copies = 0;
	let closest: Pair | undefined;
	return {
		add(record) {
			records++;
			const {dialogue_prose: prose} = record.npc_card_narrative;
			const id = record.training_metadata.id ?? `record ${records}`;
			// The same record may come in twice, from a run and from its batch.
			const key = `${records} ${id}`;
			const found = index.findClosest(prose);
			index.add(key, prose);
			if (!found) return;
			const pair = {
				first: found.id.slice(found.id.indexOf(' ') + 1),
				second: id,
				similarity: Number(found.similarity.toFixed(3)),
			};
			if (pair.similarity > (closest?.similarity ?? 0)) closest = pair;
			if (found.similarity < nearCopySimilarity) return;
			copies++;
			if (pairs.length < mostListed) pairs.push(pair);
		},
		read() {
			return {
				section: {
					id: 'near-copies',
					title: 'Near copies',
					facts: [
						{label: 'records that nearly copy an earlier one', value: `${copies} of ${records}`},
						{
							label: 'most alike',
							value: closest
								? `${closest.similarity}: ${closest.first} and ${closest.second}`
								: 'none looked alike',
						},
						...pairs.map(({first, second, similarity}, place) => ({
							label: `near copy ${place + 1}`,
							value: `${second} of ${first}, ${similarity}`,
						})),
					],
					charts: [],
				},
				findings: [
					expectNone({
						id: 'near-copies',
						title: `Near copies (Jaccard ${nearCopySimilarity} or more)`,
						count: copies,
						total: records,
						why: 'copies weigh double, and in a test set they hide what was not learned',
					}),
				],
				figures: {records, copies, threshold: nearCopySimilarity, closest, pairs},
			};
		},
	};
}
