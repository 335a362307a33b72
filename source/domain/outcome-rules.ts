import type {AuthenticityTarget, ComplexityType} from './parameter-space.js';
import type {UrgencyLevel} from './situation.js';

/** Everything that `computeOutcomes` reads off a table: a corrected rule set is another value of this type. */
export type OutcomeRules = {
	name: string;
	/** Base impact on trust, by whether the request can be met in full. */
	base: Record<'met' | 'unmet', Record<AuthenticityTarget, number>>;
	/** A complexity type that is not listed counts 1. */
	oceanModifiers: Partial<Record<ComplexityType, number>>;
	urgencyMultipliers: Record<UrgencyLevel, number>;
	/** The first entry that matches holds; below and above are exclusive. */
	trustModifiers: {below: {trust: number; modifier: number}; above: {trust: number; modifier: number}};
	honestyBonus: Record<AuthenticityTarget, number>;
	/** Upper limits, exclusive, of the unrounded size; what is larger is MAJOR. */
	impactTierLimits: {VERY_MINOR: number; MINOR: number; MODERATE: number};
	emotionalImpactFactor: number;
	/** Flat when the request cannot be met, else per point of support needed. */
	capacityCost: {unmet: number; perSupportPoint: number};
	/** A larger change unlocks, and so does this urgency whatever the change. */
	evolution: {size: number; urgency: UrgencyLevel};
};

/**
 * Rule set of the Python pipeline, version 2.2; source: domain guide, section 5.
 *
 * Known flaw, kept on purpose: the multipliers amplify gains too, so lashing out can earn more trust than calm.
 */
export const outcomeRulesV22: OutcomeRules = {
	name: 'v2.2',
	base: {
		met: {failed: 0.1, struggling: 0.1, authentic: 0.1, excellent: 0.2},
		unmet: {failed: -0.4, struggling: -0.25, authentic: -0.15, excellent: -0.15},
	},
	oceanModifiers: {people_pleasing: 0.85, defensive_lashing: 1.3},
	urgencyMultipliers: {routine: 1, important: 2, urgent: 3, crisis: 5},
	trustModifiers: {below: {trust: 0.3, modifier: 0.8}, above: {trust: 0.7, modifier: 1.2}},
	honestyBonus: {failed: 0, struggling: 0, authentic: 0.12, excellent: 0.12},
	impactTierLimits: {VERY_MINOR: 0.1, MINOR: 0.3, MODERATE: 0.6},
	emotionalImpactFactor: 2,
	capacityCost: {unmet: -0.3, perSupportPoint: -0.2},
	evolution: {size: 0.5, urgency: 'crisis'},
};
