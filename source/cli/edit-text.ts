import {type ChildProcess, spawn} from 'node:child_process';
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
	// The shell makes way for the editor, so that a signal for the child is one for it; `env` reads `A=1 vi` as a shell does.
	const command = `exec env ${editor} "$1"`;
	const hearAgain = leaveToChild(['SIGINT', 'SIGQUIT']);
	const child = spawn('sh', ['-c', command, 'sh', path], {stdio: 'inherit'});
	const tellNoMore = tellChild(child, ['SIGTERM', 'SIGHUP']);
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	}).finally(() => {
		hearAgain();
		tellNoMore();
	});
	if (code === 0) return;
	throw new UserError(`the editor \`${editor}\` ended with ${code ?? 'a signal'}; nothing was changed`, {
		hint: 'set EDITOR to one that runs in a terminal',
	});
}

/** What ends this program alone ends the editor too, which would be left with nobody to hand its text to. */
function tellChild(child: ChildProcess, signals: NodeJS.Signals[]): () => void {
	const pass = (signal: NodeJS.Signals) => void child.kill(signal);
	for (const signal of signals) process.on(signal, pass);
	return () => {
		for (const signal of signals) process.off(signal, pass);
	};
}

/** What is typed at the terminal goes to every program there: while another one has it, these signals mean that one. */
function leaveToChild(signals: NodeJS.Signals[]): () => void {
	const ignore = () => {};
	const heard = signals.map(signal => ({signal, listeners: process.rawListeners(signal)}));
	for (const {signal, listeners} of heard) {
		process.on(signal, ignore);
		for (const listener of listeners) process.off(signal, listener as () => void);
	}
	return () => {
		for (const {signal, listeners} of heard) {
			for (const listener of listeners) process.on(signal, listener as () => void);
			process.off(signal, ignore);
		}
	};
}
