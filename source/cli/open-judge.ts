import {parseHost} from '../engines/parse-host.js';
import {type BlindReader, createBlindReader} from '../pipeline/blind-reader.js';
import {UserError} from '../pipeline/errors.js';
import {parseJudgePrompt} from '../pipeline/judge-prompt.js';
import type {Engine} from '../pipeline/ports.js';
import type {PromptBook} from '../pipeline/prompt-book.js';
import {defaultPromptFolder, loadJudgePrompt} from '../store/prompt-files.js';
import type {RunFile} from '../store/run-file.js';
import {hostsOfEngine, readHosts} from './hosts-of-engine.js';
import {openEngine, requireModel} from './open-engine.js';
import {type Arguments, type EngineName, engineNames} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';

/** Which reader is wanted; what is absent is as in the run. */
export type JudgeChoice = NonNullable<RunFile['settings']['judge']>;

/** What a run is made with. */
type MadeWith = {engine: string; model: string; hosts: string[]};

const mostContextTokens = 4_096;

/**
 * The reader that was asked for now, else the one that the run remembers; undefined where there is none. To name engine,
 * model or host of a judge is to ask for one; of the one that the run remembers, the rest is kept.
 */
export function chooseJudge(given: Arguments, kept?: JudgeChoice): JudgeChoice | undefined {
	const isAsked = given.judge || given.judgeGate;
	const isNamed = (given.judgeEngine ?? given.judgeModel ?? given.judgeHost) !== undefined;
	if (!isAsked && !isNamed) return kept;
	return {...completeJudge(given, kept), gate: isAsked ? given.judgeGate : (kept?.gate ?? false)};
}

/** What was named of a judge, and the rest as the run remembers it: whoever reads for it again is the same judge. */
export function completeJudge(given: Arguments, kept?: JudgeChoice): JudgeChoice {
	return {
		gate: false,
		// Model and host are those of an engine.
		...(given.judgeEngine === undefined && kept),
		...(given.judgeEngine && {engine: given.judgeEngine}),
		...(given.judgeModel && {model: given.judgeModel}),
		...(given.judgeHost && {host: refuseMalformed(given.judgeHost)}),
	};
}

/** Which port is meant without one is known once there is an engine: it is kept as it was typed. */
function refuseMalformed(host: string): string {
	parseHost(host);
	return host;
}

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
