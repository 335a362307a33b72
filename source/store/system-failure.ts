import {StoreError, UserError} from '../pipeline/errors.js';

const meanings: Record<string, string> = {
	EACCES: 'permission denied',
	EBUSY: 'it is in use',
	EDQUOT: 'the disk quota is used up',
	EEXIST: 'a file is in the way',
	EFBIG: 'the file would get larger than allowed',
	EIO: 'the disk reported an error',
	EISDIR: 'it is a folder',
	ELOCKED: 'its lock is held',
	ELOOP: 'it is a symbolic link',
	EMFILE: 'too many files are open',
	ENAMETOOLONG: 'the name is too long',
	ENOENT: 'it does not exist',
	ENOSPC: 'no space left on the disk',
	ENOTDIR: 'a file is in the way',
	EPERM: 'not permitted',
	EROFS: 'the file system is read-only',
};

/** The code of an error of the operating system, such as `ENOSPC`. */
export function systemErrorCode(error: unknown): string | undefined {
	const code = (error as {code?: unknown} | undefined)?.code;
	return typeof code === 'string' ? code : undefined;
}

/** What went wrong on disk, in words a user understands. */
export function describeSystemError(error: unknown): string {
	const meaning = meanings[systemErrorCode(error) ?? ''];
	return meaning ?? (error instanceof Error ? error.message : String(error));
}

/** `what` is a clause such as "could not write `x`". */
export function toStoreError(what: string, error: unknown): StoreError {
	return error instanceof StoreError
		? error
		: new StoreError(`${what}: ${describeSystemError(error)}`, {cause: error});
}

export function toUserError(options: {what: string; hint: string; error: unknown}): UserError {
	const {what, hint, error} = options;
	if (error instanceof UserError) return error;
	return new UserError(`${what}: ${describeSystemError(error)}`, {hint, cause: error});
}

/** Runs `read`; undefined when the file or folder is not there. */
export async function unlessMissing<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
	try {
		return await read();
	} catch (error) {
		if (systemErrorCode(error) === 'ENOENT') return undefined;
		throw error;
	}
}
