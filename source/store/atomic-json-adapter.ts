import {lstat, readFile} from 'node:fs/promises';
import type {Adapter} from 'lowdb';
import {StoreError} from '../pipeline/errors.js';
import {parseUntrustedJson} from './parse-json.js';
import {unlessMissing} from './system-failure.js';
import {writeAtomically} from './write-atomically.js';

const maximumBytes = 64 * 1024 * 1024;

/** A lowdb adapter for one small JSON file that a crash at any moment leaves whole, old or new. */
export function createAtomicJsonAdapter<Data>(options: {
	path: string;
	/** Checks what was read; throws when it is not what it should be. */
	check: (value: unknown) => Data;
}): Adapter<Data> {
	const {path, check} = options;
	return {
		read: async () => {
			const text = await unlessMissing(() => readRegularFile(path));
			return text === undefined ? null : check(parseUntrustedJson(text));
		},
		write: data => writeAtomically(path, `${JSON.stringify(data, null, 2)}\n`),
	};
}

async function readRegularFile(path: string): Promise<string> {
	const stats = await lstat(path);
	if (!stats.isFile()) throw new StoreError(`\`${path}\` is not a regular file`);
	if (stats.size > maximumBytes) throw new StoreError(`\`${path}\` is too large`);
	return readFile(path, 'utf8');
}
