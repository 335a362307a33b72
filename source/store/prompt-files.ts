import {createHash} from 'node:crypto';
import {readdir, readFile, realpath, stat} from 'node:fs/promises';
import {join, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {modelSteps} from '../domain/step-outputs.js';
import {UserError} from '../pipeline/errors.js';
import {normalizeText} from './parse-json.js';
import {describeSystemError, toUserError, unlessMissing} from './system-failure.js';

export type PromptFiles = {
	/** Path in the prompt folder, with `/`, to text without byte order mark and with LF. */
	texts: Record<string, string>;
	/** 16 hex digits over paths and texts. */
	fingerprint: string;
};

/** The prompts that come with the program. Source and build are both two levels below the package root. */
export const defaultPromptFolder = fileURLToPath(new URL('../../prompts', import.meta.url));

const maximumBytes = 1024 * 1024;
/** What a blind reader is told makes no interaction: it is no part of the fingerprint that records carry. */
const judgeFile = 'judge.md';
const places = [
	{folder: '', ending: '.md'},
	{folder: 'world', ending: '.txt'},
];
const hint =
	'the folder needs one .md file a step and the lists in world/; copy the prompts that came with unwritten';

/**
 * Reads `*.md` and `world/*.txt`. Throws `UserError` when a file is missing, too large, not text, or a link that leads
 * out of the folder. `needed`: paths that must be there besides the four steps.
 */
export async function loadPromptFiles(folder: string, needed: string[] = []): Promise<PromptFiles> {
	try {
		const root = await realpath(folder);
		const paths = (await Promise.all(places.map(place => listPlace(root, place)))).flat().sort();
		refuseMissing({folder, paths, needed});
		const texts: Record<string, string> = {};
		for (const path of paths) texts[path] = await readPrompt(root, path);
		return {texts, fingerprint: fingerprintTexts(texts)};
	} catch (error) {
		throw toUserError({what: `cannot read the prompt folder \`${folder}\``, hint, error});
	}
}

/** The text of `judge.md`. Throws `UserError` when it is missing or no text. */
export async function loadJudgePrompt(folder: string): Promise<string> {
	try {
		return await readPrompt(await realpath(folder), judgeFile);
	} catch (error) {
		throw toUserError({what: `cannot read \`${judgeFile}\` in \`${folder}\``, hint, error});
	}
}

/** Of the same texts always the same, in whatever order they come. */
export function fingerprintTexts(texts: Record<string, string>): string {
	const hash = createHash('sha256');
	for (const path of Object.keys(texts).sort()) hash.update(JSON.stringify([path, texts[path]]));
	return hash.digest('hex').slice(0, 16);
}

async function listPlace(
	root: string,
	{folder, ending}: {folder: string; ending: string},
): Promise<string[]> {
	const names = await readPlace(root, folder);
	return names
		.filter(name => name.endsWith(ending) && !name.startsWith('.') && name !== judgeFile)
		.map(name => (folder === '' ? name : `${folder}/${name}`));
}

/** A missing `world` is told like a missing file, by name. */
async function readPlace(root: string, folder: string): Promise<string[]> {
	const read = () => readdir(join(root, folder));
	return folder === '' ? read() : ((await unlessMissing(read)) ?? []);
}

function refuseMissing(options: {folder: string; paths: string[]; needed: string[]}): void {
	const {folder, paths, needed} = options;
	const wanted = [...modelSteps.map(step => `${step}.md`), ...needed];
	const hasWorld = paths.some(path => path.startsWith('world/'));
	const missing = wanted.find(path => !paths.includes(path)) ?? (hasWorld ? undefined : 'world/*.txt');
	if (missing) throw new UserError(`the prompt folder \`${folder}\` has no \`${missing}\``, {hint});
}

/** One file of the folder `root`, as text. Throws `UserError`. */
export async function readPrompt(root: string, path: string): Promise<string> {
	const problem = (what: string) => new UserError(`the prompt file \`${join(root, path)}\` ${what}`, {hint});
	const target = await realpath(join(root, path));
	if (!target.startsWith(root + sep)) throw problem('is a link that leads out of its folder');
	const stats = await stat(target);
	if (!stats.isFile()) throw problem('is not a file');
	if (stats.size > maximumBytes) throw problem('is larger than 1 MB');
	return decodeText(await readFile(target), problem);
}

function decodeText(bytes: Buffer, problem: (what: string) => UserError): string {
	try {
		return normalizeText(new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes));
	} catch (error) {
		throw problem(`is not UTF-8 text (${describeSystemError(error)})`);
	}
}
