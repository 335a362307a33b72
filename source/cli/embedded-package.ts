import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {LlamaModule} from '../engines/embedded/llama-module.js';
import {EngineError} from '../pipeline/errors.js';

export const embeddedPackage = 'node-llama-cpp';
export const embeddedVersion = '3.22.1';

/** What the embedded engine keeps, apart from the program: its package and the weights it fetched. */
export function embeddedFolder(): string {
	const {UNWRITTEN_EMBEDDED, XDG_DATA_HOME, LOCALAPPDATA} = process.env;
	if (UNWRITTEN_EMBEDDED) return UNWRITTEN_EMBEDDED;
	if (process.platform === 'win32') return join(LOCALAPPDATA ?? homedir(), 'unwritten', 'embedded');
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'unwritten');
	return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'unwritten', 'embedded');
}

export function packageFolder(): string {
	return join(embeddedFolder(), `${embeddedPackage}-${embeddedVersion}`);
}

export function isEmbeddedInstalled(): boolean {
	return existsSync(entryPath());
}

/** The package from the user's folder. Throws `EngineError` where it was never installed. */
export async function importEmbeddedPackage(): Promise<LlamaModule & WeightsFetcher> {
	if (!isEmbeddedInstalled()) {
		throw new EngineError(
			'unreachable',
			'The embedded engine is not installed; started with `--engine embedded` the program asks whether to install it.',
		);
	}
	return import(pathToFileURL(entryPath()).href);
}

/** How node-llama-cpp finds and fetches what a `hf:` name or an address stands for. */
export type WeightsFetcher = {
	resolveModelFile(
		name: string,
		options: {
			directory: string;
			cli: false;
			download?: false;
			onProgress?: (status: {totalSize: number; downloadedSize: number}) => void;
		},
	): Promise<string>;
};

function entryPath(): string {
	return join(packageFolder(), 'node_modules', embeddedPackage, 'dist', 'index.js');
}
