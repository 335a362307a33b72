import {mkdir, rename, rm, rmdir} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {UserError} from '../pipeline/errors.js';
import {systemErrorCode, toUserError} from './system-failure.js';
import {syncFolder} from './write-atomically.js';
import {writePieces} from './write-pieces.js';

export type DatasetFile = {path: string; write: () => AsyncIterable<string | Uint8Array>};

/**
 * Writes a folder of files, which appears whole or not at all and never takes the place of one that holds something.
 * `path` of a file is within the folder, with `/`; the files are written one after the other, so that the last may tell
 * of those before it. Throws `UserError`.
 */
export async function writeDatasetFolder(folder: string, files: Iterable<DatasetFile>): Promise<void> {
	const target = resolve(folder);
	const temporary = `${target}.${process.pid}.tmp`;
	try {
		await mkdir(temporary, {recursive: true});
		for (const {path, write} of files) {
			await mkdir(dirname(join(temporary, path)), {recursive: true});
			await writePieces(join(temporary, path), write());
		}
		await makeRoom(target);
		await rename(temporary, target);
		await syncFolder(dirname(target));
	} catch (error) {
		throw toUserError({
			what: `cannot write the dataset folder \`${folder}\``,
			hint: 'name a folder that is not there yet',
			error,
		});
	} finally {
		await rm(temporary, {recursive: true, force: true}).catch(() => {});
	}
}

/** An empty folder is taken away; one that holds something is the user's. */
async function makeRoom(target: string): Promise<void> {
	await rmdir(target).catch(error => {
		const code = systemErrorCode(error);
		if (code === 'ENOENT') return;
		if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') {
			throw new UserError(`\`${target}\` is there already`, {hint: 'name a folder that is not there yet'});
		}
		throw error;
	});
}
