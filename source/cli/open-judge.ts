import {type BlindReader, createBlindReader} from '../pipeline/blind-reader.js';
import {UserError} from '../pipeline/errors.js';
import {parseJudgePrompt} from '../pipeline/judge-prompt.js';
import type {Engine} from '../pipeline/ports.js';
import type {PromptBook} from '../pipeline/prompt-book.js';
import {defaultPromptFolder, loadJudgePrompt} from '../store/prompt-files.js';
import type {JudgeChoice} from './choose-judge.js';
import {hostsOfEngine, readHosts} from './hosts-of-engine.js';
import {openEngine, requireModel} from './open-engine.js';
import {type EngineName, engineNames} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';

/** What a run is made with. */
type MadeWith = {engine: string; model: string; hosts: string[]};

const mostContextTokens = 4_096;

/** Throws `UserError` for an engine that reads nothing and a model that is not there, `EngineError` for one away. */
export async function openJudge(parts: {
	choice: JudgeChoice;
	settings: Settings;
	run: MadeWith;
	labels: PromptBook['labels'];
	/** The engine of a run under way. */
	runEngine?: Engine;
}): Promise<BlindReader> {
	const {choice, settings, run, labels} = parts;
	const prompt = parseJudgePrompt(await loadJudgePrompt(defaultPromptFolder));
	const name = readJudgeEngine(choice.engine ?? run.engine);
	const model = choice.model ?? run.model;
	const engine =
		findShared(parts.runEngine, {name, model}) ??
		openEngine({
			engine: name,
			model,
			hosts: chooseHosts(parts, name),
			stallTimeoutMs: settings.stallTimeoutMs,
		});
	const {digest, contextTokens} = (await requireModel(engine)).model;
	return createBlindReader({
		engine,
		modelDigest: digest,
		prompt,
		labels,
		contextTokens: Math.min(mostContextTokens, contextTokens),
	});
}

/** Within the process each engine has weights of its own: two of the same would hold them twice. */
function findShared(engine: Engine | undefined, {name, model}: {name: string; model: string}) {
	return name === 'embedded' && engine?.name === name && engine.model === model ? engine : undefined;
}

/** The run's hosts are those of the run's engine. */
function chooseHosts({choice, settings, run}: Parameters<typeof openJudge>[0], name: EngineName): string[] {
	if (choice.host !== undefined) return readHosts(name, [choice.host]);
	const isOfRun = name === run.engine && run.hosts.length > 0;
	return isOfRun ? run.hosts : hostsOfEngine(settings, name);
}

function readJudgeEngine(name: string): EngineName {
	const engine = engineNames.find(known => known === name);
	if (engine !== undefined && engine !== 'rehearsal') return engine;
	const problem = engine === 'rehearsal' ? 'reads nothing and cannot judge' : 'is not known to this version';
	throw new UserError(`the engine \`${name}\` ${problem}`, {
		hint: 'name one with --judge-engine and its model with --judge-model',
	});
}
