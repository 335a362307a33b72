import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {main} from '../../source/cli/main.js';
import {type FaultServer, type FaultServerOptions, startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

let stdout: string[] = [];
let stderr: string[] = [];
let servers: FaultServer[] = [];

beforeEach(() => {
	vi.stubEnv('XDG_CONFIG_HOME', createTemporaryFolder());
	stdout = [];
	stderr = [];
	servers = [];
	vi.spyOn(process.stdout, 'write').mockImplementation(text => stdout.push(String(text)) > 0);
	vi.spyOn(process.stderr, 'write').mockImplementation(text => stderr.push(String(text)) > 0);
});

afterEach(async () => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
	for (const server of servers) await server.stop();
});

async function startServers(...options: FaultServerOptions[]): Promise<FaultServer[]> {
	for (const each of options) servers.push(await startFaultServer(each));
	return servers;
}

function makeOn(hosts: string[], out: string, count = 6): Promise<number> {
	const named = hosts.flatMap(host => ['--host', host]);
	const model = ['--model', 'good:1b', '--count', String(count), '--parallel', '4', '--seed', '3'];
	return main(['--plain', ...model, ...named, '--out', out]);
}

function readSteps(out: string): Array<{step: string; host?: string}> {
	const [batch] = readdirSync(out).filter(name => name.endsWith('.json'));
	const records = JSON.parse(readFileSync(join(out, batch as string), 'utf8'));
	return records.flatMap((record: {training_metadata: {steps: unknown[]}}) => record.training_metadata.steps);
}

test('two hosts make one set; run.json names both, and each step the one that wrote it', async () => {
	const out = createTemporaryFolder();
	const model = {name: 'good:1b'};
	const [one, other] = await startServers({model, tokenDelayMs: 1}, {model, tokenDelayMs: 1});
	expect(await makeOn([one?.host as string, other?.host as string], out)).toBe(0);
	const writers = new Set(readSteps(out).flatMap(({step, host}) => (step === 'outcomes' ? [] : [host])));
	expect(writers).toEqual(new Set([one?.host, other?.host]));
	const [runId] = readdirSync(join(out, 'runs'));
	const {settings} = JSON.parse(readFileSync(join(out, 'runs', runId as string, 'run.json'), 'utf8'));
	expect(settings.hosts).toEqual([one?.host, other?.host]);
	expect(stdout.join('')).toContain(`host     ${one?.host}: `);
});

test('a host that does not answer at the start is said and left out', async () => {
	const out = createTemporaryFolder();
	const [there] = await startServers({model: {name: 'good:1b'}});
	expect(await makeOn(['127.0.0.1:9', there?.host as string], out)).toBe(0);
	expect(stdout.join('')).toContain('http://127.0.0.1:9 is left');
	expect(there?.chats().length).toBeGreaterThan(20);
});

test('none of several hosts answers: exit 1, nothing on disk', async () => {
	const out = createTemporaryFolder();
	expect(await makeOn(['127.0.0.1:9', '127.0.0.1:10'], join(out, 'new'))).toBe(1);
	expect(readdirSync(out)).toEqual([]);
});

test('a host named twice is one host, and its records name none', async () => {
	const out = createTemporaryFolder();
	const [there] = await startServers({model: {name: 'good:1b'}});
	expect(await makeOn([there?.host as string, there?.host as string], out)).toBe(0);
	expect(readSteps(out).every(step => step.host === undefined)).toBe(true);
});

test('a host that is killed in the middle is left, its work goes on elsewhere, and it is taken back', async () => {
	const out = createTemporaryFolder();
	const model = {name: 'good:1b'};
	const [one, other] = await startServers({model, tokenDelayMs: 2}, {model, tokenDelayMs: 2});
	const running = makeOn([one?.host as string, other?.host as string], out, 30);
	await one?.chatArrived(6);
	await one?.stop();
	await vi.waitFor(() => expect(stdout.join('')).toContain(`${one?.host} is left`), {timeout: 10_000});
	await one?.restart();
	expect(await running).toBe(0);
	expect(stdout.join('')).toContain(`${one?.host} is back after`);
	expect(stdout.join('')).toContain('complete: 30 of 30 accepted');
	const attempts = readAttempts(out);
	expect(attempts.filter(({failure}) => failure === 'unreachable')).toEqual([]);
	expect(attempts.every(({try: number}) => number === 1)).toBe(true);
}, 30_000);

function readAttempts(out: string): Array<{failure: string; try: number}> {
	const [runId] = readdirSync(join(out, 'runs'));
	const text = readFileSync(join(out, 'runs', runId as string, 'attempts.jsonl'), 'utf8');
	return text
		.split('\n')
		.filter(Boolean)
		.map(line => JSON.parse(line));
}

test('a run that goes on with another engine elsewhere asks there the next time too', async () => {
	const out = createTemporaryFolder();
	const [old, next] = await startServers({model: {name: 'good:1b'}}, {model: {name: 'good:1b'}});
	expect(await makeOn([old?.host as string], out, 1)).toBe(0);
	const [runId = ''] = readdirSync(join(out, 'runs'));
	const asked = old?.chats().length;
	const goOn = (...more: string[]) =>
		main(['--plain', '--resume', join(out, 'runs', runId), '--accept-changes', ...more]);
	expect(await goOn('--count', '2', '--engine', 'openai', '--host', next?.host as string)).toBe(0);
	expect(await goOn('--count', '3')).toBe(0);
	expect(old?.chats().length).toBe(asked);
	const file = JSON.parse(readFileSync(join(out, 'runs', runId, 'run.json'), 'utf8'));
	expect(file.settings).toMatchObject({engine: 'openai', hosts: [next?.host]});
	expect(file.notes).toContainEqual(
		expect.objectContaining({what: 'hosts changed at resume', detail: `${old?.host} to ${next?.host}`}),
	);
});
