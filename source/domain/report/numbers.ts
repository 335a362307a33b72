import type {ReadableInteraction} from '../legacy-interaction.js';
import {type Chart, expectAtMost, type FigureGroup, type Finding, formatPart} from './figure-group.js';
import {createTally, formatDistinct, nameLid, type Tally} from './tally.js';

type NumberField = {
	id: string;
	title: string;
	/** Where the same value in many records means that it was copied and not drawn, and the share from which on. */
	mostShare?: number;
	read(record: ReadableInteraction): number | readonly number[];
};

const spread = 0.25;

/** Trait and outcome values have 41 to 500 places to fall; a quarter on one of them is no draw. */
const fields: readonly NumberField[] = [
	{id: 'trust', title: 'trust', mostShare: spread, read: record => record.npc_profile.trust},
	{
		id: 'interaction_count',
		title: 'interaction count',
		mostShare: spread,
		read: record => record.npc_profile.interaction_count,
	},
	{
		id: 'base_capacity',
		title: 'base capacity',
		mostShare: spread,
		read: record => record.npc_emotional_state.base_capacity,
	},
	{
		id: 'effective_capacity',
		title: 'effective capacity',
		mostShare: spread,
		read: record => record.npc_emotional_state.effective_capacity,
	},
	{
		id: 'can_support_up_to',
		title: 'can support up to',
		read: record => record.npc_emotional_state.can_support_up_to,
	},
	{
		id: 'impacts',
		title: 'impact of a capacity factor',
		read: record => record.npc_emotional_state.capacity_factors.map(({impact}) => impact),
	},
	{
		id: 'support_needed',
		title: 'support needed',
		mostShare: spread,
		read: record => record.interaction_context.support_needed,
	},
	...(['openness', 'conscientiousness', 'extraversion', 'agreeableness', 'neuroticism'] as const).map(
		trait => ({
			id: trait,
			title: trait,
			mostShare: spread,
			read: (record: ReadableInteraction) => record.npc_ocean_personality[trait],
		}),
	),
	{
		id: 'authenticity_score',
		title: 'authenticity score',
		read: record => record.training_metadata.authenticity_score,
	},
	{
		id: 'relationship_trust_change',
		title: 'trust change',
		read: record => record.game_outcomes.relationship_trust_change,
	},
	{
		id: 'player_emotional_impact',
		title: 'emotional impact on the player',
		read: record => record.game_outcomes.player_emotional_impact,
	},
	{
		id: 'npc_capacity_cost',
		title: 'capacity cost',
		read: record => record.game_outcomes.npc_capacity_cost,
	},
];

const fewestRecords = 20;

/** The distribution of every number of a record, and whether one value of it was copied again and again. */
export function createNumbers(): FigureGroup {
	const tallies = fields.map(field => ({field, tally: createTally(2_000)}));
	return {
		add(record) {
			for (const {field, tally} of tallies) {
				for (const value of [field.read(record)].flat()) tally.add(String(value));
			}
		},
		read() {
			return {
				section: {
					id: 'numbers',
					title: 'Numbers',
					facts: tallies.map(({field, tally}) => ({label: field.title, value: describe(tally)})),
					charts: tallies.flatMap(({field, tally}) => chart(field.title, tally)),
				},
				findings: tallies.flatMap(({field, tally}) => judge(field, tally)),
				figures: Object.fromEntries(tallies.map(({field, tally}) => [field.id, summarize(tally)])),
			};
		},
	};
}

type Summary = {
	count: number;
	distinct: number;
	min: number;
	max: number;
	mean: number;
	most_frequent: {value: number; count: number};
};

function summarize(tally: Tally): Summary | undefined {
	const values = tally.top().map(({value, count}) => ({value: Number(value), count}));
	const first = values[0];
	if (!first) return undefined;
	const counted = values.reduce((sum, {count}) => sum + count, 0);
	const sum = values.reduce((all, {value, count}) => all + value * count, 0);
	return {
		count: tally.total,
		distinct: tally.distinct,
		min: Math.min(...values.map(({value}) => value)),
		max: Math.max(...values.map(({value}) => value)),
		mean: Number((sum / counted).toFixed(3)),
		most_frequent: first,
	};
}

function describe(tally: Tally): string {
	const summary = summarize(tally);
	if (!summary) return 'none';
	const {min, max, mean, most_frequent: first, count} = summary;
	const often = `most often ${first.value}: ${formatPart(first.count, count)}`;
	return `${min} to ${max}, mean ${mean.toFixed(2)}, ${formatDistinct(tally)} different, ${often}${nameLid(tally)}`;
}

function judge({id, title, mostShare}: NumberField, tally: Tally): Finding[] {
	const [first] = tally.top(1);
	if (!first || mostShare === undefined) return [];
	return [
		expectAtMost({
			id: `${id}-drawn`,
			title: `Most frequent ${title}`,
			share: first.count / tally.total,
			most: mostShare,
			shown: `${first.value}: ${formatPart(first.count, tally.total)}${nameLid(tally)}`,
			why: 'a number that a model copied from its prompt carries no meaning',
			isTooSmall: tally.total < fewestRecords,
		}),
	];
}

const binCount = 20;

function chart(title: string, tally: Tally): Chart[] {
	const summary = summarize(tally);
	if (!summary) return [];
	const {min, max} = summary;
	const width = (max - min || 1) / binCount;
	const bins = Array.from({length: binCount}, (_, index) => ({
		from: Number((min + index * width).toFixed(4)),
		to: Number((min + (index + 1) * width).toFixed(4)),
		count: 0,
	}));
	for (const {value, count} of tally.top()) {
		const bin = bins[Math.min(binCount - 1, Math.floor((Number(value) - min) / width))];
		if (bin) bin.count += count;
	}
	return [{kind: 'histogram', title, bins}];
}
