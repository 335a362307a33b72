import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {createTerminalEnvironment} from '../helpers/terminal-environment.js';
import {nodePath} from '../helpers/terminal-program.js';

const preload = new URL('kill-at.mjs', import.meta.url).href;
const rejectScript = fileURLToPath(new URL('reject.mjs', import.meta.url));

/** One that hangs is ended by a signal that no check takes for a kill of ours. */
const longestLifeMs = 90_000;

export const places = [
	'step checkpoint',
	'append before flush',
	'between flush and event',
	'run file rename',
	'export',
	'refill',
	'lock',
] as const;
export type Place = (typeof places)[number];

/** When a life is to end: at the k-th visit of a place in its work on the disk, or after a time in ms. */
export type Death = {place: Place; visit: number} | {afterMs: number};

export type Life = {
	code: number | null;
	signal: NodeJS.Signals | null;
	stdout: string;
	stderr: string;
	/** Where it was killed; undefined for one that ended by itself. */
	diedAt: {place: Place | 'random moment'; moment: string} | undefined;
	/** Bytes of each file, by path, that a power cut would leave; those of earlier lives among them. */
	flushed: Map<string, number>;
	/** Names given to files that were not flushed. */
	unflushedNames: string[];
};

export type LifeOptions = {
	/** The built program: `dist`. */
	program: string;
	folder: string;
	death: Death | undefined;
	/** What the lives before had flushed. */
	flushed: Map<string, number>;
};

/** The whole program, from its start to its end or to its violent death. */
export function live(options: LifeOptions & {arguments: string[]}): Promise<Life> {
	return start(options, [join(options.program, 'cli.js'), ...options.arguments]);
}

/** A user who rejects an accepted interaction; the refill is for the next life. */
export function rejectOne(
	options: LifeOptions & {outputFolder: string; runId: string; id: string; planIndex: number},
): Promise<Life> {
	const {program, outputFolder, runId, id, planIndex} = options;
	return start(options, [rejectScript, program, outputFolder, runId, id, String(planIndex)]);
}

async function start(options: LifeOptions, argv: string[]): Promise<Life> {
	const {folder, death} = options;
	const log = join(folder, 'flushed.log');
	rmSync(log, {force: true});
	const crash = {log, ...(death && 'place' in death ? death : {})};
	const child = spawn(nodePath, ['--no-warnings', '--import', preload, ...argv], {
		cwd: folder,
		env: createTerminalEnvironment(folder, {UNWRITTEN_CRASH: JSON.stringify(crash)}),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const ending = end(child);
	const patience = setTimeout(() => void child.kill('SIGABRT'), longestLifeMs);
	if (death && 'afterMs' in death) {
		await Promise.race([ending, wait(death.afterMs)]);
		child.kill('SIGKILL');
	}
	const ended = await ending;
	clearTimeout(patience);
	return {...ended, ...readLog({log, flushed: options.flushed, wasKilled: ended.signal === 'SIGKILL'})};
}

function end(child: ChildProcess): Promise<Pick<Life, 'code' | 'signal' | 'stdout' | 'stderr'>> {
	const said = {stdout: '', stderr: ''};
	for (const name of ['stdout', 'stderr'] as const) {
		child[name]?.setEncoding('utf8').on('data', (text: string) => {
			said[name] += text;
		});
	}
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => resolve({code, signal, ...said}));
	});
}

type LogLine =
	| {flushed: string; size: number}
	| {renamed?: string; linked?: string; to: string}
	| {died: Place; moment: string};

function readLog(options: {log: string; flushed: Map<string, number>; wasKilled: boolean}) {
	const flushed = new Map(options.flushed);
	const unflushedNames = new Set<string>();
	let diedAt: Life['diedAt'] = options.wasKilled
		? {place: 'random moment', moment: 'by the clock'}
		: undefined;
	for (const line of readLines(options.log)) {
		if ('flushed' in line) flushed.set(line.flushed, line.size);
		else if ('died' in line) diedAt = {place: line.died, moment: line.moment};
		else noteName({flushed, unflushedNames, from: line.renamed ?? (line.linked as string), to: line.to});
	}
	return {flushed, unflushedNames: [...unflushedNames], diedAt};
}

function noteName(names: {
	flushed: Map<string, number>;
	unflushedNames: Set<string>;
	from: string;
	to: string;
}): void {
	const {flushed, unflushedNames, from, to} = names;
	const size = flushed.get(from);
	if (size === undefined) {
		flushed.delete(to);
		unflushedNames.add(to);
	} else {
		flushed.set(to, size);
		unflushedNames.delete(to);
	}
}

/** The last line may be torn. */
function readLines(log: string): LogLine[] {
	if (!existsSync(log)) return [];
	const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
	return lines.map(line => JSON.parse(line));
}

/** `#3` of the lines that announce an acceptance. */
export function announcedIndexes(stdout: string): number[] {
	return [...stdout.matchAll(/^\S+ accepted +\d+\/\d+ #(\d+) /gm)].map(([, index]) => Number(index));
}

/** How many a program that started says are there already; undefined when it did not come that far. */
export function saidAccepted(stdout: string): number | undefined {
	const said = /^\S+ started +\d+ requested, (\d+) accepted already/m.exec(stdout)?.[1];
	return said === undefined ? undefined : Number(said);
}
