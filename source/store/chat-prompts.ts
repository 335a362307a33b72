import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {normalizeText} from './parse-json.js';
import {toUserError} from './system-failure.js';

/** Reads the templates of a chat sample from `export/` in the prompt folder: `user.md`, and `systemFile`. */
export async function loadChatPrompts(
	folder: string,
	systemFile: string,
): Promise<{system: string; user: string}> {
	const read = async (name: string) => {
		const path = join(folder, 'export', name);
		try {
			return normalizeText(await readFile(path, 'utf8')).trim();
		} catch (error) {
			throw toUserError({
				what: `cannot read the prompt \`${path}\``,
				hint: 'restore it from the repository',
				error,
			});
		}
	};
	return {system: await read(systemFile), user: await read('user.md')};
}
