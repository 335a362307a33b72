import {readdir, realpath} from 'node:fs/promises';
import {join} from 'node:path';
import {parseWorld, worldFileNames} from '../domain/parse-world.js';
import {findForeignWord} from '../domain/quality/setting-rule.js';
import {readEntries} from '../domain/read-entries.js';
import {WorldError} from '../domain/world-error.js';
import {UserError} from '../pipeline/errors.js';
import {fingerprintTexts, type PromptFiles, readPrompt} from './prompt-files.js';
import {toUserError} from './system-failure.js';

/** A world of the user's own, as `run.json` remembers it; its texts are among those of the prompts. */
export type OwnWorld = {
	folder: string;
	/** 16 hex digits over its files alone. */
	fingerprint: string;
	/** Names of its files; the other lists are those of the program. */
	files: string[];
};

const hint = `a world folder holds any of ${worldFileNames.join(', ')}; what it lacks is taken from the program`;

/**
 * Puts the lists of a user's folder in place of those that came with the program. Throws `UserError`, with file and
 * line, for a list that no draw could use, a name that is no list's, and an entry that would break the setting.
 */
export async function takeOwnWorld(
	prompts: PromptFiles,
	folder: string,
): Promise<{prompts: PromptFiles; world: OwnWorld}> {
	try {
		const root = await realpath(folder);
		const files = listFiles(folder, await readdir(root));
		const texts: Record<string, string> = {};
		for (const file of files) texts[`world/${file}`] = await readPrompt(root, file);
		const merged = mergeTexts(prompts, texts);
		checkLists(merged.texts, {folder, files});
		return {prompts: merged, world: {folder: root, fingerprint: fingerprintTexts(texts), files}};
	} catch (error) {
		throw toUserError({what: `cannot read the world in \`${folder}\``, hint, error});
	}
}

/** The same prompts with the lists that a run took from a world of the user's own. */
export function keepOwnWorld(
	prompts: PromptFiles,
	run: {texts: Record<string, string>; world: OwnWorld | undefined},
): PromptFiles {
	const kept = (run.world?.files ?? []).flatMap(file => {
		const text = run.texts[`world/${file}`];
		return text === undefined ? [] : [[`world/${file}`, text] as const];
	});
	return kept.length === 0 ? prompts : mergeTexts(prompts, Object.fromEntries(kept));
}

function mergeTexts({texts}: PromptFiles, own: Record<string, string>): PromptFiles {
	const merged = {...texts, ...own};
	return {texts: merged, fingerprint: fingerprintTexts(merged)};
}

function listFiles(folder: string, names: string[]): string[] {
	const files = names.filter(name => name.endsWith('.txt') && !name.startsWith('.')).sort();
	const known: readonly string[] = worldFileNames;
	const stranger = files.find(name => !known.includes(name));
	if (stranger !== undefined) {
		throw new UserError(`\`${join(folder, stranger)}\` is no list of a world`, {hint});
	}
	if (files.length > 0) return files;
	throw new UserError(`the world folder \`${folder}\` has no list in it`, {hint});
}

function checkLists(texts: Record<string, string>, {folder, files}: {folder: string; files: string[]}): void {
	const inWorld = Object.entries(texts).filter(([path]) => path.startsWith('world/'));
	const lists = Object.fromEntries(inWorld.map(([path, text]) => [path.slice('world/'.length), text]));
	try {
		parseWorld(lists);
		for (const file of files) refuseForeignEntries(file, lists[file] ?? '');
	} catch (error) {
		if (!(error instanceof WorldError)) throw error;
		throw new UserError(`the world in \`${folder}\` cannot be used: ${error.message}`, {hint, cause: error});
	}
}

/** The gate would refuse every dialogue that holds such a word: better said before the first one. */
function refuseForeignEntries(file: string, text: string): void {
	for (const {line, text: entry} of readEntries(file, text)) {
		const word = findForeignWord(entry);
		if (word === undefined) continue;
		const problem = `\`${word}\` does not belong to ordinary contemporary life, and the gate refuses it`;
		throw new WorldError({file, line, problem});
	}
}
