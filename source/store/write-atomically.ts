import {open, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** Replaces a file as a whole: temp file, fsync, rename, fsync of the folder. A failure leaves the old one. */
export async function writeAtomically(path: string, text: string): Promise<void> {
	// The package writes once and would put a file that was cut short by a full disk in place; writing to its
	// temporary file ourselves goes on to the end or throws, and fsync and rename stay its own.
	const tmpfileCreated = (temporaryPath: string) => writeFile(temporaryPath, text);
	await writeFileAtomic(path, '', {tmpfileCreated});
	await syncFolder(dirname(path));
}

/** Makes names in a folder last: a new or renamed file is only there for good once its folder is flushed. */
export async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
