import {isMisread, type Judgement} from '../domain/judgement.js';
import {type Doubt, findDoubt} from '../domain/review.js';
import type {RunStore} from './ports.js';

const mostListed = 500;

/** What counts and is worth a look, the most doubtful first. The latest judgement of a record is the one that holds. */
export async function listDoubts(
	store: Pick<RunStore, 'countedInteractions'>,
	judgements: readonly Judgement[],
): Promise<Doubt[]> {
	const misread = new Map(
		judgements.map(({id, wanted, named}) => [id, named !== null && isMisread(wanted, named)]),
	);
	const doubts: Doubt[] = [];
	for await (const interaction of store.countedInteractions()) {
		const doubt = findDoubt(interaction, misread.get(interaction.training_metadata.id) ?? false);
		if (doubt) doubts.push(doubt);
	}
	return doubts.toSorted((one, other) => other.weight - one.weight).slice(0, mostListed);
}
