import {readFileSync, readlinkSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import {z} from 'zod';
import {parseUntrustedJson} from './parse-json.js';

/** Who a process is, so that another one can tell whether it still lives. The last three only where there is `/proc`. */
export const processIdentitySchema = z.object({
	pid: z.int().min(1),
	hostname: z.string(),
	boot_id: z.string().optional(),
	/** A number means another process in another container. */
	pid_namespace: z.string().optional(),
	/** Clock ticks from boot to its start: the same number may be given to a later process, this not. */
	start_ticks: z.string().optional(),
});
type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export function ownIdentity(): ProcessIdentity {
	return {
		pid: process.pid,
		hostname: hostname(),
		boot_id: tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
		pid_namespace: tryRead(() => readlinkSync('/proc/self/ns/pid')),
		start_ticks: readStartTicks(process.pid),
	};
}

/** True only when it is certain: a process on another host, or in another container, may well live. */
export function isCertainlyDead(identity: ProcessIdentity): boolean {
	const own = ownIdentity();
	if (identity.hostname !== own.hostname) return false;
	if (differ(identity.boot_id, own.boot_id)) return true;
	if (differ(identity.pid_namespace, own.pid_namespace)) return false;
	if (!isAlive(identity.pid)) return true;
	return differ(identity.start_ticks, readStartTicks(identity.pid));
}

/** True only when it is certain, which needs a `/proc`: the process, and no later one under its number, is on this machine. */
export function isCertainlyAlive(identity: ProcessIdentity): boolean {
	const now: ProcessIdentity = {
		...ownIdentity(),
		pid: identity.pid,
		start_ticks: readStartTicks(identity.pid),
	};
	const isSame = (['hostname', 'boot_id', 'pid_namespace', 'start_ticks'] as const).every(
		name => identity[name] !== undefined && identity[name] === now[name],
	);
	return isSame && isAlive(identity.pid);
}

/** Whoever is named in a file; undefined where it names nobody. */
export async function readIdentity<Identity>(
	path: string,
	schema: z.ZodType<Identity>,
): Promise<Identity | undefined> {
	try {
		return schema.parse(parseUntrustedJson(await readFile(path, 'utf8')));
	} catch {
		return undefined;
	}
}

function differ(left: string | undefined, right: string | undefined): boolean {
	return left !== undefined && right !== undefined && left !== right;
}

function isAlive(pid: number): boolean {
	// One that has ended stays as long as its parent does not ask how, in some containers for ever.
	if (readStat(pid)?.[0] === 'Z') return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

function readStartTicks(pid: number): string | undefined {
	return readStat(pid)?.[19];
}

/** From its state on. */
function readStat(pid: number): string[] | undefined {
	// The name of the program, in parentheses, may hold anything; behind it come the state and, as the 20th field, the start.
	return tryRead(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' '));
}

function tryRead<Value>(read: () => Value): Value | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
