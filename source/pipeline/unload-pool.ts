import {UnwrittenError} from './errors.js';
import type {PoolHost} from './pool-host.js';
import type {UnloadResult} from './ports.js';

/**
 * Of a host that is away nobody knows what it still holds: it is asked too. Throws `UnwrittenError` with the reason of the
 * first that refused, once all have answered.
 */
export async function unloadPool(hosts: readonly PoolHost[]): Promise<UnloadResult> {
	const answers = await Promise.allSettled(hosts.map(({engine}) => engine.unload()));
	const [refusal, ...others] = answers.flatMap(answer =>
		answer.status === 'rejected' ? [(answer.reason as Error).message] : [],
	);
	if (refusal !== undefined) {
		throw new UnwrittenError(`on ${1 + others.length} of ${answers.length} hosts: ${refusal}`);
	}
	const isKept = answers.some(answer => answer.status === 'fulfilled' && answer.value === 'kept');
	return isKept ? 'kept' : 'unloaded';
}
