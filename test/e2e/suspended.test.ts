import {utimesSync} from 'node:fs';
import {basename, join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {expect, onTestFinished, test} from 'vitest';
import type {RunEvent} from '../../source/pipeline/events.js';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {onlyRun} from './read-output.js';
import {runProgram, startProgram} from './run-program.js';

const stoppedMs = 12_500;

/** As its lock looks once the heartbeat has failed for half a minute. */
function ageLock(folder: string): string {
	const run = onlyRun(folder);
	const longAgo = new Date(Date.now() - 60_000);
	utimesSync(join(run, 'writer.lock'), longAgo, longAgo);
	return basename(run);
}

test('a run that was stopped for a while counts that time nowhere, and nobody else gets it meanwhile', async () => {
	const server = await startFaultServer({tokenDelayMs: 2});
	onTestFinished(() => server.stop());
	const folder = createTemporaryFolder();
	const engine = ['--host', server.host, '--model', 'tester:1b', '--parallel', '2'];
	const program = startProgram({folder, arguments: [...engine, '--count', '6', '--seed', '7', '--json']});
	await program.waitForOutput(/interaction-accepted/);
	program.kill('SIGSTOP');
	const stopped = wait(stoppedMs);
	const runId = ageLock(folder);
	const listed = await runProgram({folder, arguments: ['runs']});
	const second = await runProgram({folder, arguments: ['--plain', '--resume', runId]});
	await stopped;
	program.kill('SIGCONT');
	const {code, stdout, stderr} = await program.ended;
	expect(listed.stdout).toContain(`${runId}  running`);
	expect([second.code, second.stderr]).toEqual([2, expect.stringContaining('is being written by process')]);
	expect(code).toBe(0);
	const events = stdout
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as RunEvent);
	const skips = events.flatMap(event => (event.type === 'time-skipped' ? [event.skippedMs] : []));
	expect(skips).toHaveLength(1);
	expect(skips[0]).toBeGreaterThan(stoppedMs - 2_000);
	const durations = events.flatMap(event => ('durationMs' in event ? [event.durationMs] : []));
	expect(Math.max(...durations)).toBeLessThan(10_000);
	expect(Number(/time +([\d.]+) s active/.exec(stderr)?.[1])).toBeLessThan(10);
}, 60_000);
