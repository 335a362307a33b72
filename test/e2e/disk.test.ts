import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {canBreakDisks, canMountDisks, mountBreakableDisk, mountSmallDisk} from '../helpers/small-disk.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {nodePath, programPath} from '../helpers/terminal-program.js';
import {runProgram, startProgram} from './run-program.js';

const rehearsal = ['--engine', 'rehearsal', '--plain', '--seed', '7', '--parallel', '4'];
const start = (count: number, out: string, delayMs = 0) =>
	startProgram({
		arguments: [...rehearsal, '--count', String(count), '--out', out],
		folder: createTemporaryFolder(),
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: String(delayMs)},
	});
const onRealDisk = test.runIf(canMountDisks);

function readBatch(folder: string): Array<{training_metadata: {plan_index: number}}> {
	const [name] = readdirSync(folder).filter(file => file.endsWith('.json'));
	return JSON.parse(readFileSync(join(folder, name as string), 'utf8'));
}

onRealDisk('a full disk is waited for with its reason, and nothing is lost', async () => {
	const disk = mountSmallDisk('400k');
	const program = start(120, disk.folder);
	await program.waitForOutput(/waiting .*no space left on the disk/);
	disk.grow('16m');
	const {code, stdout} = await program.ended;
	expect(code).toBe(0);
	expect(stdout).toContain('disk        writes again');
	const planIndexes = readBatch(disk.folder).map(({training_metadata: metadata}) => metadata.plan_index);
	expect(planIndexes).toEqual(Array.from({length: 120}, (_, index) => index));
});

onRealDisk('a run stopped while its disk is full goes on when there is room', async () => {
	const disk = mountSmallDisk('400k');
	const program = start(120, disk.folder);
	await program.waitForOutput(/waiting .*no space left on the disk/);
	program.kill('SIGINT');
	expect((await program.ended).code).toBe(130);
	disk.grow('16m');
	const resumed = await runProgram({
		arguments: ['--resume', '--plain', '--out', disk.folder],
		folder: createTemporaryFolder(),
	});
	expect(resumed.code).toBe(0);
	expect(resumed.stdout).toContain('120 of 120 accepted');
});

onRealDisk('a disk that is full or read-only before the first slot is the mistake of the user', async () => {
	const full = mountSmallDisk('32k');
	writeFileSync(join(full.folder, 'filler'), Buffer.alloc(32 * 1024));
	const readOnly = mountSmallDisk('1m');
	readOnly.makeReadOnly();
	for (const [folder, reason] of [
		[full.folder, /no space left/],
		[readOnly.folder, /read-only/],
	] as const) {
		const {code, stderr} = await start(2, join(folder, 'out')).ended;
		expect(code).toBe(2);
		expect(stderr).toMatch(reason);
		expect(stderr).toContain('hint: ');
	}
});

test('a file that may not grow any more is waited for, and the run can be stopped', async () => {
	const out = createTemporaryFolder();
	const command = `ulimit -f 300; exec "${nodePath}" "${programPath}" ${rehearsal.join(' ')} --count 400 --out "${out}"`;
	const {stdout, status} = spawnSync('timeout', ['--foreground', '-s', 'INT', '4', 'bash', '-c', command], {
		encoding: 'utf8',
		cwd: out,
		env: {...process.env, XDG_CONFIG_HOME: out},
	});
	expect(stdout).toMatch(/waiting .*for the disk/);
	expect([124, 130]).toContain(status);
	expect(stdout).toMatch(/stopped: \d+ of 400 accepted/);
});

test.each(['P', ' '])('a pause while the disk refuses says so: %j', async key => {
	const folder = createTemporaryFolder();
	const command = `ulimit -f 300; exec "${nodePath}" "${programPath}" --engine rehearsal --count 400`;
	const terminal = openTerminal({folder, command: {file: '/bin/bash', arguments: ['-c', command]}});
	await terminal.waitFor('DISK REFUSES');
	terminal.press(key);
	await terminal.waitFor(/PAUSING[\s\S]*disk refuses for \d+ s: the file would get larger than allowed \(/);
});

test('a run whose folder was deleted under it says so, makes no new one, and can be stopped', async () => {
	const out = createTemporaryFolder();
	const program = start(400, out, 2);
	await program.waitForOutput(/accepted +5\//);
	rmSync(join(out, 'runs'), {recursive: true});
	await program.waitForOutput(/waiting .*was deleted or replaced while it was in use/);
	program.kill('SIGINT');
	expect((await program.ended).code).toBe(130);
	expect(readdirSync(out).filter(name => name === 'runs')).toEqual([]);
});

/** Nobody refuses root, so that root becomes another user, where that one can read the program at all. */
const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
const canLoseRights =
	nobody === undefined ||
	spawnSync(nodePath, [programPath, '--version'], {uid: nobody, gid: nobody, cwd: '/'}).status === 0;

test.runIf(canLoseRights)(
	'a run that lost its rights on its folders waits with its batch until it has them again, or is stopped and says how to get it',
	async () => {
		const home = createTemporaryFolder();
		const out = join(home, 'out');
		let runId = '';
		const rights = (mode: number) => {
			for (const folder of [join(out, 'runs', runId), join(out, 'runs'), out]) chmodSync(folder, mode);
		};
		const as = (...given: string[]) => ({arguments: given, folder: home, uid: nobody});
		chmodSync(home, 0o777);
		for (const name of ['out', 'config']) mkdirSync(join(home, name), {mode: 0o777});
		for (const name of ['out', 'config']) chmodSync(join(home, name), 0o777);
		const env = {UNWRITTEN_REHEARSAL_DELAY_MS: '2', XDG_CONFIG_HOME: join(home, 'config')};
		async function runUntilRefused() {
			const earlier = runId;
			const program = startProgram({...as(...rehearsal, '--count', '40', '--out', out), env});
			await program.waitForOutput(/accepted +5\//);
			runId = readdirSync(join(out, 'runs')).find(name => name !== earlier) as string;
			rights(0o555);
			await program.waitForOutput(/waiting +for the disk: .*permission denied/);
			return program;
		}
		const readState = () =>
			JSON.parse(readFileSync(join(out, 'runs', runId, 'run.json'), 'utf8')).state as string;
		const indexes = () => readBatch(out).map(({training_metadata: metadata}) => metadata.plan_index);
		const all = Array.from({length: 40}, (_, index) => index);

		const stopped = await runUntilRefused();
		stopped.kill('SIGINT');
		const {code, stdout} = await stopped.ended;
		expect(code).toBe(130);
		expect(stdout).toMatch(/the batch file could not be written: .*permission denied/);
		expect(stdout).toMatch(/how the run ended could not be kept: .*permission denied/);
		expect(stdout).toContain(`batch    not written: get it with unwritten export ${runId}`);
		expect(readState()).toBe('running');
		rights(0o777);
		expect((await runProgram({...as('export', runId, '--out', out), env})).code).toBe(0);
		expect(indexes()).toEqual(all);
		for (const name of readdirSync(out)) if (name.endsWith('.json')) rmSync(join(out, name));

		const waiting = await runUntilRefused();
		rights(0o777);
		const ended = await waiting.ended;
		expect([ended.code, ended.stderr]).toEqual([0, '']);
		expect(ended.stdout).toContain('disk        writes again');
		expect(readState()).toBe('finished');
		expect(indexes()).toEqual(all);
	},
);

test.runIf(canBreakDisks)(
	'a disk that turns read-only under a run is waited for, the run can be stopped, and goes on after its repair',
	async () => {
		const disk = mountBreakableDisk();
		const out = join(disk.folder, 'out');
		const program = start(40, out, 4);
		await program.waitForOutput(/accepted +5\//);
		disk.break();
		await program.waitForOutput(/waiting +for the disk: .*the file system is read-only/);
		program.kill('SIGINT');
		const {code, stdout} = await program.ended;
		expect(code).toBe(130);
		const accepted = Number(/stopped: (\d+) of 40 accepted/.exec(stdout)?.[1]);
		expect(accepted).toBeGreaterThanOrEqual(5);
		expect(disk.mend()).toBe(true);
		const resumed = await runProgram({
			arguments: ['--resume', '--plain', '--out', out],
			folder: createTemporaryFolder(),
		});
		expect(resumed.code).toBe(0);
		const made = Number(/active, (\d+) accepted in it/.exec(resumed.stdout)?.[1]);
		// This kernel may call the one flush done that its error interrupts, whatever program asks: a group of four.
		expect(made).toBeLessThanOrEqual(40 - accepted + 4);
		const planIndexes = readBatch(out).map(({training_metadata: metadata}) => metadata.plan_index);
		expect(planIndexes).toEqual(Array.from({length: 40}, (_, index) => index));
	},
);
