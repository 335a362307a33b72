import {UnwrittenError} from './errors.js';
import type {Clock, Engine, UnloadResult} from './ports.js';

/** Whoever has a model loaded: the engine of a run, or the reader that judges it. `name`: of the engine. */
export type ModelHolder = Pick<Engine, 'name' | 'host' | 'model' | 'unload'>;

export type Unloading = {status: 'unloaded' | 'no-model'} | {status: 'kept'; reason: string};

const longestUnloadMs = 30_000;

/**
 * Frees the memory of every model that a run uses. One that engine and judge share is unloaded once; where each has its
 * own, the reason says whose stayed.
 */
export async function unloadModels(
	{engine, judge}: {engine: ModelHolder; judge: ModelHolder | undefined},
	clock: Clock,
): Promise<Unloading> {
	if (!judge || isSameModel(engine, judge)) return unloadOne(engine, clock);
	const [own, read] = await Promise.all([unloadOne(engine, clock), unloadOne(judge, clock)]);
	const kept = [nameKept(own, `the run's ${engine.model}`), nameKept(read, `the judge's ${judge.model}`)];
	const reason = kept.filter(each => each !== undefined).join('; ');
	if (reason !== '') return {status: 'kept', reason};
	return {status: [own, read].some(({status}) => status === 'unloaded') ? 'unloaded' : 'no-model'};
}

function isSameModel(one: ModelHolder, other: ModelHolder): boolean {
	return one.name === other.name && one.host === other.host && one.model === other.model;
}

function nameKept(unloading: Unloading, whose: string): string | undefined {
	return unloading.status === 'kept' ? `${whose}: ${unloading.reason}` : undefined;
}

async function unloadOne(holder: ModelHolder, clock: Clock): Promise<Unloading> {
	try {
		const status = await unloadInTime(holder, clock);
		return status === 'kept' ? {status, reason: `${holder.name} has no way to unload it`} : {status};
	} catch (error) {
		return {status: 'kept', reason: `could not unload: ${(error as Error).message}`};
	}
}

/** A server that does not answer must not keep a pause from being reached. */
async function unloadInTime(holder: ModelHolder, clock: Clock): Promise<UnloadResult> {
	const over = new AbortController();
	const late = clock.sleep(longestUnloadMs, over.signal).then((): UnloadResult => {
		if (over.signal.aborted) return 'kept';
		throw new UnwrittenError('the engine does not answer');
	});
	try {
		return await Promise.race([holder.unload(), late]);
	} finally {
		over.abort();
	}
}
