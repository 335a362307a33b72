import {randomInt} from 'node:crypto';
import {type Shard, shardStretch} from '../domain/shard.js';
import {UnwrittenError, UserError} from '../pipeline/errors.js';
import type {Engine} from '../pipeline/ports.js';
import {type PromptBook, parsePromptBook} from '../pipeline/prompt-book.js';
import {findRun} from '../store/list-runs.js';
import type {RunFile} from '../store/run-file.js';
import {createRun as createRunFolder, openRun as openRunFolder} from '../store/run-folder.js';
import type {RunFolder} from '../store/run-store.js';
import {findWrittenBatch} from '../store/written-batch.js';
import {appVersion} from './app-version.js';
import {beginRun, bookOfRun, type OpenedRun} from './begin-run.js';
import {chooseJudge, type JudgeChoice} from './choose-judge.js';
import {hostsOfEngine} from './hosts-of-engine.js';
import {noteUnverified} from './note-unverified.js';
import {type EngineChoice, openEngine} from './open-engine.js';
import {openJudge} from './open-judge.js';
import type {Arguments} from './parse-arguments.js';
import {engineNames} from './parse-arguments.js';
import {createReadingProgress, describeShareRead, describeSourcesRead} from './reading-progress.js';
import {readyEngine} from './ready-engine.js';
import {orUnload, requireRunnable} from './require-runnable.js';
import type {Settings} from './resolve-settings.js';
import {listResumeChanges, previewChanges} from './resume-changes.js';
import {describeSettings, loadPrompts, settlePlannedRun} from './run-start.js';

const largestSeed = 2 ** 31 - 1;
const forEver = Number.POSITIVE_INFINITY;
const plainWaitMs = 30 * 60_000;

/**
 * `isUnjudged`: nothing new is made that a blind reader would have to read.
 * `isRaised`: see `listResumeChanges`.
 */
type Opening = {
	given: Arguments;
	settings: Settings;
	isFullScreen: boolean;
	isUnjudged?: boolean;
	isRaised?: boolean;
};

/** Starts a new run of `count` interactions. Nothing is left on disk when it cannot be started. */
export async function openNewRun(
	opening: Opening,
	choice: {count: number; engine: EngineChoice['engine']; model: string},
): Promise<OpenedRun> {
	const {given, settings} = opening;
	const variations = given.variations ?? 1;
	const hosts = hostsOfEngine(settings, choice.engine);
	const part = planPart(given.shard, {total: choice.count, variations});
	const engine = openEngine({...settings, engine: choice.engine, model: choice.model, hosts});
	const {prompts, world} = await loadPrompts(given.world);
	const book = parsePromptBook(prompts.texts, prompts.fingerprint);
	return orUnload(engine, async () => {
		const inspection = await requireRunnable(engine);
		const run = {engine: engine.name, model: engine.model, hosts};
		const judgeChoice = chooseJudge(given);
		const judge = await openJudgeIfWanted(opening, {choice: judgeChoice, run, book, engine});
		const folder = await createRunFolder({
			outputFolder: settings.outputFolder,
			now: Date.now(),
			start: {
				app_version: appVersion(),
				plan: {
					...part,
					order: settings.order,
					seed: given.seed ?? randomInt(largestSeed),
					variations,
				},
				settings: describeSettings({
					...run,
					digest: inspection.model.digest,
					parallel: settings.parallel,
					world,
					judge: judgeChoice,
				}),
				prompts,
			},
		});
		const {outputFolder, parallel} = settings;
		return orClose(folder, () =>
			beginRun({
				folder,
				engine,
				book,
				outputFolder,
				parallel,
				model: inspection.model,
				judge,
				notices: noteUnverified(inspection),
				waitForEngineMs: waitFor(opening),
			}),
		);
	});
}

/** A whole plan keeps the form it always had. */
function planPart(shard: Shard | undefined, {total, variations}: {total: number; variations: number}) {
	if (shard === undefined || shard.of === 1) return {requested: total, shard: {part: 1, of: 1}};
	const {first, count} = shardStretch(shard, {total, variations});
	if (count > 0) return {requested: count, shard, first_index: first, total};
	throw new UserError(`shard \`${shard.part}/${shard.of}\` of a plan of \`${total}\` has nothing to make`, {
		hint: 'use fewer shards than interactions',
	});
}

/** Goes on with a run under the settings it began with; a finished one can be looked at, and what is rejected in it made again. */
export async function openUnfinishedRun(opening: Opening, wanted: string): Promise<OpenedRun> {
	const {given, settings} = opening;
	const latest = given.takeOver ? 'latest-incomplete' : 'latest-unfinished';
	const place = await findRun(settings.outputFolder, wanted === 'latest' ? latest : wanted);
	const folder = await withProgress(opening, tell =>
		openRunFolder({
			...place,
			force: given.takeOver,
			now: Date.now(),
			onProgress: (offset, size) => tell(() => describeShareRead(offset, size)),
		}),
	);
	return orClose(folder, async () => {
		const changes = await listResumeChanges(folder.runFile, opening);
		const {settings: kept} = previewChanges(folder.runFile, changes);
		const hosts = chooseHosts(opening, {kept, began: folder.runFile.settings});
		const chosen = openEngine({
			engine: readEngineName(kept.engine),
			model: kept.model,
			hosts,
			stallTimeoutMs: settings.stallTimeoutMs,
			parallel: given.parallel ?? kept.parallel,
		});
		return orUnload(chosen, async () => {
			const ready = await readyEngine(folder, opening, {engine: chosen, hosts, changes});
			const {engine, model} = ready;
			const book = bookOfRun(folder);
			const choice = opening.isUnjudged ? undefined : chooseJudge(given, kept.judge);
			await settlePlannedRun(folder, {engine, hosts, digest: model.digest, judge: choice});
			const judging = () => openJudgeIfWanted(opening, {choice, run: {...kept, hosts}, book, engine});
			const {judge, notices = []} = await (ready.isDeferred
				? orWithoutJudge(judging)
				: {judge: await judging()});
			const {outputFolder} = place;
			const writtenBatch = opening.isFullScreen ? await findWrittenBatch(folder, outputFolder) : undefined;
			return withProgress(opening, tell =>
				beginRun({
					folder,
					engine,
					book,
					judge,
					notices: [...ready.notices, ...notices],
					outputFolder,
					parallel: given.parallel ?? kept.parallel,
					model,
					writtenBatch,
					waitForEngineMs: waitFor(opening),
					onSourceRead: records => tell(() => describeSourcesRead(records)),
				}),
			);
		});
	});
}

/** Those that the run began with, unless others are named or its engine is another now. */
function chooseHosts(
	{given, settings}: Opening,
	{kept, began}: Record<'kept' | 'began', RunFile['settings']>,
): string[] {
	const areKept = !given.hosts && kept.hosts.length > 0 && kept.engine === began.engine;
	return areKept ? kept.hosts : hostsOfEngine(settings, readEngineName(kept.engine));
}

/** Before anything is made: a judge that cannot be had is told at once. */
async function openJudgeIfWanted(
	{settings}: Opening,
	parts: {
		choice: JudgeChoice | undefined;
		run: {engine: string; model: string; hosts: string[]};
		book: PromptBook;
		engine: Engine;
	},
) {
	const {choice, run, book, engine} = parts;
	if (!choice) return undefined;
	const reader = await openJudge({choice, settings, run, labels: book.labels, runEngine: engine});
	return {reader, gate: choice.gate};
}

type OpenedJudge = Awaited<ReturnType<typeof openJudgeIfWanted>>;

/** A run that is only looked at does not need the judge that it was made with. */
async function orWithoutJudge(
	open: () => Promise<OpenedJudge>,
): Promise<{judge: OpenedJudge; notices?: string[]}> {
	try {
		return {judge: await open()};
	} catch (error) {
		if (!(error instanceof UnwrittenError)) throw error;
		return {judge: undefined, notices: [`the judge of this run reads nothing now: ${error.message}`]};
	}
}

/** Long runs and sources take a while to read; the full screen has its own way of saying that it waits. */
async function withProgress<Value>(
	{isFullScreen}: Opening,
	read: (tell: (describe: () => string) => void) => Promise<Value>,
): Promise<Value> {
	const progress = createReadingProgress();
	try {
		return await read(isFullScreen ? () => {} : progress.tell);
	} finally {
		progress.end();
	}
}

function waitFor({settings, isFullScreen}: Opening): number {
	return settings.waitForEngineMs ?? (isFullScreen ? forEver : plainWaitMs);
}

function readEngineName(name: string): EngineChoice['engine'] {
	const engine = engineNames.find(known => known === name);
	if (engine) return engine;
	throw new UserError(`the run was made with the engine \`${name}\`, which this version does not have`, {
		hint: `engines are ${engineNames.join(', ')}`,
	});
}

async function orClose<Value>(folder: RunFolder, open: () => Promise<Value>): Promise<Value> {
	try {
		return await open();
	} catch (error) {
		await folder.close();
		throw error;
	}
}
