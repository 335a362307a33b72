import {randomUUID} from 'node:crypto';
import {mkdtemp, readdir, rename, rm, rmdir, stat, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {isCertainlyDead, ownIdentity, processIdentitySchema, readIdentity} from './process-identity.js';
import {systemErrorCode} from './system-failure.js';

/** Longer than anyone holds the gate; then its owner died in it, on a machine that cannot be asked. */
const staleMs = 10_000;
const retryMs = 50;
const mostAttempts = 400;

const gateName = 'writer.gate';
/** Windows says EPERM where a folder is in the way. */
const taken = ['EEXIST', 'ENOTEMPTY', 'EPERM'];

/**
 * Lets one at a time through, of all processes that use the folder; undefined when the gate stays shut.
 *
 * The gate is a folder that gets its name together with a file in it, which says who holds it and whose own name no other
 * holder has. So a holder that is dead is got rid of at once, and whoever does so late cannot hit the one after it.
 * proper-lockfile knows no owners: the shortest it waits for a dead one is two seconds.
 */
export async function passGate<Value>(
	folder: string,
	action: () => Promise<Value>,
): Promise<{value: Value} | undefined> {
	const gate = join(folder, gateName);
	const token = `${randomUUID()}.json`;
	if (!(await enter({folder, gate, token}))) return undefined;
	try {
		return {value: await action()};
	} finally {
		await removeHolder(gate, token);
	}
}

async function enter(place: {folder: string; gate: string; token: string}): Promise<boolean> {
	const {folder, gate, token} = place;
	const own = await mkdtemp(join(folder, `${gateName}.`));
	try {
		await writeFile(join(own, token), JSON.stringify(ownIdentity()));
		for (let attempt = 0; attempt < mostAttempts; attempt++) {
			if (await tryRename(own, gate)) return true;
			if (!(await removeDeadHolders(gate))) await wait(retryMs);
		}
		return false;
	} finally {
		await rm(own, {recursive: true, force: true});
	}
}

/** An empty gate is nobody's, and replaced. */
async function tryRename(own: string, gate: string): Promise<boolean> {
	try {
		await rename(own, gate);
		return true;
	} catch (error) {
		if (taken.includes(systemErrorCode(error) ?? '')) return false;
		throw error;
	}
}

async function removeDeadHolders(gate: string): Promise<boolean> {
	const tokens = await readdir(gate).catch(() => []);
	let removed = tokens.length === 0;
	for (const token of tokens) {
		if (!(await isGone(join(gate, token)))) continue;
		await removeHolder(gate, token);
		removed = true;
	}
	return removed;
}

/** Whether this is what somebody who died before the gate left; never the place of one that waits there. */
export async function isAbandonedGate(path: string): Promise<boolean> {
	if (!/^writer\.gate\.\w+$/u.test(basename(path))) return false;
	const tokens = await readdir(path).catch(() => []);
	const gone = await Promise.all((tokens.length > 0 ? tokens : ['']).map(token => isGone(join(path, token))));
	return gone.every(Boolean);
}

async function isGone(path: string): Promise<boolean> {
	const holder = await readIdentity(path, processIdentitySchema);
	if (holder && isCertainlyDead(holder)) return true;
	const stats = await stat(path).catch(() => undefined);
	return stats !== undefined && Math.abs(Date.now() - stats.mtimeMs) > staleMs;
}

async function removeHolder(gate: string, token: string): Promise<void> {
	await rm(join(gate, token), {recursive: true, force: true}).catch(() => {});
	await rmdir(gate).catch(() => {});
}
