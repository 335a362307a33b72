import {type Draw, supportGap} from '../../draw.js';
import {
	type AuthenticityTarget,
	type Cell,
	type ComplexityType,
	supportReach,
} from '../../parameter-space.js';
import {type Signal, signals} from './signals.js';
import {readSpoken} from './spoken-text.js';

/** A signal that a dialogue of these labels must show, or must not. */
export type Expectation = {signal: Signal; shows: boolean};

type Row = Expectation & {
	complexities?: readonly ComplexityType[];
	authenticities?: readonly AuthenticityTarget[];
	/** Only where more is asked than can be given. */
	isBeyondReach?: true;
};

const honest = ['struggling', 'authentic', 'excellent'] as const;
const kind = ['authentic', 'excellent'] as const;
const unkind = ['failed', 'struggling'] as const;
const peaceful = [
	'baseline',
	'people_pleasing',
	'misjudgment',
	'emotional_shutdown',
	'over_commitment',
	'avoidance',
] as const;

/** From the domain guide, section 1, and `prompts/labels.md`. What a row leaves open holds for every value. */
const table: readonly Row[] = [
	{signal: 'limit', shows: true, authenticities: honest, isBeyondReach: true},
	{signal: 'offer', shows: true, authenticities: kind},
	{signal: 'guilt', shows: false, authenticities: ['excellent']},
	{signal: 'attack', shows: false, complexities: peaceful},
	{
		signal: 'attack',
		shows: true,
		complexities: ['defensive_lashing'],
		authenticities: [...unkind, 'authentic'],
	},
	{signal: 'attack', shows: false, complexities: ['defensive_lashing'], authenticities: ['excellent']},
	{signal: 'promise', shows: true, complexities: ['people_pleasing'], authenticities: ['failed']},
	{signal: 'promise', shows: false, complexities: ['emotional_shutdown'], authenticities: unkind},
	{signal: 'withdrawal', shows: true, complexities: ['emotional_shutdown']},
	{signal: 'task', shows: true, complexities: ['over_commitment']},
	{signal: 'answer', shows: false, complexities: ['avoidance']},
	{signal: 'projection', shows: true, complexities: ['projection']},
	{signal: 'projection', shows: false, complexities: ['baseline']},
];

/** What is to be seen in a dialogue of this cell; `gap`: support needed minus effective capacity. */
export function expectedSignals(cell: Cell, gap: number): Expectation[] {
	return table
		.filter(
			({complexities, authenticities, isBeyondReach}) =>
				(complexities?.includes(cell.complexity) ?? true) &&
				(authenticities?.includes(cell.authenticity) ?? true) &&
				(!isBeyondReach || gap > supportReach),
		)
		.map(({signal, shows}) => ({signal, shows}));
}

/** Those of the expected signals that are not as the labels want them. */
export function findMissedSignals({prose, draw}: {prose: string; draw: Draw}): Expectation[] {
	const text = readSpoken(prose);
	return expectedSignals(draw.cell, supportGap(draw)).filter(
		({signal, shows}) => signals[signal](text) !== shows,
	);
}
