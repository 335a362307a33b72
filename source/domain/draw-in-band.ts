import type {Band} from './parameter-space.js';
import type {Random} from './random.js';

/**
 * Two decimals inside a band of the 0-1 scale. Neighbouring bands share an edge, which belongs to the upper one, so
 * that a value lies in exactly one band; only the top of the scale is included.
 */
export function drawInBand(random: Random, band: Band): number {
	return random.twoDecimals(band.min, band.max === 1 ? 1 : band.max - 0.01);
}
