import {drawInBand} from './draw-in-band.js';
import type {Random} from './random.js';
import type {relationshipLevels} from './situation.js';

export type RelationshipDraw = {
	relationshipLevel: number;
	relationshipName: string;
	trust: number;
	interactionCount: number;
};

/** Trust (0-1, two decimals) and number of interactions so far, inside the bands of the level. */
export function drawRelationship(
	random: Random,
	level: (typeof relationshipLevels)[number],
): RelationshipDraw {
	return {
		relationshipLevel: level.level,
		relationshipName: level.name,
		trust: drawInBand(random, level.trust),
		interactionCount: random.integer(level.interactions.min, level.interactions.max),
	};
}
