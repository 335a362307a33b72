import {EngineError, UserError} from '../pipeline/errors.js';
import {failures} from '../pipeline/failure.js';
import {openTimings} from '../store/timings.js';
import {
	type EarlierRuns,
	type EngineState,
	type Launcher,
	type RunChoice,
	trialCount,
} from '../ui/launcher.js';
import {appVersion} from './app-version.js';
import type {OpenedRun} from './begin-run.js';
import {editText} from './edit-text.js';
import {hostsOfEngine} from './hosts-of-engine.js';
import {type Arguments, type EngineName, engineNames} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';
import {createSettingsPort} from './settings-port.js';

/**
 * What the screen may ask of disk and engines. Engines, store and pipeline are read when they are asked for, not before:
 * the first frame must not wait for them.
 *
 * `runs` gets each run as soon as it is put together.
 */
export async function createLauncher(
	given: Arguments,
	settings: Settings,
	runs: {begin(opened: OpenedRun): void; endTrial(): Promise<void>},
): Promise<Launcher> {
	let timings = await openTimings();
	const port = createSettingsPort(settings);
	const initialChoice = chooseInitially(given, settings);
	return {
		version: appVersion(),
		engine: settings.engine,
		model: settings.model,
		hosts: hostsOfEngine(settings, settings.engine),
		engines: engineNames,
		settings: port,
		...(initialChoice && {initialChoice}),
		inspectEngine: engine => describeEngine(engine, settings),
		earlierRuns: () => listEarlier(settings.outputFolder),
		estimateMs(engine, model) {
			const seconds = timings.readEstimate({engine, model});
			return seconds && {lowMs: seconds.low * 1_000, highMs: seconds.high * 1_000};
		},
		editText,
		async endTrial() {
			await runs.endTrial();
			timings = await openTimings();
		},
		async start(choice) {
			const opened = await openChoice(given, settings, choice);
			for (const notice of opened.notices) opened.run.giveNotice(notice);
			runs.begin(opened);
			return {controls: opened.run, facts: opened.facts, isTrial: choice.kind === 'trial'};
		},
	};
}

function chooseInitially(given: Arguments, settings: Settings): RunChoice | undefined {
	if (given.resume !== undefined) return {kind: 'resume', runId: given.resume};
	if (given.count === undefined) return undefined;
	return {kind: 'new', count: given.count, engine: settings.engine, model: settings.model};
}

async function openChoice(given: Arguments, settings: Settings, choice: RunChoice): Promise<OpenedRun> {
	const {openNewRun, openUnfinishedRun} = await import('./open-run.js');
	const opening = {given, settings, isFullScreen: true};
	if (choice.kind === 'resume') return openUnfinishedRun(opening, choice.runId);
	if (choice.kind === 'extend') {
		const {count} = choice;
		// The target is what is changed here; whatever the command line said was said of the trial already.
		const raised = {...given, count, engine: undefined, model: undefined, world: undefined};
		return openUnfinishedRun({...opening, given: raised, isRaised: true}, choice.runId);
	}
	const count = choice.kind === 'trial' ? trialCount : choice.count;
	return openNewRun(opening, {model: choice.model, count, engine: checkEngineName(choice.engine)});
}

function checkEngineName(name: string): EngineName {
	const engine = engineNames.find(known => known === name);
	if (engine) return engine;
	throw new UserError(`there is no engine \`${name}\``, {hint: `choose one of ${engineNames.join(', ')}`});
}

async function describeEngine(name: string, settings: Settings): Promise<EngineState> {
	const {inspectEngine, openEngine} = await import('./open-engine.js');
	const {ollamaCommand} = await import('../engines/ollama/ollama-command.js');
	try {
		const chosen = checkEngineName(name);
		const engine = openEngine({...settings, engine: chosen, hosts: hostsOfEngine(settings, chosen)});
		const {version, host, models, model} = await inspectEngine(engine);
		return {
			status: 'ready',
			version,
			host,
			models: models.map(other => other.name),
			hasModel: model !== undefined,
			...(engine.name === 'ollama' && {pullCommand: ollamaCommand(engine.pool?.hosts[0] ?? host, 'pull')}),
		};
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		return {status: 'away', reason: error.message, remedy: await remedyOf(error, {name, settings})};
	}
}

async function remedyOf(
	{failure}: EngineError,
	{name, settings}: {name: string; settings: Settings},
): Promise<string> {
	if (failure !== 'unreachable') return failures[failure].remedy;
	const {remedyFor} = await import('../engines/doctor/remedies.js');
	const [host = ''] = hostsOfEngine(settings, checkEngineName(name));
	const {remedy, command} = remedyFor('away', {name, model: settings.model, host});
	return `${remedy} \`${command}\``;
}

async function listEarlier(outputFolder: string): Promise<EarlierRuns> {
	const {listRuns} = await import('../store/list-runs.js');
	const atRest = (await listRuns(outputFolder)).flatMap(run =>
		run.state === 'broken' || run.state === 'running' ? [] : [run],
	);
	const unfinished = atRest.filter(run => run.accepted < run.requested);
	return {unfinished, hasFinished: unfinished.length < atRest.length};
}
