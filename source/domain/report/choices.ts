import type {ReadableInteraction} from '../legacy-interaction.js';
import {hookTypes, pronounSets, requestTypes, timesOfDay, urgencyLevels} from '../situation.js';
import {expectAtMost, type FigureGroup, type Finding, formatPart} from './figure-group.js';
import {createTally, type Tally} from './tally.js';

type Choice = {
	id: string;
	title: string;
	/** Every value that can be drawn; an even draw gives each the same share. */
	values: readonly string[];
	read(record: ReadableInteraction): string | undefined;
};

const choices: readonly Choice[] = [
	{
		id: 'urgency',
		title: 'urgency',
		values: urgencyLevels,
		read: record => record.interaction_context.urgency_level,
	},
	{
		id: 'time',
		title: 'time of day',
		values: timesOfDay,
		read: record => record.interaction_context.time_context ?? undefined,
	},
	{
		id: 'hook',
		title: 'hook type',
		values: hookTypes,
		read: record => record.tension_memory.tension_hook.type,
	},
	{
		id: 'request',
		title: 'request type',
		values: requestTypes,
		read: record => record.interaction_context.player_request_type,
	},
	{
		id: 'level',
		title: 'relationship level',
		values: ['1', '2', '3', '4', '5'],
		read: record => String(record.npc_profile.relationship_level),
	},
	{id: 'pronouns', title: 'pronouns', values: pronounSets, read: record => record.npc_profile.pronouns},
];

/** A value is too frequent from twice its even share on; with three values that is two thirds. */
const timesEvenShare = 2;
const fewestRecords = 20;

/** What is chosen from a short list, urgency or time of day: a draw gives every value about its even share. */
export function createChoices(): FigureGroup {
	const tallies = choices.map(choice => ({choice, tally: createTally()}));
	return {
		add(record) {
			for (const {choice, tally} of tallies) tally.add(choice.read(record) ?? '(none)');
		},
		read() {
			return {
				section: {
					id: 'choices',
					title: 'What is chosen from a list',
					facts: tallies.flatMap(({choice, tally}) =>
						listed(choice, tally).map(value => ({
							label: `${choice.title} ${value}`,
							value: formatPart(tally.countOf(value), tally.total),
						})),
					),
					charts: tallies.map(({choice, tally}) => ({
						kind: 'bars',
						title: `Records by ${choice.title}`,
						bars: listed(choice, tally).map(label => ({label, count: tally.countOf(label)})),
					})),
				},
				findings: tallies.flatMap(({choice, tally}) => judge(choice, tally)),
				figures: Object.fromEntries(tallies.map(({choice, tally}) => [choice.id, tally.top()])),
			};
		},
	};
}

const mostListed = 12;

/** The values that can be drawn, then what else was found. */
function listed({values}: Choice, tally: Tally): string[] {
	const found = tally.top(mostListed).map(({value}) => value);
	return [...values, ...found.filter(value => !values.includes(value))];
}

function judge({id, title, values}: Choice, tally: Tally): Finding[] {
	const [first] = tally.top(1);
	if (!first || first.value === '(none)') return [];
	return [
		expectAtMost({
			id: `${id}-varied`,
			title: `Most frequent ${title}`,
			share: first.count / tally.total,
			most: timesEvenShare / values.length,
			shown: `${first.value}: ${formatPart(first.count, tally.total)}`,
			why: `a model that only sees one ${title} cannot answer another`,
			isTooSmall: tally.total < fewestRecords,
		}),
	];
}
