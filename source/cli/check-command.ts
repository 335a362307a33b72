import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {EngineError} from '../pipeline/errors.js';
import {failures} from '../pipeline/failure.js';
import type {Engine} from '../pipeline/ports.js';
import {exitCodes} from './exit-codes.js';
import {inspectEngine, openEngine} from './open-engine.js';
import type {Arguments} from './parse-arguments.js';
import {resolveSettings} from './resolve-settings.js';

type Finding = {ok: boolean; what: string; remedy?: string};

/** `check`: looks at the engine as a run would see it; one finding a line, exit 0 when all are good. */
export async function runCheckCommand(given: Arguments): Promise<number> {
	const settings = await resolveSettings(given);
	if (settings.engine === 'embedded') {
		const {prepareEmbedded} = await import('./prepare-embedded.js');
		await prepareEmbedded({model: settings.model, hasSaidYes: given.hasSaidYes});
	}
	const findings = await examine(openEngine(settings));
	for (const {ok, what, remedy} of findings) {
		process.stdout.write(`${ok ? 'ok    ' : 'wrong '} ${cleanForDisplay(what)}\n`);
		if (remedy) process.stdout.write(`       ${cleanForDisplay(remedy)}\n`);
	}
	return findings.every(({ok}) => ok) ? exitCodes.done : exitCodes.failed;
}

async function examine(engine: Engine): Promise<Finding[]> {
	try {
		return await examineReachable(engine);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		return [{ok: false, what: error.message, remedy: failures[error.failure].remedy}];
	}
}

async function examineReachable(engine: Engine): Promise<Finding[]> {
	const inspection = await inspectEngine(engine);
	const names = inspection.models.map(({name}) => name).join(', ') || 'none';
	const findings: Finding[] = [
		{ok: true, what: `${inspection.engine} ${inspection.version} answers at ${inspection.host}`},
	];
	const {model} = inspection;
	if (!model) {
		const remedy = `fetch it: ollama pull ${engine.model}`;
		return [
			...findings,
			{ok: false, what: `the model ${engine.model} is not there; models: ${names}`, remedy},
		];
	}
	return [
		...findings,
		{ok: true, what: `the model ${model.name} is there (${model.digest.slice(0, 12)})`},
		{ok: true, what: model.canThink ? 'it can think; thinking is switched off' : 'it does not think'},
		{ok: true, what: `its context holds ${model.contextTokens} tokens`},
	];
}
