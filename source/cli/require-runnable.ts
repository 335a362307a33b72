import {leastContextTokens} from '../engines/doctor/least-context.js';
import {remedyFor} from '../engines/doctor/remedies.js';
import {UserError} from '../pipeline/errors.js';
import type {Engine, EngineInspection} from '../pipeline/ports.js';
import {requireModel} from './open-engine.js';

/** `requireModel` for a run: a context that its longer prompts do not fit is the user's mistake too. */
export async function requireRunnable(engine: Engine): ReturnType<typeof requireModel> {
	const inspection = await requireModel(engine);
	if (inspection.model.contextTokens < leastContextTokens) throw tooSmall(engine, inspection);
	return inspection;
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
