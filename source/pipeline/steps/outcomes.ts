import type {Draw} from '../../domain/draw.js';
import type {GameOutcomes} from '../../domain/interaction.js';
import {computeOutcomes} from '../../domain/outcomes.js';

/** Step 5: nothing is written, all of it follows from the draws. */
export function runOutcomesStep(draw: Draw): GameOutcomes {
	return computeOutcomes({
		cell: draw.cell,
		trust: draw.trust,
		effectiveCapacity: draw.effectiveCapacity,
		supportNeeded: draw.supportNeeded,
		urgency: draw.urgency,
	});
}
