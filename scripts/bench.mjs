// Measures what the program itself costs: interactions a second with an engine that answers at once, memory, start-up.
// Prints the figures beside their goals, and how many GPUs one process feeds; ends with 1 when one misses its goal by more than a factor of two.
//   npm run bench [-- --count 4000 --parallel 16]
import {execFile, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {cpus, loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs, promisify} from 'node:util';

const {values} = parseArgs({options: {count: {type: 'string'}, parallel: {type: 'string'}}});
const count = Number(values.count ?? 4_000);
const parallel = Number(values.parallel ?? 16);
const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const measuredRun = fileURLToPath(new URL('bench/overhead-run.mjs', import.meta.url));
const tokenCost = fileURLToPath(new URL('bench/token-cost.mjs', import.meta.url));
const streams = 512;
const runFile = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'unwritten-bench-'));
const repliesPath = join(folder, 'replies.json');
// One core, where the machine lets us choose it.
const pin = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];
const otherPin = pin.length > 0 && cpus().length > 1 ? ['taskset', '-c', '1'] : [];

const answers = {
	'/api/version': {version: '0.32.15'},
	'/api/tags': {models: [{name: 'm:1', model: 'm:1', digest: 'd', size: 1, details: {}}]},
	'/api/show': {
		capabilities: ['completion'],
		model_info: {'general.architecture': 'm', 'm.context_length': 8_192},
	},
};

try {
	const {rows, gpus} = await measureAll();
	process.stdout.write(formatRows(rows));
	process.stdout.write(`\n${gpus}\n`);
	process.exitCode = rows.every(({factor}) => factor <= 2) ? 0 : 1;
} finally {
	rmSync(folder, {recursive: true, force: true});
}

async function measureAll() {
	say(`recording the replies of ${count} interactions`);
	await runMeasured('record', []);
	say('whole replies');
	const whole = await median(3, () => runMeasured('whole', pin));
	say('replies word by word');
	const tokens = await median(3, () => runMeasured('tokens', pin));
	say('tokens from a server');
	const lines = await measureTokens('ollama');
	const events = await measureTokens('openai');
	say('start-up');
	const help = await medianMs(11, measureHelp);
	const firstRequest = await medianMs(7, measureFirstRequest);
	const core = pin.length > 0 ? 'on one core' : 'on any core';
	const rows = [
		atLeast(`interactions a second, whole replies, ${core}`, whole.rate, 1_000, ''),
		atLeast(`interactions a second, word by word, ${core}`, tokens.rate, 1_000, ''),
		atMost('CPU of an interaction, whole replies', whole.cpuMs, 1, 'ms'),
		atMost('CPU of an interaction, word by word', tokens.cpuMs, 1, 'ms'),
		atLeast(`tokens a second as JSON lines, ${streams} streams, ${core}`, perSecond(lines), 30_000, ''),
		atLeast(`tokens a second as events (SSE), ${streams} streams, ${core}`, perSecond(events), 30_000, ''),
		atMost(`peak memory of ${count * 1.5} interactions`, whole.peakBytes / 2 ** 20, 150, 'MB'),
		atMost('process start to first request', firstRequest, 500, 'ms'),
		atMost('--help', help, 150, 'ms'),
	];
	return {rows, gpus: countGpus(tokens.rate, perSecond(events))};
}

/** The formula of docs/engines.md, with what is assumed there. */
function countGpus(interactionsPerSecond, tokensPerSecond) {
	const tokens = 600;
	const gpuTokensPerSecond = 2_000;
	const shareOfCore = 0.5;
	const interactions = shareOfCore / (1 / interactionsPerSecond + tokens / tokensPerSecond);
	const gpus = (interactions * tokens) / gpuTokensPerSecond;
	const assumed = `${tokens} tokens an interaction, ${gpuTokensPerSecond.toLocaleString('en')} a second from a GPU`;
	return `GPUs that one process feeds (${assumed}): ${gpus.toFixed(1)}`;
}

function perSecond({cpuUs}) {
	return 1_000_000 / cpuUs;
}

async function runMeasured(mode, prefix) {
	const given = JSON.stringify({mode, repliesPath, count, parallel});
	const [command, ...rest] = [...prefix, process.execPath, '--expose-gc', measuredRun, given];
	const env = {...process.env, NODE_ENV: 'production'};
	const {stdout} = await runFile(command, rest, {env, maxBuffer: 2 ** 24});
	const {accepted, wallMs, cpuMs, peakBytes} = JSON.parse(stdout);
	if (accepted !== count) throw new Error(`${accepted} of ${count} were accepted`);
	return {rate: (accepted / wallMs) * 1_000, cpuMs: cpuMs / accepted, peakBytes};
}

/** Its own rate is what the server sends; what a core could take follows from the CPU that one costs. */
async function measureTokens(engine) {
	const given = {engine, streams, warmUpMs: 3_000, measuredMs: 5_000, serverPrefix: otherPin};
	const [command, ...rest] = [...pin, process.execPath, tokenCost, JSON.stringify(given)];
	const {stdout} = await runFile(command, rest, {env: {...process.env, NODE_ENV: 'production'}});
	return JSON.parse(stdout);
}

async function median(times, measure) {
	const results = [];
	for (let time = 0; time < times; time++) results.push(await measure());
	return results.sort((left, right) => left.rate - right.rate)[Math.floor(times / 2)];
}

async function medianMs(times, measure) {
	const results = [];
	for (let time = 0; time < times; time++) results.push(await measure());
	return results.sort((left, right) => left - right)[Math.floor(times / 2)];
}

async function measureHelp() {
	const startedAt = performance.now();
	await runFile(process.execPath, [program, '--help']);
	return performance.now() - startedAt;
}

/** Until the first prompt stands at the door of a server that answers everything before it at once. */
async function measureFirstRequest() {
	const arrived = Promise.withResolvers();
	const server = createServer((request, response) => {
		if (request.url === '/api/chat') arrived.resolve(performance.now());
		else
			response.setHeader('content-type', 'application/json').end(JSON.stringify(answers[request.url] ?? {}));
	});
	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
	const host = `http://127.0.0.1:${server.address().port}`;
	const startedAt = performance.now();
	const given = ['--plain', '--count', '1', '--model', 'm:1', '--host', host, '--out', join(folder, 'out')];
	const child = spawn(process.execPath, [program, ...given], {stdio: 'ignore'});
	const firstRequestMs = (await arrived.promise) - startedAt;
	child.kill('SIGKILL');
	server.closeAllConnections();
	server.close();
	return firstRequestMs;
}

function atLeast(name, value, goal, unit) {
	return {name, value, goal: `≥ ${goal.toLocaleString('en')} ${unit}`.trim(), unit, factor: goal / value};
}

function atMost(name, value, goal, unit) {
	return {name, value, goal: `≤ ${goal} ${unit}`, unit, factor: value / goal};
}

function formatRows(rows) {
	const lines = rows.map(({name, value, goal, unit, factor}) => [
		name,
		`${value.toLocaleString('en', {maximumFractionDigits: value < 10 ? 2 : 0})} ${unit}`.trim(),
		goal,
		factor <= 1 ? 'ok' : factor <= 2 ? 'misses its goal' : 'TOO MUCH',
	]);
	const all = [['what the program itself costs', 'measured', 'goal', ''], ...lines];
	const widths = all[0].map((_, column) => Math.max(...all.map(cells => cells[column].length)));
	const table = all.map(cells =>
		cells
			.map((cell, column) => cell.padEnd(widths[column]))
			.join('  ')
			.trimEnd(),
	);
	const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`;
	const load = loadavg().map(value => value.toFixed(1));
	return `${table.join('\n')}\n\n${machine}; load over 1, 5 and 15 minutes: ${load.join(', ')}\n`;
}

function say(text) {
	process.stderr.write(`measuring: ${text}\n`);
}
