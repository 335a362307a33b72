import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {UserError} from '../pipeline/errors.js';

/** The text as the user left it in `$VISUAL` or `$EDITOR`, which gets the terminal. Their words are a shell's words. */
export async function editText(text: string): Promise<string> {
	const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
	const folder = await mkdtemp(join(tmpdir(), 'unwritten-edit-'));
	const path = join(folder, 'dialogue.txt');
	try {
		await writeFile(path, `${text}\n`);
		await runEditor(editor, path);
		return (await readFile(path, 'utf8')).trim();
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

async function runEditor(editor: string, path: string): Promise<void> {
	const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', path], {stdio: 'inherit'});
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code === 0) return;
	throw new UserError(`the editor \`${editor}\` ended with ${code ?? 'a signal'}; nothing was changed`, {
		hint: 'set EDITOR to one that runs in a terminal',
	});
}
