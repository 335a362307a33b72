import {spawn} from 'node:child_process';
import {onTestFinished} from 'vitest';
import {createTerminalEnvironment} from '../helpers/terminal-environment.js';
import {nodePath, programPath} from '../helpers/terminal-program.js';

export type ProgramOptions = {
	arguments: string[];
	folder: string;
	env?: Record<string, string | undefined>;
	/** Runs it as another user, which only root can. */
	uid?: number | undefined;
};

export type ProgramResult = {
	code: number | null;
	signal: NodeJS.Signals | null;
	stdout: string;
	stderr: string;
	durationMs: number;
};

/** The built program behind pipes, under way: its output can be waited for and it can be killed. */
export function startProgram(options: ProgramOptions) {
	const startedAt = performance.now();
	const child = spawn(nodePath, [programPath, ...options.arguments], {
		cwd: options.folder,
		env: createTerminalEnvironment(options.folder, options.env),
		stdio: ['ignore', 'pipe', 'pipe'],
		...(options.uid !== undefined && {uid: options.uid, gid: options.uid}),
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	const output = {stdout: '', stderr: ''};
	for (const name of ['stdout', 'stderr'] as const) {
		child[name].setEncoding('utf8').on('data', (text: string) => {
			output[name] += text;
		});
	}
	const ended = new Promise<ProgramResult>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) =>
			resolve({code, signal, ...output, durationMs: performance.now() - startedAt}),
		);
	});
	return {
		ended,
		pid: child.pid,
		kill: (signal: NodeJS.Signals) => void child.kill(signal),
		/** Resolves with what is on stdout once it matches; rejects when the program ends without. */
		waitForOutput: (expected: RegExp) =>
			new Promise<string>((resolve, reject) => {
				const look = () => void (expected.test(output.stdout) && resolve(output.stdout));
				child.stdout.on('data', look);
				void ended.then(result => reject(new Error(`ended without ${expected}: ${JSON.stringify(result)}`)));
				look();
			}),
	};
}

export function runProgram(options: ProgramOptions): Promise<ProgramResult> {
	return startProgram(options).ended;
}
