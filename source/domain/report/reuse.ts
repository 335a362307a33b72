import type {ReadableInteraction} from '../legacy-interaction.js';
import {expectAtMost, type FigureGroup, type Finding, formatPart, formatShare} from './figure-group.js';
import {createTally, formatDistinct, nameLid, type Tally} from './tally.js';

const reused: ReadonlyArray<{
	id: string;
	title: string;
	/** Variations of a scene share it by design. */
	isOfScene: boolean;
	read(record: ReadableInteraction): string | null | undefined;
}> = [
	{id: 'names', isOfScene: true, title: 'name', read: record => record.npc_profile.name},
	{id: 'venues', isOfScene: true, title: 'venue', read: record => record.interaction_context.location},
	{id: 'occupations', isOfScene: true, title: 'occupation', read: record => record.npc_profile.occupation},
	{
		id: 'hooks',
		isOfScene: false,
		title: 'hook text',
		read: record => record.tension_memory.tension_hook.element,
	},
	{
		id: 'actions',
		isOfScene: false,
		title: 'action',
		read: record => record.npc_card_narrative.primary_action,
	},
];

/** Different ones that are told apart, more than of other fields: they are short, and a verdict rests on their number. */
const mostNames = 100_000;
const mostListed = 10;
const fewestRecords = 40;
/** Of records under a name of their own, as far as the list of names reaches. */
const leastUnique = 0.9;
/** One venue, however short the list. */
const mostVenueShare = 0.05;

/** How often names, places and things come back. `nameCount`: names there are to draw from, where that is known. */
export function createReuse({
	nameCount,
}: {
	nameCount?: (() => number | undefined) | undefined;
} = {}): FigureGroup {
	const tallies = reused.map(field => ({
		...field,
		tally: createTally(field.id === 'names' ? mostNames : undefined),
	}));
	return {
		add(record, {isNewScene}) {
			for (const {read, tally, isOfScene} of tallies) {
				if (isOfScene && !isNewScene) continue;
				const value = read(record)?.trim();
				if (value) tally.add(value);
			}
		},
		read() {
			const tallyOf = (id: string) => tallies.find(field => field.id === id)?.tally ?? createTally();
			return {
				section: {
					id: 'reuse',
					title: 'Names and places that come back',
					facts: tallies.flatMap(({title, tally}) => listFacts(title, tally)),
					charts: tallies.slice(0, 2).map(({title, tally}) => ({
						kind: 'bars',
						title: `Most frequent ${title}`,
						bars: tally.top(mostListed).map(({value, count}) => ({label: value, count})),
					})),
				},
				findings: [judgeNames(tallyOf('names'), nameCount?.()), ...judgeVenue(tallyOf('venues'))],
				figures: Object.fromEntries(
					tallies.map(({id, tally}) => [
						id,
						{
							records: tally.total,
							distinct: tally.distinct,
							not_told_apart: tally.others,
							most_frequent: tally.top(mostListed),
						},
					]),
				),
			};
		},
	};
}

function listFacts(title: string, tally: Tally) {
	if (tally.total === 0) return [{label: `different ${title}s`, value: 'none given'}];
	const top = tally.top(mostListed).filter(({count}) => count > 1);
	const four = top.slice(0, 4).reduce((sum, {count}) => sum + count, 0);
	return [
		{label: `different ${title}s`, value: `${formatDistinct(tally)} in ${tally.total}`},
		...(top.length > 0
			? [
					{
						label: `most frequent ${title}s`,
						value: top.map(({value, count}) => `${value} ${count}`).join(', ') + nameLid(tally),
					},
					{label: `the four most frequent ${title}s`, value: formatPart(four, tally.total) + nameLid(tally)},
				]
			: []),
	];
}

function judgeNames(tally: Tally, nameCount: number | undefined): Finding {
	const reachable = Math.min(tally.total, nameCount ?? tally.total);
	const shareOf = (distinct: number) => (reachable === 0 ? 0 : Math.min(1, distinct / reachable));
	const share = shareOf(tally.distinct);
	const mayFit = tally.total === 0 || shareOf(tally.distinct + tally.others) >= leastUnique;
	return {
		id: 'names-unique',
		title: 'Names of their own',
		value: share,
		shown: `${formatDistinct(tally)} names for ${tally.total} scenes (${formatShare(share)})`,
		threshold: `at least ${formatShare(leastUnique)}${reachable < tally.total ? ` of the ${reachable} names there are` : ''}`,
		verdict: share >= leastUnique ? 'fits' : mayFit ? 'unknown' : 'harms',
		why: 'a name that comes back is learned together with what its bearer did',
	};
}

function judgeVenue(tally: Tally): Finding[] {
	const [first] = tally.top(1);
	if (!first) return [];
	return [
		expectAtMost({
			id: 'venues-varied',
			title: 'Most frequent venue',
			share: first.count / tally.total,
			most: mostVenueShare,
			shown: `${first.value}: ${formatPart(first.count, tally.total)}${nameLid(tally)}`,
			why: 'a set that plays in one place teaches that place',
			isTooSmall: tally.total < fewestRecords,
		}),
	];
}
