import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTerminalEnvironment} from '../helpers/terminal-environment.js';
import {nodePath, programPath} from '../helpers/terminal-program.js';
import {findGrowth, formatSoak, type Sample} from './soak-table.js';

const {values} = parseArgs({
	options: {
		minutes: {type: 'string', default: '30'},
		interactions: {type: 'string', default: '200000'},
		every: {type: 'string', default: '5'},
		on: {type: 'string', default: 'rehearsal,faults'},
	},
});
const sampler = new URL('sample.mjs', import.meta.url).href;
const minuteMs = 60_000;
const mixedFaults = [
	'http-500',
	'empty',
	'end-without-done',
	'bad-json',
	'refuse',
	'cut-at-limit',
	'rule-broken',
] as const;

for (const kind of values.on.split(',')) {
	const samples =
		kind === 'faults' ? await soakOnFaults() : await soak(['--engine', 'rehearsal', '--parallel', '4']);
	process.stdout.write(`${formatSoak(kind, samples)}\n\n`);
	if (samples.length < 6 || findGrowth(samples).length > 0) process.exitCode = 1;
}

async function soakOnFaults(): Promise<Sample[]> {
	const faults = mixedFaults.map(name => ({name, rate: 0.01}));
	const server = await startFaultServer({faults, seed: 1, keepsRequests: false});
	try {
		return await soak(['--host', server.host, '--model', 'tester:1b', '--parallel', '8']);
	} finally {
		await server.stop();
	}
}

/** The real program until it is done or the time is over; then it is stopped as a user stops it. */
async function soak(engine: string[]): Promise<Sample[]> {
	const folder = mkdtempSync(join(tmpdir(), 'unwritten-soak-'));
	const log = join(folder, 'samples.jsonl');
	const given = [
		'--plain',
		'--count',
		values.interactions,
		'--seed',
		'1',
		'--out',
		join(folder, 'out'),
		...engine,
	];
	const soaking = {log, everyMs: Number(values.every) * 1000};
	const child = spawn(nodePath, ['--expose-gc', '--import', sampler, programPath, ...given], {
		cwd: folder,
		env: createTerminalEnvironment(folder, {UNWRITTEN_SOAK: JSON.stringify(soaking)}),
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
	const timer = setTimeout(() => void child.kill('SIGINT'), Number(values.minutes) * minuteMs);
	await ended;
	clearTimeout(timer);
	const samples = existsSync(log) ? readSamples(log) : [];
	rmSync(folder, {recursive: true, force: true});
	return samples;
}

function readSamples(log: string): Sample[] {
	return readFileSync(log, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
}
