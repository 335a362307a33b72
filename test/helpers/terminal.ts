import pty from '@lydell/node-pty';
import {onTestFinished} from 'vitest';
import {createTerminalEnvironment} from './terminal-environment.js';
import {nodePath, programPath} from './terminal-program.js';
import {createTerminalScreen, type TerminalScreen} from './terminal-screen.js';

export type TerminalOptions = {
	/** Of the program; a `command` runs something else, a shell for example. */
	arguments?: string[];
	command?: {file: string; arguments: string[]};
	columns?: number;
	rows?: number;
	/** Over an environment of its own; undefined takes a variable away. */
	env?: Record<string, string | undefined>;
	/** The working folder; home and settings lie in it too. */
	folder: string;
};

export type TerminalExit = {code: number; signal: number | undefined};

export type TerminalSession = TerminalScreen & {
	readonly pid: number;
	/** Types; wait for a screen first: before that the terminal, not the program, reads the keys. */
	press(keys: string): void;
	resize(columns: number, rows: number): void;
	kill(signal: NodeJS.Signals): void;
	/** Closes the terminal under the program, as a window that is shut or an SSH line that breaks. */
	hangUp(): void;
	/** Resolves when the program has ended and all that it wrote is on the screen. */
	readonly exit: Promise<TerminalExit>;
};

/** The built program in a real pseudo-terminal with an emulator behind it. Ended with the test, whatever happens. */
export function openTerminal(options: TerminalOptions): TerminalSession {
	const {columns = 120, rows = 40, folder} = options;
	const {file, arguments: parameters} = options.command ?? {
		file: nodePath,
		arguments: [programPath, ...(options.arguments ?? [])],
	};
	const env = createTerminalEnvironment(folder, options.env);
	const name = env.TERM ?? 'xterm-256color';
	const child = pty.spawn(file, parameters, {name, cols: columns, rows, cwd: folder, env});
	const screen = createTerminalScreen({columns, rows, answer: text => child.write(text)});
	child.onData(data => screen.feed(data));
	const exit = Promise.withResolvers<TerminalExit>();
	let hasEnded = false;
	child.onExit(({exitCode, signal}) => {
		hasEnded = true;
		void screen.end().then(() => exit.resolve({code: exitCode, signal: signal || undefined}));
	});
	const kill = (signal: NodeJS.Signals) => void (hasEnded || process.kill(child.pid, signal));
	onTestFinished(() => kill('SIGKILL'));
	return {
		...screen,
		pid: child.pid,
		exit: exit.promise,
		press: keys => child.write(keys),
		resize(nextColumns, nextRows) {
			screen.resize(nextColumns, nextRows);
			child.resize(nextColumns, nextRows);
		},
		kill,
		hangUp: () => (child as unknown as {destroy(): void}).destroy(),
	};
}
