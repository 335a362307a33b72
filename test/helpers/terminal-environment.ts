import {fileURLToPath} from 'node:url';

/** Compiled once, not once a program: a third of what a start costs. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/unwritten-e2e', import.meta.url));

/** Nothing listens there: ports below 1024 are not given out to those who ask for any. */
export const closedHost = 'http://127.0.0.1:1023';

/** An environment of its own: no settings, no `CI`, no engine, and home inside the folder. */
export function createTerminalEnvironment(
	folder: string,
	change: Record<string, string | undefined> = {},
): Record<string, string> {
	const env = {
		PATH: process.env.PATH,
		HOME: folder,
		XDG_CONFIG_HOME: `${folder}/.config`,
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		OLLAMA_HOST: closedHost,
		NODE_COMPILE_CACHE: compileCache,
		...change,
	};
	return Object.fromEntries(
		Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
}
