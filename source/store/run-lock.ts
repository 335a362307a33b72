import {rm, stat} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {check, lock} from 'proper-lockfile';
import {z} from 'zod';
import {UserError} from '../pipeline/errors.js';
import {passGate} from './pass-gate.js';
import {
	isCertainlyAlive,
	isCertainlyDead,
	ownIdentity,
	processIdentitySchema,
	readIdentity,
} from './process-identity.js';
import {createLease, letGoMs, type RunLock} from './run-lease.js';
import {systemErrorCode, unlessMissing} from './system-failure.js';
import {writeAtomically} from './write-atomically.js';

const lockHolderSchema = processIdentitySchema.extend({started_at: z.iso.datetime()});
/** Who writes a run. */
export type LockHolder = z.infer<typeof lockHolderSchema>;

const staleMs = 30_000;
const heartbeatMs = 10_000;

/**
 * Makes this process the only writer of a run folder, by a lease with a heartbeat.
 *
 * A holder on this machine that is dead is replaced at once, one that lives only with `force`, even if it was suspended for
 * hours; one that nothing certain is known of by expiry too. Throws `UserError` naming the holder.
 */
export async function acquireRunLock(options: {
	folder: string;
	now: number;
	force?: boolean;
}): Promise<RunLock> {
	const {folder, now, force = false} = options;
	const before = await readHolderOrLeaver(folder);
	// Without the gate, two that both find a dead holder could each remove the lock of the other.
	const passed = await passGate(folder, async () => {
		if (force || (await isHolderDead(folder))) await dropLock(folder);
		if ((await findLiveHolder(folder)) || (await check(folder, lockOptions(folder))))
			throw await refuseSecondWriter(folder);
		// The name before the lock: killed in between, a lock without a name would look alive until it expires.
		const holder: LockHolder = {...ownIdentity(), started_at: new Date(now).toISOString()};
		await writeAtomically(holderPath(folder), `${JSON.stringify(holder)}\n`);
		const lease = createLease({
			folder,
			holderPath: holderPath(folder),
			leaverPath: leaverPath(folder),
			holder,
			takeLock: onLost => lock(folder, {...lockOptions(folder), onCompromised: onLost}),
		});
		await lease.take().catch(async error => {
			throw systemErrorCode(error) === 'ELOCKED' ? await refuseSecondWriter(folder) : error;
		});
		return lease;
	});
	if (!passed) throw await refuseSecondWriter(folder);
	// One that may live writes until it looks again, and that belongs to what we are about to read.
	if (before && !isCertainlyDead(before)) await wait(letGoMs);
	return passed.value;
}

/** Who writes this run now; undefined when nobody does. Needs no lock. */
export async function findLiveWriter(folder: string): Promise<LockHolder | 'unknown' | undefined> {
	const alive = await findLiveHolder(folder);
	if (alive) return alive;
	const isLocked = await check(folder, lockOptions(folder)).catch(() => false);
	if (!isLocked) return undefined;
	const holder = await readHolderOrLeaver(folder);
	if (holder === undefined) return 'unknown';
	return isCertainlyDead(holder) ? undefined : holder;
}

/** Says so when the lock of a process that is gone still lies in the folder: it keeps nobody out. */
export async function describeLeftLock(folder: string): Promise<string[]> {
	const holder = await readHolder(folder);
	const isLocked = await unlessMissing(() => stat(lockOptions(folder).lockfilePath));
	if ((!holder && !isLocked) || (await findLiveWriter(folder)) !== undefined) return [];
	const who = holder
		? `process ${holder.pid} on ${holder.hostname}, since ${holder.started_at}`
		: 'nobody knows whom';
	return [`writer.lock: left by ${who}, which is gone; taken away`];
}

function lockOptions(folder: string) {
	const lockfilePath = join(folder, 'writer.lock');
	return {lockfilePath, realpath: false, stale: staleMs, update: heartbeatMs};
}

function holderPath(folder: string): string {
	return join(folder, 'writer.json');
}

/** The name of one that is letting go of the lock: killed before it has, it must not look like a nameless one that lives. */
function leaverPath(folder: string): string {
	return join(folder, 'writer.leaving.json');
}

function readHolder(folder: string, path = holderPath(folder)): Promise<LockHolder | undefined> {
	return readIdentity(path, lockHolderSchema);
}

async function readHolderOrLeaver(folder: string): Promise<LockHolder | undefined> {
	return (await readHolder(folder)) ?? (await readHolder(folder, leaverPath(folder)));
}

async function isHolderDead(folder: string): Promise<boolean> {
	const holder = await readHolderOrLeaver(folder);
	return holder !== undefined && isCertainlyDead(holder);
}

/** One that shows no sign of life may still go on, as after Ctrl+Z or a sleep of the machine. */
async function findLiveHolder(folder: string): Promise<LockHolder | undefined> {
	const holder = await readHolderOrLeaver(folder);
	return holder && isCertainlyAlive(holder) ? holder : undefined;
}

async function dropLock(folder: string): Promise<void> {
	// The names go last: killed in between, the next one still sees that the holder is dead.
	await rm(lockOptions(folder).lockfilePath, {recursive: true, force: true});
	await rm(leaverPath(folder), {force: true});
	await rm(holderPath(folder), {force: true});
}

async function refuseSecondWriter(folder: string): Promise<UserError> {
	const holder = await readHolder(folder);
	const who = holder
		? `process ${holder.pid} on ${holder.hostname} since ${holder.started_at}`
		: 'another process';
	const isAlive = holder !== undefined && isCertainlyAlive(holder);
	return new UserError(`the run \`${basename(folder)}\` is being written by ${who}`, {
		hint: isAlive
			? 'stop that one first (after Ctrl+Z, `fg` wakes it), or take the run from it with --take-over'
			: `stop that one first; if it is gone, its lock ends ${staleMs / 1000} seconds after its last sign of life, or at once with --take-over`,
	});
}
