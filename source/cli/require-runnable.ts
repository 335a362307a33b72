import {leastContextTokens} from '../engines/doctor/least-context.js';
import {remedyFor} from '../engines/doctor/remedies.js';
import {EngineError, UserError} from '../pipeline/errors.js';
import type {Engine, EngineInspection} from '../pipeline/ports.js';
import {requireModel} from './open-engine.js';

const preferredContextTokens = 4_096;

/**
 * `requireModel` for a run: a context that its longer prompts do not fit and a file that cannot be loaded are the user's
 * mistake too. What is loaded in this process is loaded now: only that shows whether it can be.
 */
export async function requireRunnable(engine: Engine): ReturnType<typeof requireModel> {
	const inspection = await requireModel(engine);
	if (inspection.model.contextTokens < leastContextTokens) throw tooSmall(engine, inspection);
	await engine.load?.(contextOfRun(inspection.model)).catch((error: unknown) => {
		throw toUserError(engine, error);
	});
	return inspection;
}

/** `open`, with what was loaded in this process freed again where that fails. */
export async function orUnload<Value>(engine: Engine, open: () => Promise<Value>): Promise<Value> {
	try {
		return await open();
	} catch (error) {
		await unloadOwn(engine).catch(() => {});
		throw error;
	}
}

/** Frees what is loaded in this process; the memory of a server is the server's. */
export async function unloadOwn(holder: Pick<Engine, 'name' | 'unload'>): Promise<void> {
	if (holder.name === 'embedded') await holder.unload();
}

/** What a run asks for: prompt and answer together, in tokens. */
export function contextOfRun({contextTokens}: {contextTokens: number}): number {
	return Math.min(preferredContextTokens, contextTokens);
}

function toUserError({model}: Engine, error: unknown): unknown {
	if (!(error instanceof EngineError) || error.failure !== 'server-error') return error;
	const said = error.message.replace(/^The model/, `the model \`${model}\``).replace(/\.$/, '');
	return new UserError(said, {
		hint: 'take a smaller model or quantisation where it does not fit the memory, or fetch a file that is not whole again',
		cause: error,
	});
}

function tooSmall(engine: Engine, {host: whole, model, hosts = []}: EngineInspection): UserError {
	const tokens = model?.contextTokens;
	const host = hosts.find(({contextTokens}) => contextTokens === tokens)?.host ?? whole;
	const {remedy, command} = remedyFor('small-context', {name: engine.name, model: engine.model, host});
	const others = hosts.length > 1 ? ', or leave that host out' : '';
	return new UserError(
		`the context of \`${engine.model}\` at \`${host}\` holds \`${tokens}\` tokens, and a run needs ${leastContextTokens}`,
		{hint: `${remedy} \`${command}\`${others}`},
	);
}
