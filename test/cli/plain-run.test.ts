import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {main} from '../../source/cli/main.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const {stdout, stderr} = captureOutput();

function start(line: string, out: string): Promise<number> {
	return main([...line.split(' '), '--engine', 'rehearsal', '--out', out]);
}

const linesOf = (text: string[]) => text.join('').trim().split('\n');

test('a run in plain lines ends with 0, and its batch holds what was asked for', async () => {
	const out = createTemporaryFolder();
	expect(await start('--plain --count 12 --seed 3', out)).toBe(0);
	const [batch] = readdirSync(out).filter(name => name.endsWith('.json'));
	expect(JSON.parse(readFileSync(join(out, batch as string), 'utf8'))).toHaveLength(12);
	const lines = linesOf(stdout);
	expect(lines.filter(line => line.includes(' accepted    '))).toHaveLength(12);
	expect(lines.filter(line => line.includes(' progress    '))).toHaveLength(1);
	expect(stdout.join('')).toContain('complete: 12 of 12 accepted');
	expect(stderr.join('')).toBe('');
});

test('with --json every line of stdout is one event, and the summary is on stderr', async () => {
	const out = createTemporaryFolder();
	expect(await start('--json --count 2 --seed 3', out)).toBe(0);
	const events = linesOf(stdout).map(line => JSON.parse(line) as {type: string});
	expect(events[0]?.type).toBe('run-started');
	expect(events.at(-1)?.type).toBe('run-ended');
	expect(stderr.join('')).toContain('complete: 2 of 2 accepted');
});

test('Ctrl+C stops a run with 130 and a partial batch; the resumed run makes the rest', async () => {
	const out = createTemporaryFolder();
	const listeners = process.listenerCount('SIGINT');
	const running = start('--plain --count 40 --seed 3', out);
	await vi.waitFor(() => expect(stdout.join('')).toContain(' accepted    '), {interval: 2, timeout: 10_000});
	process.emit('SIGINT');
	expect(await running).toBe(130);
	expect(process.listenerCount('SIGINT')).toBe(listeners);
	expect(readdirSync(out).some(name => name.includes('_PARTIAL_'))).toBe(true);
	stdout.length = 0;
	expect(await start('--plain --resume', out)).toBe(0);
	expect(stdout.join('')).toContain('complete: 40 of 40 accepted');
});

test('a run that is being written is not opened a second time: exit 2, naming the first', async () => {
	const out = createTemporaryFolder();
	const running = start('--plain --count 40 --seed 3', out);
	await vi.waitFor(() => expect(stdout.join('')).toContain(' accepted    '), {interval: 2, timeout: 10_000});
	const [runId] = readdirSync(join(out, 'runs'));
	const second = await start(`--plain --resume ${runId}`, out);
	process.emit('SIGINT');
	expect(await running).toBe(130);
	expect(second).toBe(2);
	expect(stderr.join('')).toMatch(/hint: /);
});

test('an engine that is not there ends a plain run with 1 and leaves nothing on disk', async () => {
	const out = createTemporaryFolder();
	const host = '127.0.0.1:9';
	expect(await main(['--plain', '--count', '2', '--host', host, '--out', join(out, 'new')])).toBe(1);
	expect(stderr.join('')).toContain('hint: ');
	expect(readdirSync(out)).toEqual([]);
});
