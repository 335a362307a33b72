import {type Judgement, keepLatest} from '../domain/judgement.js';
import {countRoles, describeMisreading, tellsRolesApart} from '../domain/misreading.js';
import {type Doubt, findDoubt} from '../domain/review.js';
import type {RunStore} from './ports.js';

const mostListed = 500;

/** What counts and is worth a look, the most doubtful first. The latest judgement of a record is the one that holds. */
export async function listDoubts(
	store: Pick<RunStore, 'countedInteractions'>,
	judgements: readonly Judgement[],
): Promise<Doubt[]> {
	const misreadings = findMisreadings(judgements);
	const doubts: Doubt[] = [];
	for await (const interaction of store.countedInteractions()) {
		const doubt = findDoubt(interaction, misreadings.get(interaction.training_metadata.id));
		if (doubt) doubts.push(doubt);
	}
	return doubts.toSorted((one, other) => other.weight - one.weight).slice(0, mostListed);
}

function findMisreadings(judgements: readonly Judgement[]): Map<string, string> {
	const byJudge = Map.groupBy(judgements, ({judge}) => judge);
	const tellsRoles = new Map(
		[...byJudge].map(([judge, own]) => [judge, tellsRolesApart(countRoles(keepLatest(own)))]),
	);
	const misreadings = new Map<string, string>();
	for (const judgement of keepLatest(judgements)) {
		const misreading = describeMisreading(judgement, {tellsRoles: tellsRoles.get(judgement.judge) === true});
		if (misreading !== undefined) misreadings.set(judgement.id, misreading);
	}
	return misreadings;
}
