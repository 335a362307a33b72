/** Scales and names of everything that is drawn for a situation, with the numbers that belong to each name. */
export const urgencyMultipliers = {routine: 1, important: 2, urgent: 3, crisis: 5} as const;
export type UrgencyLevel = keyof typeof urgencyMultipliers;
export const urgencyLevels = Object.keys(urgencyMultipliers) as UrgencyLevel[];

export const requestTypes = [
	'emotional_support',
	'practical_help',
	'advice',
	'vulnerability_share',
	'crisis_support',
] as const;
/** `crisis_support` only goes with urgency `crisis`. */
export type RequestType = (typeof requestTypes)[number];

export const hookTypes = ['mystery_hook', 'partial_reveal', 'contradiction', 'stakes_escalation'] as const;
export type HookType = (typeof hookTypes)[number];

export const timesOfDay = ['morning', 'afternoon', 'evening'] as const;
export type TimeOfDay = (typeof timesOfDay)[number];

export const pronounSets = ['she/her', 'he/him', 'they/them'] as const;
export type Pronouns = (typeof pronounSets)[number];

export const misjudgmentDirections = ['over', 'under'] as const;
export type MisjudgmentDirection = (typeof misjudgmentDirections)[number];

/** Bands of level 1-5: interactions so far, and trust 0-1. */
export const relationshipLevels = [
	{level: 1, name: 'Stranger', interactions: {min: 0, max: 5}, trust: {min: 0, max: 0.2}},
	{level: 2, name: 'Acquaintance', interactions: {min: 6, max: 15}, trust: {min: 0.2, max: 0.4}},
	{level: 3, name: 'Friend', interactions: {min: 16, max: 30}, trust: {min: 0.4, max: 0.6}},
	{level: 4, name: 'Close Friend', interactions: {min: 31, max: 75}, trust: {min: 0.6, max: 0.8}},
	{level: 5, name: 'Best Friend', interactions: {min: 76, max: 200}, trust: {min: 0.8, max: 1}},
] as const;
