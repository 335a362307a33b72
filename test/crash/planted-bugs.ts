import {cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {BrokenPromise} from './crash-chain.js';
import {crashAndResume} from './crash-harness.js';
import type {Place} from './life.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

type PlantedBug = {
	/** In the built program; `from` must be there exactly once. */
	file: string;
	from: string;
	to: string;
	/** Where kills are to fall, so that it shows soon, and whether the power goes with them. */
	only: Place[];
	powerCutShare: number;
};

/** Five mistakes that a store can be made with; the harness must find each of them. */
export const plantedBugs: Record<string, PlantedBug> = {
	'no flush': {
		file: 'store/append-only-adapter.js',
		from: `if (options.durable)
                await file.sync();`,
		to: '',
		only: ['between flush and event'],
		powerCutShare: 1,
	},
	'announced first': {
		file: 'pipeline/make-interaction.js',
		from: 'await persist(workshop, () => workshop.store.appendInteraction(interaction));',
		to: 'void persist(workshop, () => workshop.store.appendInteraction(interaction));',
		only: ['append before flush'],
		powerCutShare: 0,
	},
	'rename without flush': {
		file: 'store/write-atomically.js',
		from: '{ tmpfileCreated }',
		to: '{ tmpfileCreated, fsync: false }',
		only: ['run file rename'],
		powerCutShare: 1,
	},
	'torn tail kept': {
		file: 'store/append-only-adapter.js',
		from: `if (scan.goodSize < size)
        await file.truncate(scan.goodSize);`,
		to: 'data.size = size;',
		only: ['append before flush'],
		powerCutShare: 0,
	},
	'refill counted twice': {
		file: 'store/fold-run.js',
		from: `for (const [, number] of fold.counting.entries())
        yield number - 1;`,
		to: `yield* Array.from({length: fold.records.length}, (_, number) => number)
        .sort((one, other) => fold.records.planIndexAt(one) - fold.records.planIndexAt(other));`,
		only: ['refill'],
		powerCutShare: 0,
	},
};

const killsToFindIt = 24;

/** Plants one mistake in a copy of the program and kills that; resolves with what the harness says is broken, if it does. */
export async function findPlantedBug(name: string, seed: number): Promise<string | undefined> {
	const bug = plantedBugs[name] as PlantedBug;
	const copy = mkdtempSync(join(tmpdir(), 'unwritten-planted-'));
	try {
		await crashAndResume({
			program: plant(bug, copy),
			kills: killsToFindIt,
			seed,
			only: bug.only,
			powerCutShare: bug.powerCutShare,
			damageShare: 0,
		});
		return undefined;
	} catch (error) {
		if (error instanceof BrokenPromise) return error.message.split('\n')[0];
		throw error;
	} finally {
		rmSync(copy, {recursive: true, force: true});
	}
}

function plant(bug: PlantedBug, copy: string): string {
	for (const name of ['dist', 'prompts', 'package.json']) {
		cpSync(join(root, name), join(copy, name), {recursive: true});
	}
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
	const path = join(copy, 'dist', bug.file);
	const parts = readFileSync(path, 'utf8').split(bug.from);
	if (parts.length !== 2)
		throw new Error(`${bug.file} no longer holds, once, the text that a bug is planted in: ${bug.from}`);
	writeFileSync(path, parts.join(bug.to));
	return join(copy, 'dist');
}
