import {UnwrittenError} from './errors.js';
import type {PoolHost} from './pool-host.js';
import type {UnloadResult} from './ports.js';
import {shortHost} from './short-host.js';

/**
 * Of a host that is away nobody knows what it still holds: it is asked too. Throws `UnwrittenError` with the names of those
 * that did not obey, once all have answered or failed.
 */
export async function unloadPool(hosts: readonly PoolHost[]): Promise<UnloadResult> {
	const answers = await Promise.allSettled(hosts.map(({engine}) => engine.unload()));
	const full = hosts.filter((_, at) => answers[at]?.status === 'rejected').map(({name}) => name);
	if (full.length > 0) {
		const names = shortHost(full.join(', '));
		throw new UnwrittenError(`${names} (${full.length} of ${hosts.length} hosts)`);
	}
	const isKept = answers.some(answer => answer.status === 'fulfilled' && answer.value === 'kept');
	return isKept ? 'kept' : 'unloaded';
}
