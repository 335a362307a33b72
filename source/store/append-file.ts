import {constants, fstatSync, readSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {StoreError} from '../pipeline/errors.js';

/** The few things a journal asks of a file. Offsets and sizes in bytes. Foreign errors pass through. */
export interface AppendFile {
	/** `links` is 0 once the file was deleted or replaced under us. */
	stat(): Promise<{size: number; links: number}>;
	read(target: Uint8Array, offset: number): Promise<number>;
	/** The same at once, for a few kilobytes that an answer waits for. */
	readNow(target: Uint8Array, offset: number): number;
	/** Writes all of it at the end of the file, or throws; then a part of it may be there. */
	append(bytes: Uint8Array): Promise<void>;
	truncate(size: number): Promise<void>;
	sync(): Promise<void>;
	close(): Promise<void>;
}

/** Opens a regular file, never through a symbolic link; `append` creates it. */
export async function openAppendFile(path: string, mode: 'read' | 'append'): Promise<AppendFile> {
	const access = mode === 'append' ? constants.O_RDWR | constants.O_APPEND | constants.O_CREAT : 0;
	// O_NONBLOCK: a named pipe in the way must not hang the program.
	const handle = await open(path, access | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o644);
	const stats = await handle.stat();
	if (stats.isFile()) return wrapHandle(handle);
	await handle.close();
	throw new StoreError(`\`${path}\` is not a regular file`);
}

/**
 * A disk that has just answered is asked for its size at once: handing that to a thread is a twentieth of what a fast run
 * costs. One that may hang is not: the screen would hang with it.
 */
const stillAnswersMs = 250;

function wrapHandle(handle: FileHandle): AppendFile {
	let answeredAt = Number.NEGATIVE_INFINITY;

	async function answer<Value>(asked: Promise<Value>): Promise<Value> {
		const value = await asked;
		answeredAt = performance.now();
		return value;
	}

	return {
		stat: async () => {
			const isAnswering = performance.now() - answeredAt < stillAnswersMs;
			const {size, nlink} = isAnswering ? fstatSync(handle.fd) : await answer(handle.stat());
			return {size, links: nlink};
		},
		read: async (target, offset) => {
			const {bytesRead} = await handle.read(target, 0, target.byteLength, offset);
			return bytesRead;
		},
		readNow: (target, offset) => readSync(handle.fd, target, 0, target.byteLength, offset),
		append: bytes => answer(writeAll(handle, bytes)),
		truncate: size => handle.truncate(size),
		sync: () => answer(handle.sync()),
		close: () => handle.close(),
	};
}

/** `appendFile` would do the same with three times the work. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
	for (let written = 0; written < bytes.byteLength; ) {
		written += (await handle.write(bytes, written)).bytesWritten;
	}
}

/** Stands in for a file that is not there, for a reader. */
export function createAbsentFile(): AppendFile {
	const refuse = async () => {
		throw new StoreError('a file that is not there cannot be written');
	};
	return {
		stat: async () => ({size: 0, links: 1}),
		read: async () => 0,
		readNow: () => 0,
		append: refuse,
		truncate: refuse,
		sync: refuse,
		close: async () => {},
	};
}
