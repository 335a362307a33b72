import {join} from 'node:path';
import {UnwrittenError} from '../pipeline/errors.js';
import {chooseJudge, type JudgeChoice} from './choose-judge.js';
import type {Arguments} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';

type UsedEngine = {engine: string; model: string};

/**
 * The engine of the run that is meant, and that of its judge. None for a run that cannot be read, which is said where it is
 * opened, and for a finished one on the screen, which may only be looked at.
 */
export async function listEngines(
	given: Arguments,
	settings: Settings,
	{isFullScreen = false} = {},
): Promise<UsedEngine[]> {
	if (given.resume === undefined) return withJudge(settings, chooseJudge(given));
	const latest = given.takeOver ? 'latest-incomplete' : 'latest-unfinished';
	const wanted = given.resume === 'latest' ? latest : given.resume;
	const found = await readRun(wanted, settings, {isFullScreen});
	if (!found || found.isOnlyLookedAt) return [];
	const {engine, model, judge} = found.settings;
	const run = {engine: given.engine ?? engine, model: given.model ?? model};
	return withJudge(run, chooseJudge(given, judge));
}

function withJudge(run: UsedEngine, judge: JudgeChoice | undefined): UsedEngine[] {
	return judge ? [run, judgeOf(run, judge)] : [run];
}

export function judgeOf(run: UsedEngine, {engine, model}: JudgeChoice): UsedEngine {
	return {engine: engine ?? run.engine, model: model ?? run.model};
}

/** The records, which may take long, are counted only where they decide. */
async function readRun(wanted: string, {outputFolder}: Settings, {isFullScreen}: {isFullScreen: boolean}) {
	const [{findRun}, {isFinished, readRunFile}, {countAcceptedIn}, {systemErrorCode}] = await Promise.all([
		import('../store/list-runs.js'),
		import('../store/run-file.js'),
		import('../store/count-accepted.js'),
		import('../store/system-failure.js'),
	]);
	try {
		const place = await findRun(outputFolder, wanted);
		const folder = join(place.outputFolder, 'runs', place.runId);
		const {data} = await readRunFile(folder);
		const mayBeLookedAt = isFullScreen && data.state === 'finished';
		const isOnlyLookedAt = mayBeLookedAt && isFinished(data, await countAcceptedIn(folder));
		return {settings: data.settings, isOnlyLookedAt};
	} catch (error) {
		if (error instanceof UnwrittenError || systemErrorCode(error)) return undefined;
		throw error;
	}
}

/** What runs in the process is fetched after a yes, before a screen has the terminal. Throws `UserError` without one. */
export async function prepareEngines(used: UsedEngine[], {hasSaidYes}: Arguments): Promise<void> {
	const models = used.filter(({engine}) => engine === 'embedded').map(({model}) => model);
	if (models.length === 0) return;
	const {prepareEmbedded} = await import('./prepare-embedded.js');
	for (const model of new Set(models)) await prepareEmbedded({model, hasSaidYes});
}
