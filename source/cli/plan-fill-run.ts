import {randomInt} from 'node:crypto';
import {resolve} from 'node:path';
import {countCells} from '../domain/parameter-space.js';
import {countLacking, mostListed, planFill} from '../domain/plan-fill.js';
import {UserError} from '../pipeline/errors.js';
import {parsePromptBook} from '../pipeline/prompt-book.js';
import type {OpenedSet} from '../store/open-set.js';
import {createRun as createRunFolder} from '../store/run-folder.js';
import {appVersion} from './app-version.js';
import {chooseJudge} from './choose-judge.js';
import {hostsOfEngine} from './hosts-of-engine.js';
import {openEngine} from './open-engine.js';
import type {Arguments} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';
import {describeSettings, loadPrompts} from './run-start.js';

/** What a fill has to know of the set that it adds to. */
export type FilledSet = {
	/** Records in each of the 128 cells. */
	cells: readonly number[];
	/** Names of persons in it, and run seeds that it was drawn with: none of them is to come again. */
	names: ReadonlySet<string>;
	seeds: ReadonlySet<number>;
};

/** `cells`: the listed order; `after`: records in each of the 128 cells once it is made. */
export type Fill = {cells: number[]; after: number[]; seed: number};

const largestSeed = 2 ** 31 - 1;

/** Which cells are to be made, and from which seed. Throws `UserError` where there is nothing to go by. */
export function decideFill({cells, seeds}: FilledSet, {count, seed}: Arguments): Fill {
	const wanted = count ?? countLacking(cells);
	if (count === undefined && cells.every(held => held === 0)) {
		throw new UserError('no record has labels that `--fill` could go by', {
			hint: 'say how many are to be made with --count N',
		});
	}
	if (wanted > mostListed) {
		throw new UserError(`the fill would have to make \`${wanted}\`, more than the ${mostListed} it may`, {
			hint: 'say how many with --count N, or level the set first with --balance',
		});
	}
	const filled = planFill(cells, wanted);
	const added = countCells(filled);
	const after = cells.map((held, cell) => held + (added[cell] as number));
	return {cells: filled, after, seed: chooseSeed(seeds, seed)};
}

/** The seed of a source would draw its persons and numbers once more. */
function chooseSeed(seeds: ReadonlySet<number>, wanted: number | undefined): number {
	if (wanted !== undefined && seeds.has(wanted)) {
		throw new UserError(`the seed \`${wanted}\` is that of a source: its draws would come again`, {
			hint: 'give another one, or leave --seed out',
		});
	}
	for (let seed = wanted ?? randomInt(largestSeed); ; seed = randomInt(largestSeed)) {
		if (!seeds.has(seed)) return seed;
	}
}

/**
 * Makes the folder of a run that fills what a set lacks; nothing is made in it yet. Resolves with run id and folder.
 *
 * Engine, model and hosts are only a proposal: whoever goes on with the run first decides.
 */
export async function createFillRun(parts: {
	given: Arguments;
	settings: Settings;
	fill: Fill;
	names: ReadonlySet<string>;
	/** What it adds to. */
	sources: OpenedSet[];
}): Promise<{runId: string; folder: string}> {
	const {given, settings, fill, names, sources} = parts;
	const {prompts, world} = await loadPrompts(given.world);
	const book = parsePromptBook(prompts.texts, prompts.fingerprint);
	const now = Date.now();
	const run = await createRunFolder({
		outputFolder: settings.outputFolder,
		now,
		start: {
			app_version: appVersion(),
			state: 'planned',
			plan: {
				requested: fill.cells.length,
				order: 'listed',
				cells: fill.cells,
				sources: [...new Set(sources.map(pathOf))],
				spent_names: book.world.names.map(({name}) => name).filter(name => names.has(name)),
				seed: fill.seed,
				shard: {part: 1, of: 1},
				variations: 1,
			},
			settings: proposeSettings(given, {settings, world}),
			prompts,
			notes: [
				{
					at: new Date(now).toISOString(),
					what: 'planned',
					detail: `fills what the sum of ${sources.map(({source}) => source).join(', ')} lacks`,
				},
			],
		},
	});
	await run.close();
	return {runId: run.runId, folder: run.folder};
}

/** The run may be gone on with from anywhere. */
function pathOf({source, run}: OpenedSet): string {
	return resolve(run?.folder ?? source);
}

function proposeSettings(
	given: Arguments,
	{settings, world}: {settings: Settings} & Pick<Awaited<ReturnType<typeof loadPrompts>>, 'world'>,
) {
	const hosts = hostsOfEngine(settings, settings.engine);
	const {name, model} = openEngine({...settings, hosts});
	return describeSettings({
		engine: name,
		model,
		hosts: given.hosts ? hosts : [],
		digest: '',
		parallel: settings.parallel,
		world,
		judge: chooseJudge(given),
	});
}
