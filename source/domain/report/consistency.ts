import {cellOfReadable, type ReadableInteraction} from '../legacy-interaction.js';
import {computeOutcomes} from '../outcomes.js';
import {capacityBands} from '../parameter-space.js';
import {relationshipLevels, type UrgencyLevel, urgencyLevels, urgencyMultipliers} from '../situation.js';
import {expectNone, type FigureGroup, formatPart} from './figure-group.js';

/** Numbers are written with one decimal, so sums of a few of them may be off by this. */
const tolerance = 0.051;

type Check = {id: string; title: string; isBroken(record: ReadableInteraction): boolean};

const checks: readonly Check[] = [
	{
		id: 'level-whole',
		title: 'relationship level is no whole number',
		isBroken: ({npc_profile: {relationship_level: level}}) => !Number.isInteger(level),
	},
	{
		id: 'trust-in-band',
		title: 'trust lies outside the band of its relationship level',
		isBroken: ({npc_profile: {relationship_level: level, trust}}) => !isInside(trust, bandsOf(level)?.trust),
	},
	{
		id: 'interactions-in-band',
		title: 'interaction count lies outside the band of its relationship level',
		isBroken: ({npc_profile: {relationship_level: level, interaction_count: count}}) =>
			!isInside(count, bandsOf(level)?.interactions),
	},
	{
		id: 'support-reach',
		title: 'can support up to is not effective capacity + 2, at most 10',
		isBroken: ({npc_emotional_state: {effective_capacity: effective, can_support_up_to: reach}}) =>
			Math.abs(Math.min(10, effective + 2) - reach) > tolerance,
	},
	{
		id: 'impacts-sum',
		title: 'impacts do not sum to effective less base capacity',
		isBroken: ({npc_emotional_state: state}) => {
			const sum = state.capacity_factors.reduce((all, {impact}) => all + impact, 0);
			return Math.abs(state.effective_capacity - state.base_capacity - sum) > tolerance;
		},
	},
	{
		id: 'capacity-in-band',
		title: 'effective capacity lies outside the band of its level',
		isBroken: record => {
			const cell = cellOfReadable(record);
			return !cell || !isInside(record.npc_emotional_state.effective_capacity, capacityBands[cell.capacity]);
		},
	},
	{
		id: 'urgency-agrees',
		title: 'urgency level and multiplier disagree',
		isBroken: ({interaction_context: context}) => {
			const level = urgencyOf(context.urgency_level);
			return level === undefined || urgencyMultipliers[level] !== context.urgency_multiplier;
		},
	},
	{
		id: 'outcomes-agree',
		title: 'trust change is not what the rules compute',
		isBroken: record => {
			const cell = cellOfReadable(record);
			const urgency = urgencyOf(record.interaction_context.urgency_level);
			if (!cell || !urgency) return true;
			const outcomes = computeOutcomes({
				cell,
				trust: record.npc_profile.trust,
				effectiveCapacity: record.npc_emotional_state.effective_capacity,
				supportNeeded: record.interaction_context.support_needed,
				urgency,
			});
			const written = record.game_outcomes.relationship_trust_change;
			return Math.abs(outcomes.relationship_trust_change - written) > 0.0051;
		},
	},
];

function bandsOf(level: number) {
	return relationshipLevels.find(known => known.level === Math.floor(level));
}

function isInside(value: number, band: {min: number; max: number} | undefined): boolean {
	return band !== undefined && value >= band.min - 1e-9 && value <= band.max + 1e-9;
}

function urgencyOf(text: string): UrgencyLevel | undefined {
	return urgencyLevels.find(known => known === text);
}

/** Whether the numbers of a record agree with each other, as the rules of the game say they must. */
export function createConsistency(): FigureGroup {
	const broken = checks.map(() => 0);
	let records = 0;
	return {
		add(record) {
			records++;
			for (const [index, check] of checks.entries()) {
				if (check.isBroken(record)) broken[index] = (broken[index] as number) + 1;
			}
		},
		read() {
			return {
				section: {
					id: 'consistency',
					title: 'Numbers that contradict each other',
					facts: checks.map(({title}, index) => ({
						label: title,
						value: formatPart(broken[index] as number, records),
					})),
					charts: [],
				},
				findings: checks.map(({id, title}, index) =>
					expectNone({
						id,
						title: `Records whose ${title}`,
						count: broken[index] as number,
						total: records,
						why: 'numbers that contradict each other teach that they mean nothing',
					}),
				),
				figures: Object.fromEntries(checks.map(({id}, index) => [id, broken[index]])),
			};
		},
	};
}
