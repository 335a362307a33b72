import {spawn} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/**
 * The program itself, without a screen, for so many minutes. Resolves with its events, when the first one came and when it
 * was told to stop (ms of `performance.now`), and its output folder.
 */
export async function runUnwritten({host, model, minutes, parallel = 'auto', seed = 7, more = []}) {
	const folder = mkdtempSync(join(tmpdir(), 'unwritten-bench-'));
	const options = ['--json', '--count', '100000', '--host', host, '--model', model, '--seed', String(seed)];
	const child = spawn(
		process.execPath,
		[program, ...options, '--parallel', String(parallel), '--out', folder, ...more],
		{
			env: {...process.env, XDG_CONFIG_HOME: join(folder, 'config')},
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	const complaint = [];
	child.stderr.on('data', piece => complaint.push(piece));
	const events = [];
	let startedAt;
	const ended = new Promise(resolve => child.once('close', resolve));
	const lines = createInterface({input: child.stdout});
	lines.on('line', line => {
		startedAt ??= performance.now();
		events.push(JSON.parse(line));
	});
	let stoppedAt;
	const stop = () => {
		stoppedAt = performance.now();
		child.kill('SIGINT');
	};
	// The minutes are those of the run: its start does not belong to them.
	let timer;
	lines.once('line', () => {
		timer = setTimeout(stop, minutes * 60_000);
	});
	const code = await ended;
	clearTimeout(timer);
	if (code !== 130) throw new Error(`the run ended with ${code}: ${Buffer.concat(complaint)}`);
	return {events, startedAt, stoppedAt, folder};
}
