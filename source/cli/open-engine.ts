import {createEmbeddedEngine} from '../engines/embedded/create-embedded-engine.js';
import {createOllamaEngine} from '../engines/ollama/create-ollama-engine.js';
import {ollamaCommand} from '../engines/ollama/ollama-command.js';
import {createOpenAiEngine} from '../engines/openai/create-openai-engine.js';
import {createRehearsalEngine} from '../engines/rehearsal/create-rehearsal-engine.js';
import {systemClock} from '../engines/system-clock.js';
import {areOtherWeights} from '../pipeline/are-other-weights.js';
import {EngineError, UserError} from '../pipeline/errors.js';
import {createHostPool} from '../pipeline/host-pool.js';
import type {Engine, EngineInspection} from '../pipeline/ports.js';
import {importEmbeddedPackage} from './embedded-package.js';
import {findModelFile} from './find-model-file.js';
import {followProxies} from './follow-proxies.js';
import type {EngineName} from './parse-arguments.js';

export type EngineChoice = {
	engine: EngineName;
	model: string;
	hosts: string[];
	stallTimeoutMs: number | undefined;
	/** Interactions at once, where the engine has to make room for them beforehand. */
	parallel?: number | 'auto';
};

const usualSequences = 4;

/** The engine by its name. A test may slow rehearsal down by `UNWRITTEN_REHEARSAL_DELAY_MS`, to watch it write. */
export function openEngine(choice: EngineChoice): Engine {
	if (choice.engine === 'rehearsal') {
		return createRehearsalEngine({pieceDelayMs: Number(process.env.UNWRITTEN_REHEARSAL_DELAY_MS ?? 0)});
	}
	if (choice.engine === 'embedded') return openEmbedded(choice);
	followProxies();
	const engines = choice.hosts.map(host => openHost(choice, host));
	return engines.length > 1 ? createHostPool({engines, clock: systemClock}) : (engines[0] as Engine);
}

function openEmbedded({model, parallel, stallTimeoutMs}: EngineChoice): Engine {
	return createEmbeddedEngine({
		model,
		sequences: typeof parallel === 'number' ? parallel : usualSequences,
		importModule: importEmbeddedPackage,
		findModelFile: () => findModelFile(model),
		...(stallTimeoutMs !== undefined && {stallTimeoutMs}),
	});
}

function openHost({engine, model, stallTimeoutMs}: EngineChoice, host: string): Engine {
	const options = {host, model, ...(stallTimeoutMs !== undefined && {stallTimeoutMs})};
	if (engine === 'openai') return createOpenAiEngine({...options, ...keyOfEnvironment()});
	return createOllamaEngine(options);
}

/** Keys come from the environment alone: what stands in an option or a file is shown and kept. */
function keyOfEnvironment(): {apiKey?: string} {
	const apiKey = process.env.UNWRITTEN_API_KEY ?? process.env.OPENAI_API_KEY;
	return apiKey === undefined ? {} : {apiKey};
}

const inspectTimeoutMs = 8_000;

/** Asks the engine what it has; `EngineError` when it is away. */
export async function inspectEngine(engine: Engine): Promise<EngineInspection> {
	try {
		return await engine.inspect(AbortSignal.timeout(inspectTimeoutMs));
	} catch (error) {
		if (error instanceof EngineError) throw error;
		throw new EngineError('unreachable', `the engine at \`${engine.host}\` does not answer`, {cause: error});
	}
}

/** The inspection with its model; the user's mistake when the engine does not have it. */
export async function requireModel(
	engine: Engine,
): Promise<EngineInspection & {model: NonNullable<EngineInspection['model']>}> {
	const inspection = await inspectEngine(engine);
	const {model} = inspection;
	refuseMixedModels(engine, inspection);
	if (model) return {...inspection, model};
	const names = inspection.models.map(({name}) => name);
	const others = names.length > 0 ? `; it has ${names.slice(0, 8).join(', ')}` : '; it has no model yet';
	throw new UserError(`the engine at \`${engine.host}\` has no model \`${engine.model}\`${others}`, {
		hint: hintForMissingModel(engine),
	});
}

function hintForMissingModel({name, model, host, pool}: Engine): string {
	if (name === 'embedded') return 'give the path of a .gguf file, or a `hf:` name, with --model';
	if (name !== 'ollama') return 'name one that it has with --model';
	const command = ollamaCommand(pool?.hosts[0] ?? host, `pull ${model}`);
	const where = pool ? ' on each host, the first' : '';
	return `fetch it${where} with \`${command}\`, or name another with --model`;
}

/** One set, one model: the same name may stand for other weights on another host. */
function refuseMixedModels({name}: Engine, {hosts = [], model}: EngineInspection): void {
	const other = model && hosts.find(({digest = ''}) => areOtherWeights(digest, model.digest));
	if (!other) return;
	const mend =
		name === 'ollama'
			? `fetch the model anew there (\`${ollamaCommand(other.host, `pull ${model.name}`)}\`)`
			: 'serve the same weights there';
	throw new UserError(
		`the host \`${other.host}\` has other weights under the name \`${model.name}\` than the first one`,
		{hint: `${mend}, or leave that host out`},
	);
}
