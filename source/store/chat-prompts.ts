import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {normalizeText} from './parse-json.js';
import {toUserError} from './system-failure.js';

/** Reads the templates of a chat sample, `export/system.md` and `export/user.md` in the prompt folder. */
export async function loadChatPrompts(folder: string): Promise<{system: string; user: string}> {
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
	return {system: await read('system.md'), user: await read('user.md')};
}
