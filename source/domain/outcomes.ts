import {supportGap} from './draw.js';
import type {GameOutcomes} from './interaction.js';
import {type OutcomeRules, outcomeRulesV22} from './outcome-rules.js';
import {type Cell, supportReach} from './parameter-space.js';
import type {UrgencyLevel} from './situation.js';

export type OutcomeInput = {
	cell: Pick<Cell, 'complexity' | 'authenticity'>;
	/** 0-1. */
	trust: number;
	/** 0-10. */
	effectiveCapacity: number;
	/** 0-10. */
	supportNeeded: number;
	urgency: UrgencyLevel;
};

/**
 * What the moment does to the game: trust, the player's mood, the NPC's capacity. Step 5, no model involved.
 *
 * `trust change = base * ocean * urgency * trust modifier + honesty bonus`. Not clamped: under v2.2 the reachable
 * range is -3.12 to +1.68. Tier, emotional impact and cost come from the unrounded values.
 */
export function computeOutcomes(input: OutcomeInput, rules: OutcomeRules = outcomeRulesV22): GameOutcomes {
	const isMet = supportGap(input) <= supportReach;
	const parts = trustParts(input, rules);
	const change = parts.base * parts.ocean * parts.urgency * parts.trust + parts.bonus;
	const size = Math.abs(change);
	return {
		relationship_trust_change: rounded(change, 2),
		trust_calculation: {
			base_action_impact: parts.base,
			ocean_personality_modifier: `${pythonFloat(parts.ocean)} (${input.cell.complexity})`,
			urgency_multiplier: parts.urgency,
			trust_relationship_modifier: parts.trust,
			honesty_authenticity_bonus: parts.bonus,
			full_formula: formula(parts, change),
			impact_tier: impactTier(size, rules),
		},
		player_emotional_impact: rounded(rules.emotionalImpactFactor * change, 1),
		npc_capacity_cost: isMet
			? rounded(rules.capacityCost.perSupportPoint * input.supportNeeded, 1)
			: rules.capacityCost.unmet,
		unlocks_card_evolution: size > rules.evolution.size || input.urgency === rules.evolution.urgency,
	};
}

type TrustParts = {base: number; ocean: number; urgency: number; trust: number; bonus: number};

function trustParts(input: OutcomeInput, rules: OutcomeRules): TrustParts {
	const {complexity, authenticity} = input.cell;
	const reach = supportGap(input) <= supportReach ? 'met' : 'unmet';
	return {
		base: rules.base[reach][authenticity],
		ocean: rules.oceanModifiers[complexity] ?? 1,
		urgency: rules.urgencyMultipliers[input.urgency],
		trust: trustModifier(input.trust, rules),
		bonus: rules.honestyBonus[authenticity],
	};
}

function trustModifier(trust: number, {trustModifiers: {below, above}}: OutcomeRules): number {
	if (trust < below.trust) {
		return below.modifier;
	}
	return trust > above.trust ? above.modifier : 1;
}

function impactTier(size: number, {impactTierLimits: limits}: OutcomeRules) {
	if (size < limits.VERY_MINOR) {
		return 'VERY_MINOR';
	}
	if (size < limits.MINOR) {
		return 'MINOR';
	}
	return size < limits.MODERATE ? 'MODERATE' : 'MAJOR';
}

function formula(parts: TrustParts, change: number): string {
	const factors = [parts.base, parts.ocean, parts.urgency, parts.trust].map(pythonFloat).join(' * ');
	return `(${factors}) + ${pythonFloat(parts.bonus)} = ${rounded(change, 2).toFixed(2)}`;
}

/** As Python's repr prints a float, for readers of the old files: at least one decimal. */
function pythonFloat(value: number): string {
	return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

// Adding 0 turns -0 into 0.
function rounded(value: number, decimals: number): number {
	return Number(value.toFixed(decimals)) + 0;
}
