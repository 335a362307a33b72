import {areOtherWeights} from '../pipeline/are-other-weights.js';
import type {EngineInspection} from '../pipeline/ports.js';

/**
 * A sentence for whatever tells another digest of the model, where that does not prove other weights. `before`: that of the
 * run, where one is gone on with. One that proves them is left to those who refuse it.
 */
export function noteUnverified(
	{host, model, hosts = []}: EngineInspection,
	before = model?.digest,
): string[] {
	const told = hosts.length > 0 ? hosts : [{host, digest: model?.digest}];
	return told.flatMap(({host, digest}) => {
		if (!digest || !before || digest === before || areOtherWeights(digest, before)) return [];
		return `${host} tells \`${digest}\` of the model, not \`${before}\`: whether its weights are the same cannot be verified`;
	});
}
