import {areOtherWeights} from './are-other-weights.js';
import {AbortedError, EngineError} from './errors.js';
import type {PoolHost} from './pool-host.js';
import type {EngineInspection} from './ports.js';

type Answer = {host: PoolHost; inspection?: EngineInspection; problem: string | undefined};

/**
 * Asks every host what it has. The inspection is that of the first one which has the model, with the smallest context of
 * those that have it, else of the first one which answers; it lists what each said. `digest`: what the model has to be, once that is known; another counts as a problem.
 * Throws the first host's error where none answers.
 */
export async function inspectPool(
	hosts: PoolHost[],
	signal: AbortSignal,
	digest: string | undefined,
): Promise<{inspection: EngineInspection; answers: Answer[]}> {
	const settled = await Promise.allSettled(hosts.map(({engine}) => engine.inspect(signal)));
	const answers = settled.map((result, index) => judge(hosts[index] as PoolHost, result, digest));
	const usable = answers.find(({problem}) => problem === undefined) ?? answers.find(each => each.inspection);
	if (!usable?.inspection) throw (settled[0] as PromiseRejectedResult).reason;
	return {
		inspection: {...usable.inspection, ...findModel(usable.inspection, answers), ...summarise(answers)},
		answers,
	};
}

/** Every host must hold the prompts, whichever it is that gets them. */
function findModel({model}: EngineInspection, answers: Answer[]): Pick<EngineInspection, 'model'> {
	if (!model) return {};
	const models = answers.flatMap(({inspection, problem}) =>
		problem === undefined && inspection?.model ? [inspection.model] : [],
	);
	const [smallest] = models.toSorted((one, other) => one.contextTokens - other.contextTokens);
	const {contextTokens, isContextAssumed} = smallest ?? model;
	const {isContextAssumed: _, ...rest} = model;
	return {model: {...rest, contextTokens, ...(isContextAssumed && {isContextAssumed})}};
}

function judge(
	host: PoolHost,
	result: PromiseSettledResult<EngineInspection>,
	digest: string | undefined,
): Answer {
	if (result.status === 'rejected') {
		const {reason} = result;
		if (!(reason instanceof EngineError || reason instanceof AbortedError)) throw reason;
		return {host, problem: reason.message};
	}
	const inspection = result.value;
	const {model} = inspection;
	if (!model) return {host, inspection, problem: `it has no model ${host.engine.model}`};
	const isOther = digest !== undefined && areOtherWeights(model.digest, digest);
	return {
		host,
		inspection,
		problem: isOther ? 'its model has other weights than the run began with' : undefined,
	};
}

function summarise(answers: Answer[]) {
	const hosts = answers.map(({host, inspection, problem}) => ({
		host: host.name,
		...(inspection?.model && {
			digest: inspection.model.digest,
			contextTokens: inspection.model.contextTokens,
		}),
		...(problem !== undefined && {problem}),
	}));
	return {hosts};
}
