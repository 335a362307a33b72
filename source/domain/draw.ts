import type {Cell} from './parameter-space.js';
import type {
	HookType,
	MisjudgmentDirection,
	Pronouns,
	RequestType,
	TimeOfDay,
	UrgencyLevel,
} from './situation.js';

/** OCEAN personality, each 1.0-5.0 with one decimal. */
export type Ocean = {
	openness: number;
	conscientiousness: number;
	extraversion: number;
	agreeableness: number;
	neuroticism: number;
};

/**
 * Every number and fact of one interaction, drawn by code before any model call.
 *
 * Depends on run seed and plan index alone: a refill and a shard draw the same.
 * Capacities and support are on the 0-10 scale with one decimal; trust 0-1 and authenticity score 0-1 with two.
 */
export type Draw = {
	planIndex: number;
	cell: Cell;
	name: string;
	pronouns: Pronouns;
	ageBand: string;
	occupation: string;
	venue: string;
	timeOfDay: TimeOfDay;
	relationshipLevel: number;
	relationshipName: string;
	trust: number;
	interactionCount: number;
	ocean: Ocean;
	baseCapacity: number;
	effectiveCapacity: number;
	/** `min(10, effective + 2)`. */
	canSupportUpTo: number;
	/** 1-3 negative impacts, one decimal, summing exactly to effective - base. */
	factorImpacts: number[];
	supportNeeded: number;
	urgency: UrgencyLevel;
	requestType: RequestType;
	hookType: HookType;
	authenticityScore: number;
	/** Only for complexity `misjudgment`. */
	misjudgmentDirection?: MisjudgmentDirection;
	/** What the request is about, from `world/subjects.txt`. */
	subject: string;
	/** A concrete thing the hook hangs on, from `world/objects.txt`; its words are what the prose must surface. */
	hookObject: string;
	/** What drains the NPC: one topic per factor impact, from `world/drains.txt`. */
	drains: string[];
	/** How the prose opens, from `world/openings.txt`. */
	opening: string;
	/** Prose style, from `world/styles.txt`. */
	style: string;
	/** A concrete sensory detail, from `world/senses.txt`. */
	sense: string;
	/** A small physical action in the base form ("fold a receipt"), from `world/actions.txt`. */
	action: string;
};

/** Support needed minus effective capacity, rounded to one decimal before it is compared with 2. */
export function supportGap(draw: Pick<Draw, 'supportNeeded' | 'effectiveCapacity'>): number {
	return Number((draw.supportNeeded - draw.effectiveCapacity).toFixed(1));
}
