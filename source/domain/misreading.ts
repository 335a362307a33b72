import {isMisread, type Judgement} from './judgement.js';

/** Of the readings of one judge: how many there are, and in how many the roles are swapped. */
export type RolesCount = {swapped: number; read: number};

export function countRoles(judgements: Iterable<Pick<Judgement, 'named'>>): RolesCount {
	const count = {swapped: 0, read: 0};
	for (const {named} of judgements) noteRoles(count, named);
	return count;
}

/** What was no answer says nothing of roles either. */
export function noteRoles(count: RolesCount, named: Judgement['named']): void {
	if (!named) return;
	count.read++;
	if (named.roles === 'swapped') count.swapped++;
}

/** Of fewer readings nothing is said of a judge. */
export const fewestReadings = 8;

/** Small judges call the roles of nearly every text swapped: it only counts of one that says so of less than half. */
export function tellsRolesApart({swapped, read}: RolesCount): boolean {
	return read >= fewestReadings && swapped * 2 < read;
}

/** What a judge saw that was not meant, in words; undefined where it agrees or gave no answer. */
export function describeMisreading(
	{wanted, named}: Pick<Judgement, 'wanted' | 'named'>,
	{tellsRoles}: {tellsRoles: boolean},
): string | undefined {
	if (!named) return undefined;
	const isSwapped = tellsRoles && named.roles === 'swapped';
	if (!isMisread(wanted, named)) {
		return isSwapped ? 'read with the roles swapped: it is "you" who is asked for support' : undefined;
	}
	const read = `made as ${wanted.complexity} and ${wanted.authenticity}, read as ${named.complexity} and ${named.authenticity}`;
	return isSwapped ? `${read}, with the roles swapped` : read;
}
