import {readFile, rename, rm, stat} from 'node:fs/promises';
import {basename} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {RunTakenError, StoreError} from '../pipeline/errors.js';
import {parseUntrustedJson} from './parse-json.js';
import {passGate} from './pass-gate.js';
import {toStoreError, unlessMissing} from './system-failure.js';

/** The right to write a run, held by a heartbeat. */
export interface RunLock {
	/** Asks the disk whether the run is still ours. */
	isHeld(): Promise<boolean>;
	/**
	 * Before each write: looks, once a second, whether the run is still ours, and takes a lease again that the disk did not let
	 * us renew. Throws `RunTakenError` once another process has had the run, and `StoreError` while a lost lease cannot be had.
	 */
	keep(): Promise<void>;
	/** Before what replaces a file, and after a write that failed: throws `RunTakenError` where the disk says so. */
	refuseTaken(cause?: unknown): Promise<void>;
	release(): Promise<void>;
}

/** A holder looks so often whether the run is still its own; whoever takes it by force waits twice as long before it reads. */
const lookEveryMs = 1_000;
export const letGoMs = 2 * lookEveryMs;

type LeaseParts = {
	folder: string;
	holderPath: string;
	leaverPath: string;
	/** What the file there says while the run is ours. */
	holder: object;
	takeLock: (onLost: (reason: Error) => void) => Promise<() => Promise<void>>;
};

/** `take` has to be called, in the gate, before anything else. */
export function createLease(parts: LeaseParts): RunLock & {take(): Promise<void>} {
	const {folder, holderPath, leaverPath, takeLock} = parts;
	let unlock = async () => {};
	let lost: Error | undefined;
	let lookedAt = Date.now();
	let looking: Promise<void> | undefined;

	async function take(): Promise<void> {
		unlock = await takeLock(reason => {
			lost = reason;
		});
		lost = undefined;
	}

	/** Whoever had it in between wrote its own name there, and took it away when it was done. */
	async function retake(): Promise<void> {
		try {
			await refuseIfTaken(parts);
			const passed = await passGate(folder, async () => {
				await refuseIfTaken(parts);
				await take();
			});
			if (!passed) throw new StoreError('another process is asking for it');
		} catch (error) {
			if (error instanceof RunTakenError) throw error;
			throw toStoreError(`the lock of the run \`${basename(folder)}\` could not be renewed`, error);
		}
	}

	/** Undefined where the disk does not say. */
	const askOwner = () => readOwner(parts).catch(() => undefined);

	async function refuseTaken(cause?: unknown): Promise<void> {
		const owner = await askOwner();
		if (owner !== undefined && owner !== 'us') throw taken(parts, cause);
	}

	async function look(): Promise<void> {
		await (lost === undefined ? refuseTaken() : retake());
		lookedAt = Date.now();
	}

	return {
		take,
		isHeld: async () => (await askOwner()) === 'us',
		async keep() {
			if (lost === undefined && Math.abs(Date.now() - lookedAt) < lookEveryMs) return;
			looking ??= look().finally(() => {
				looking = undefined;
			});
			await looking;
		},
		refuseTaken,
		async release() {
			if ((await askOwner()) !== 'us') return;
			// The holder file goes first: once the lock is free the file may be another's.
			await rename(holderPath, leaverPath).catch(() => {});
			await unlock().catch(() => {});
			await rm(leaverPath, {force: true}).catch(() => {});
		},
	};
}

async function refuseIfTaken(parts: LeaseParts): Promise<void> {
	if ((await readOwner(parts)) !== 'us') throw taken(parts);
}

function taken({folder}: LeaseParts, cause?: unknown): RunTakenError {
	return new RunTakenError(`another process took over the run \`${basename(folder)}\``, {cause});
}

/** Throws where the disk does not say, and where the whole folder is gone: that is nobody's doing who writes the run. */
async function readOwner({folder, holderPath, holder}: LeaseParts): Promise<'us' | 'another' | 'nobody'> {
	const text = await unlessMissing(() => readFile(holderPath, 'utf8'));
	if (text === undefined) {
		await stat(folder);
		return 'nobody';
	}
	return isSame(text, holder) ? 'us' : 'another';
}

function isSame(text: string, holder: object): boolean {
	try {
		return isDeepStrictEqual(parseUntrustedJson(text), JSON.parse(JSON.stringify(holder)));
	} catch {
		return false;
	}
}
