import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {UserError} from '../../source/pipeline/errors.js';
import {passGate} from '../../source/store/pass-gate.js';
import {isCertainlyAlive, isCertainlyDead, ownIdentity} from '../../source/store/process-identity.js';
import {acquireRunLock, findLiveWriter} from '../../source/store/run-lock.js';
import {readOutput, startSource} from '../helpers/run-source-child.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const now = Date.now();

function acquire(folder: string, force = false) {
	return acquireRunLock({folder, now, force});
}

function pretendHolder(folder: string, holder: Record<string, unknown>, ageMs = 0): void {
	mkdirSync(join(folder, 'writer.lock'));
	const sign = new Date(Date.now() - ageMs);
	utimesSync(join(folder, 'writer.lock'), sign, sign);
	writeFileSync(
		join(folder, 'writer.json'),
		JSON.stringify({started_at: '2026-11-22T18:45:10.000Z', ...holder}),
	);
}

test('a lock is held until it is released, and the refusal names process, host and since when', async () => {
	const folder = createTemporaryFolder();
	const lock = await acquire(folder);

	const refusal = await acquire(folder).catch((error: unknown) => error);
	const writer = await findLiveWriter(folder);
	await lock.release();
	const afterwards = await findLiveWriter(folder);
	await (await acquire(folder)).release();

	expect(refusal).toBeInstanceOf(UserError);
	expect((refusal as UserError).message).toContain(
		`process ${process.pid} on ${hostname()} since ${new Date(now).toISOString()}`,
	);
	expect(writer).toMatchObject({pid: process.pid});
	expect(afterwards).toBeUndefined();
});

test('of many who try at once, one gets it', async () => {
	const folder = createTemporaryFolder();
	pretendHolder(folder, {...ownIdentity(), start_ticks: '1'});

	const results = await Promise.allSettled(Array.from({length: 8}, () => acquire(folder)));

	const winners = results.filter(result => result.status === 'fulfilled');
	expect(winners).toHaveLength(1);
	await winners[0]?.value.release();
});

test('the lock of a process that was killed is taken over at once', async () => {
	const folder = createTemporaryFolder();
	const child = startSource({file: 'hold-run.ts', argument: folder});
	const closed = readOutput(child);
	await readOutput(child, output => output.includes('held'));
	const whileAlive = await acquire(folder).catch((error: unknown) => error);

	child.kill('SIGKILL');
	await closed;
	const wasLeftLocked = existsSync(join(folder, 'writer.lock'));
	const writer = await findLiveWriter(folder);
	const lock = await acquire(folder);
	const holder = JSON.parse(readFileSync(join(folder, 'writer.json'), 'utf8'));
	await lock.release();

	expect((whileAlive as UserError).message).toContain(`process ${child.pid} `);
	expect(wasLeftLocked).toBe(true);
	expect(writer).toBeUndefined();
	expect(holder.pid).toBe(process.pid);
});

test('a lock from another machine holds while it shows signs of life, ends by expiry, and gives way to force', async () => {
	const [fresh, stale, forced] = [createTemporaryFolder(), createTemporaryFolder(), createTemporaryFolder()];
	const holder = {pid: 999_999, hostname: 'another-machine'};
	pretendHolder(fresh, holder, 20_000);
	pretendHolder(stale, holder, 31_000);
	pretendHolder(forced, holder);

	const refusal = await acquire(fresh).catch((error: unknown) => error);
	const taken = await acquire(stale);
	const takenByForce = await acquire(forced, true);

	expect((refusal as UserError).message).toContain('process 999999 on another-machine');
	await Promise.all([taken.release(), takenByForce.release()]);
});

test('a process of this machine that lives keeps the lock, however long it shows no sign of life, but against force', async () => {
	const folder = createTemporaryFolder();
	const child = startSource({file: 'hold-run.ts', argument: folder});
	await readOutput(child, output => output.includes('held'));
	child.kill('SIGSTOP');
	const longAgo = new Date(Date.now() - 3_600_000);
	utimesSync(join(folder, 'writer.lock'), longAgo, longAgo);

	const refusal = await acquire(folder).catch((error: unknown) => error);
	const writer = await findLiveWriter(folder);
	const lock = await acquire(folder, true);

	expect((refusal as UserError).message).toContain(`process ${child.pid} `);
	expect((refusal as UserError).hint).toContain('--take-over');
	expect(writer).toMatchObject({pid: child.pid});
	await lock.release();
});

test('whoever lost the lock knows it and leaves the lock of the next one alone', async () => {
	const folder = createTemporaryFolder();
	const first = await acquire(folder);
	writeFileSync(
		join(folder, 'writer.json'),
		JSON.stringify({pid: 1, hostname: 'b', started_at: '2026-11-22T18:45:10.000Z'}),
	);

	const isHeld = await first.isHeld();
	await first.release();

	expect(isHeld).toBe(false);
	expect(existsSync(join(folder, 'writer.lock'))).toBe(true);
});

function pretendGate(folder: string, holder: object, ageMs = 0): void {
	mkdirSync(join(folder, 'writer.gate'));
	const path = join(folder, 'writer.gate', 'holder.json');
	writeFileSync(path, JSON.stringify(holder));
	const then = new Date(Date.now() - ageMs);
	utimesSync(path, then, then);
}

test('a gate that a dead process of this machine left opens at once, one of another machine after ten seconds', async () => {
	const [dead, stale, empty] = [createTemporaryFolder(), createTemporaryFolder(), createTemporaryFolder()];
	pretendGate(dead, {...ownIdentity(), pid: spawnSync('true').pid});
	pretendGate(stale, {...ownIdentity(), hostname: 'another-machine'}, 11_000);
	mkdirSync(join(empty, 'writer.gate'));

	const startedAt = performance.now();
	for (const folder of [dead, stale, empty]) await (await acquire(folder)).release();

	expect(performance.now() - startedAt).toBeLessThan(3_000);
	for (const folder of [dead, stale, empty]) expect(readdirSync(folder)).toEqual([]);
});

test('a gate whose holder may live stays shut until the holder lets go', async () => {
	const folder = createTemporaryFolder();
	pretendGate(folder, ownIdentity());
	let isIn = false;

	const entering = acquire(folder).then(lock => {
		isIn = true;
		return lock;
	});
	await expect.poll(() => readdirSync(folder).some(name => /^writer\.gate\../.test(name))).toBe(true);
	const wasIn = isIn;
	rmSync(join(folder, 'writer.gate', 'holder.json'));
	await (await entering).release();

	expect(wasIn).toBe(false);
	expect(readdirSync(folder)).toEqual([]);
});

test('of many processes that find a dead holder in the gate, one at a time passes', async () => {
	const folder = createTemporaryFolder();
	pretendGate(folder, {...ownIdentity(), pid: spawnSync('true').pid});
	let inside = 0;
	const most: number[] = [];
	const enter = () =>
		passGate(folder, async () => {
			most.push(++inside);
			await new Promise(resolve => setImmediate(resolve));
			inside--;
		});

	const passed = await Promise.all(Array.from({length: 12}, enter));

	expect(passed).not.toContain(undefined);
	expect(Math.max(...most)).toBe(1);
	expect(readdirSync(folder)).toEqual([]);
});

test('a process that was killed while it let go of the lock keeps nobody out', async () => {
	const folder = createTemporaryFolder();
	mkdirSync(join(folder, 'writer.lock'));
	const dead = {...ownIdentity(), pid: spawnSync('true').pid, started_at: new Date(now).toISOString()};
	writeFileSync(join(folder, 'writer.leaving.json'), JSON.stringify(dead));

	expect(await findLiveWriter(folder)).toBeUndefined();
	await (await acquire(folder)).release();

	expect(readdirSync(folder)).toEqual([]);
});

test('a process that has ended and that nobody has asked how is dead', async () => {
	const child = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	const [output] = await once(child.stdout, 'data');
	const zombie = {...ownIdentity(), pid: Number(String(output))};

	await expect.poll(() => readFileSync(`/proc/${zombie.pid}/stat`, 'utf8')).toContain(') Z ');

	expect(isCertainlyDead(zombie)).toBe(true);
	expect(isCertainlyAlive(zombie)).toBe(false);
});

test('only what is certain counts as alive', () => {
	const own = ownIdentity();

	expect(isCertainlyAlive(own)).toBe(true);
	for (const name of ['boot_id', 'pid_namespace', 'start_ticks', 'hostname'] as const) {
		expect(isCertainlyAlive({...own, [name]: 'another'})).toBe(false);
	}
	expect(isCertainlyAlive({...own, start_ticks: undefined})).toBe(false);
});

test('only what is certain counts as dead', () => {
	const own = ownIdentity();

	expect(isCertainlyDead(own)).toBe(false);
	expect(isCertainlyDead({...own, pid: 999_999_999})).toBe(true);
	expect(isCertainlyDead({...own, boot_id: 'an earlier boot'})).toBe(true);
	expect(isCertainlyDead({...own, start_ticks: '1'})).toBe(true);
	expect(isCertainlyDead({...own, pid: 999_999_999, hostname: 'elsewhere'})).toBe(false);
	expect(isCertainlyDead({...own, pid: 999_999_999, pid_namespace: 'pid:[1]'})).toBe(false);
});
