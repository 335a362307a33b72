import {expect, test} from 'vitest';
import {cellNumber} from '../../source/domain/parameter-space.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {nodePath, programPath} from '../helpers/terminal-program.js';
import {
	batchNames,
	countUp,
	onlyRun,
	planIndexes,
	readBatch,
	readRecords,
	readRunFile,
} from './read-output.js';
import {runProgram} from './run-program.js';

const rehearse = (...rest: string[]) => ['--engine', 'rehearsal', ...rest];

test('128 in plain: every cell once, every record valid, under five seconds', async () => {
	const folder = createTemporaryFolder();
	const result = await runProgram({folder, arguments: rehearse('--count', '128', '--seed', '7', '--plain')});
	expect(result).toMatchObject({code: 0, stderr: ''});
	expect(result.durationMs).toBeLessThan(5_000);
	const [batch = ''] = batchNames(folder);
	const records = readBatch(folder, batch);
	const cells = records.map(({training_metadata: metadata}) =>
		cellNumber({
			complexity: metadata.complexity_type,
			authenticity: metadata.authenticity_target,
			capacity: metadata.capacity_level,
		}),
	);
	expect(cells.sort((one, other) => one - other)).toEqual(countUp(128));
	expect(planIndexes(records)).toEqual(countUp(128));
	expect(result.stdout).toMatch(/progress {4}120\/128 \(93 %\)/);
	expect(result.stdout.match(/^\S+ accepted /gm)).toHaveLength(128);
	expect(result.stdout).toContain('complete: 128 of 128 accepted');
});

/** All that a seed decides. */
async function drawsOf(seed: number) {
	const folder = createTemporaryFolder();
	const given = rehearse('--count', '12', '--seed', String(seed), '--plain', '--parallel', '3');
	const {stdout} = await runProgram({folder, arguments: given});
	expect(stdout).toContain(`seed ${seed}`);
	const records = readRecords(onlyRun(folder)).sort(
		(one, other) => one.training_metadata.plan_index - other.training_metadata.plan_index,
	);
	expect(records.map(({training_metadata: {run_seed}}) => run_seed)).toEqual(Array(12).fill(seed));
	return records.map(record => ({
		name: record.npc_profile.name,
		ocean: record.npc_ocean_personality,
		capacity: record.npc_emotional_state,
		target: record.training_metadata.authenticity_target,
	}));
}

test('the same seed makes the same plan and draws, another seed others', async () => {
	const first = await drawsOf(7);
	expect(await drawsOf(7)).toEqual(first);
	expect(await drawsOf(8)).not.toEqual(first);
});

test('a seed that was drawn is shown and recorded', async () => {
	const folder = createTemporaryFolder();
	const {stdout} = await runProgram({folder, arguments: rehearse('--count', '2', '--plain')});
	const seed = Number(/seed (\d+)/.exec(stdout)?.[1]);
	expect(seed).toBe(readRunFile(onlyRun(folder)).plan.seed);
	expect(readRecords(onlyRun(folder))[0]?.training_metadata.run_seed).toBe(seed);
});

test('behind a pipe there are plain lines without being asked for, and no escape sequence', async () => {
	const terminal = openTerminal({
		folder: createTemporaryFolder(),
		command: {
			file: '/bin/sh',
			arguments: ['-c', `${nodePath} ${programPath} --engine rehearsal --count 3 | cat; echo done`],
		},
	});
	await terminal.exit;
	expect(terminal.raw()).not.toContain('\u001B');
	expect(terminal.text()).toMatch(/accepted {4}3\/3[\s\S]*complete: 3 of 3 accepted[\s\S]*done/);
});

test('a reader that goes away early does not end the run', async () => {
	const folder = createTemporaryFolder();
	const terminal = openTerminal({
		folder,
		command: {
			file: '/bin/sh',
			arguments: ['-c', `${nodePath} ${programPath} --engine rehearsal --count 20 | head -1; echo done`],
		},
	});
	await terminal.exit;
	expect(terminal.text()).toContain('20 requested');
	await expect.poll(() => readRunFile(onlyRun(folder)).state).toBe('finished');
	expect(planIndexes(readRecords(onlyRun(folder)))).toEqual(countUp(20));
});

test('--json: every line of stdout is an event, the summary is on stderr', async () => {
	const result = await runProgram({
		folder: createTemporaryFolder(),
		arguments: rehearse('--count', '3', '--json'),
	});
	expect(result.code).toBe(0);
	const events = result.stdout
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
	expect(events[0]).toMatchObject({type: 'run-started', requested: 3});
	expect(events.filter(({type}) => type === 'interaction-accepted')).toHaveLength(3);
	expect(events.at(-1)).toMatchObject({type: 'run-ended', outcome: 'complete'});
	expect(events.every(({at}) => typeof at === 'number')).toBe(true);
	expect(result.stderr).toContain('complete: 3 of 3 accepted');
});

test('--help and --version are for stdout, exit 0', async () => {
	const folder = createTemporaryFolder();
	const help = await runProgram({folder, arguments: ['--help']});
	expect(help).toMatchObject({code: 0, stderr: ''});
	expect(help.stdout).toMatch(/--count N/);
	const version = await runProgram({folder, arguments: ['--version']});
	expect(version).toMatchObject({code: 0, stderr: '', stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/)});
});

test('runs and export find what was made', async () => {
	const folder = createTemporaryFolder();
	await runProgram({folder, arguments: rehearse('--count', '2', '--plain')});
	const runs = await runProgram({folder, arguments: ['runs']});
	expect(runs.stdout).toMatch(/^\d{8}-\d{6}-\w\w {2}finished +2\/2 /);
	const written = await runProgram({folder, arguments: ['export', 'latest']});
	expect(written.code).toBe(0);
	expect(written.stdout).toMatch(/multi_step_batch_\d{8}_\d{6}(?:_2)?\.json\n$/);
	expect(readBatch(folder, written.stdout.trim().split('/').at(-1) as string)).toHaveLength(2);
});

test('a reader that closes the pipe at once gets no stack trace', async () => {
	const folder = createTemporaryFolder();
	await runProgram({folder, arguments: rehearse('--count', '1', '--plain')});
	const terminal = openTerminal({
		folder,
		command: {file: '/bin/sh', arguments: ['-c', `${nodePath} ${programPath} runs | true; echo done`]},
	});
	await terminal.exit;
	expect(terminal.text().trim()).toBe('done');
});
