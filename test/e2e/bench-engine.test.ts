import {execFile} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type FaultServer, startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

let server: FaultServer;

beforeAll(async () => {
	server = await startFaultServer({tokenDelayMs: 2, slots: 4, latencyMs: 5});
});
afterAll(() => server.stop());

async function runNode(...args: string[]): Promise<string> {
	const {stdout} = await promisify(execFile)(process.execPath, args, {
		env: {...process.env, XDG_CONFIG_HOME: createTemporaryFolder()},
	});
	return stdout;
}

const bench = (name: string, ...options: string[]) =>
	runNode(`scripts/${name}.mjs`, '--host', server.host, '--model', 'tester:1b', ...options);

test('bench:engine says which share of a load generator a run reaches, and where the rest goes', async () => {
	const times = ['--minutes', '0.04', '--turns', '1', '--levels', '2,4', '--level-seconds', '0.5'];
	const text = await bench('bench-engine', ...times, '--parallel', '4');
	expect(text).toMatch(/load generator: 2: [\d.]+ {2}4: [\d.]+ tokens\/s/);
	expect(text).toMatch(/ours [\d.]+ tokens\/s · [\d.]+ at the server/);
	const share = Number(/= ([\d.]+) %; goal 97\.0 %/.exec(text)?.[1]);
	expect(share).toBeGreaterThan(0);
}, 60_000);

test('bench:old-way counts what could be read, with bounds where nothing was accepted', async () => {
	const text = await bench('bench-old-way', '--minutes', '0.04');
	expect(text).toMatch(/\| v2\.2 \| 0\.0 \(0\.0 to [\d.]+\) \| 0 of \d+/);
	expect(text).toMatch(/\| unwritten \| [\d.]+ \(/);
	expect(text).toMatch(/ours against the upper bound of the old way: [\d.]+ times/);
}, 60_000);

test('bench:tokens counts every request of a run folder once, the refused ones too', async () => {
	const out = createTemporaryFolder();
	const faulty = await startFaultServer({faults: [{name: 'empty', rate: 0.2}], seed: 5});
	const options = ['--plain', '--count', '6', '--seed', '3', '--model', 'tester:1b', '--parallel', '2'];
	await runNode('dist/cli.js', ...options, '--host', faulty.host, '--out', out);
	const [run] = readdirSync(join(out, 'runs'));
	const text = await runNode('scripts/bench-tokens.mjs', join(out, 'runs', run as string));
	const requests = faulty.chats().length;
	await faulty.stop();
	expect(text).toContain(`6 accepted, ${requests} requests`);
	expect(text).toMatch(new RegExp(`\\| all \\| ${(requests / 6).toFixed(1)} \\|`));
}, 60_000);

test('bench:tokens divides the cost by what counts: what was rejected costs and is none', async () => {
	const out = createTemporaryFolder();
	await runNode(
		'dist/cli.js',
		'--plain',
		'--engine',
		'rehearsal',
		'--count',
		'6',
		'--seed',
		'3',
		'--out',
		out,
	);
	const [run] = readdirSync(join(out, 'runs'));
	const folder = join(out, 'runs', run as string);
	const [first, second] = readFileSync(join(folder, 'interactions.jsonl'), 'utf8').split('\n');
	const lines = [first, second, second].map((record, place) => {
		const {id, plan_index} = JSON.parse(record as string).training_metadata;
		return JSON.stringify({id, plan_index, decision: place === 2 ? 'take-back' : 'reject', records: 6});
	});
	const before = await runNode('scripts/bench-tokens.mjs', folder);
	writeFileSync(join(folder, 'decisions.jsonl'), `${lines.join('\n')}\n`);
	const after = await runNode('scripts/bench-tokens.mjs', folder);
	const requests = Number(/6 accepted, (\d+) requests/.exec(before)?.[1]);
	expect(requests).toBeGreaterThanOrEqual(24);
	expect(after).toContain(`5 accepted, ${requests} requests`);
	expect(after).toContain(`| all | ${(requests / 5).toFixed(1)} |`);
}, 60_000);

test('bench:tokens asks in every form that it names, in turns, and bounds what each costs', async () => {
	const forms = ['full', 'short', 'chat', 'json-prose', 'budgets-0.75', 'budgets-1.5'];
	const text = await bench('bench-tokens', '--minutes', '0.01', '--forms', forms.join(','));
	for (const form of forms) expect(text).toMatch(new RegExp(`\\| ${form} \\| \\d+ of [1-9]\\d* \\(`));
	expect(text).toMatch(/\| full \|.*\| [\d.]+ \([\d.]+ to [\d.]+\) \| the product \|/);
	expect(text).toMatch(/\| chat \|.*times \([\d.]+ to [\d.]+\): (fewer decoded|more decoded|not decided) \|/);
}, 60_000);

test('what a token from a server costs is heard from both APIs', async () => {
	for (const engine of ['ollama', 'openai']) {
		const given = {engine, streams: 4, warmUpMs: 200, measuredMs: 300, serverPrefix: []};
		const {tokensPerSecond, cpuUs} = JSON.parse(
			await runNode('scripts/bench/token-cost.mjs', JSON.stringify(given)),
		);
		expect(tokensPerSecond).toBeGreaterThan(4);
		expect(cpuUs).toBeGreaterThan(0);
	}
});
