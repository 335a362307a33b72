import {parseHost} from '../engines/parse-host.js';
import {type BlindReader, createBlindReader} from '../pipeline/blind-reader.js';
import {UserError} from '../pipeline/errors.js';
import {parseJudgePrompt} from '../pipeline/judge-prompt.js';
import type {PromptBook} from '../pipeline/prompt-book.js';
import {defaultPromptFolder, loadJudgePrompt} from '../store/prompt-files.js';
import {openEngine, requireModel} from './open-engine.js';
import {type Arguments, type EngineName, engineNames} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';

const mostContextTokens = 4_096;

/**
 * The blind reader that was asked for; what `--judge-…` leaves open is as in the run. Throws `UserError` for an engine
 * that reads nothing and a model that is not there, `EngineError` when the engine is away.
 */
export async function openJudge(parts: {
	given: Arguments;
	settings: Settings;
	/** What the run is made with. */
	run: {engine: string; model: string; hosts: string[]};
	labels: PromptBook['labels'];
}): Promise<BlindReader> {
	const {given, settings, run, labels} = parts;
	const prompt = parseJudgePrompt(await loadJudgePrompt(defaultPromptFolder));
	const engine = openEngine({
		engine: readJudgeEngine(given.judgeEngine ?? run.engine),
		model: given.judgeModel ?? run.model,
		hosts: chooseHosts(parts),
		stallTimeoutMs: settings.stallTimeoutMs,
	});
	const {model} = await requireModel(engine);
	const contextTokens = Math.min(mostContextTokens, model.contextTokens);
	return createBlindReader({engine, modelDigest: model.digest, prompt, labels, contextTokens});
}

function chooseHosts({given, settings, run}: Parameters<typeof openJudge>[0]): string[] {
	if (given.judgeHost !== undefined) return [parseHost(given.judgeHost)];
	return given.hosts || run.hosts.length === 0 ? settings.hosts : run.hosts;
}

function readJudgeEngine(name: string): EngineName {
	const engine = engineNames.find(known => known === name);
	if (engine !== undefined && engine !== 'rehearsal') return engine;
	const problem = engine === 'rehearsal' ? 'reads nothing and cannot judge' : 'is not known to this version';
	throw new UserError(`the engine \`${name}\` ${problem}`, {
		hint: 'name one with --judge-engine and its model with --judge-model',
	});
}
