// Measures the screen of the built program in a real pseudo-terminal, 120 x 40, and prints the figures beside their
// budget. Ends with 1 when a figure is more than twice its budget. CPU and bytes are the median of five windows. `--ci`
// does it in a third of the time with the same limits, two or three programs side by side. `--quick` takes short looks:
// good for finding what is broken on a busy machine, so its limit is twice as far.
import {execFile} from 'node:child_process';
import {loadavg} from 'node:os';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {
	measureFirstPaint,
	measureQuiet,
	measureSilentPlain,
	measureStreaming,
	measureStreamingPlain,
} from './bench/measures.mjs';

const isQuick = process.argv.includes('--quick');
const isSideBySide = isQuick || process.argv.includes('--ci');
const effort = isQuick
	? {starts: 1, windows: 1, windowMs: 1_500, presses: 12, frames: 400, warmUpFrames: 40}
	: isSideBySide
		? {starts: 5, windows: 5, windowMs: 2_000, presses: 60, frames: 2_500, warmUpFrames: 300}
		: {starts: 9, windows: 5, windowMs: 4_000, presses: 100, frames: 10_000, warmUpFrames: 500};
const limit = isQuick ? 4 : 2;
const runFile = promisify(execFile);

const rows = await measureAll();
process.stdout.write(formatTable(rows));
process.exitCode = rows.every(({value, budget}) => value <= budget * limit) ? 0 : 1;

async function measureAll() {
	say('first paint');
	const firstPaintMs = await measureFirstPaint(effort.starts);
	say('paused, and running without text');
	// CPU time cares little who else runs; only the long bench can afford to look at one thing at a time.
	const heap = isSideBySide ? measureHeap() : undefined;
	const [quiet, quietPlain] = await inTurn([
		() => measureQuiet(effort, effort.warmUpFrames),
		() => measureSilentPlain(effort),
	]);
	say('8 workers streaming');
	const [{streaming, keyMs}, streamingPlain] = await inTurn([
		() => measureStreaming(effort, effort.presses),
		() => measureStreamingPlain(effort),
	]);
	say('heap');
	const {growthBytes} = await (heap ?? measureHeap());
	const frames = effort.frames.toLocaleString('en');
	const megabyte = 1024 * 1024;
	return [
		row('paused, CPU', {value: quiet.paused.cpu, budget: 1.5, unit: '%'}),
		row('running without text (4 Hz), CPU', {...cpu(quiet.running, quietPlain), budget: 6, unit: '%'}),
		row('8 streams (10 Hz), CPU', {...cpu(streaming, streamingPlain), budget: 12, unit: '%'}),
		row('running without text (4 Hz), output', {value: quiet.running.bytes / 1_000, budget: 4, unit: 'kB/s'}),
		row('8 streams (10 Hz), output', {value: streaming.bytes / 1_000, budget: 12, unit: 'kB/s'}),
		row('key to screen while 8 stream, p95', {value: keyMs, budget: 80, unit: 'ms'}),
		row('first paint from process start', {value: firstPaintMs, budget: 400, unit: 'ms'}),
		row(`heap growth in ${frames} frames`, {value: growthBytes / megabyte, budget: 2, unit: 'MB'}),
	];
}

async function inTurn(measures) {
	if (isSideBySide) return Promise.all(measures.map(measure => measure()));
	const results = [];
	for (const measure of measures) results.push(await measure());
	return results;
}

/** The screen's own share: what the same run takes in plain is engine, pipeline and journal. */
function cpu(whole, plain) {
	const value = Math.max(0, whole.cpu - plain.cpu);
	return {value, note: `${whole.cpu.toFixed(1)} % in all, ${plain.cpu.toFixed(1)} % without a screen`};
}

function row(name, {value, budget, unit, note = ''}) {
	return {name, value, budget, unit, note};
}

async function measureHeap() {
	const path = fileURLToPath(new URL('bench/heap-frames.mjs', import.meta.url));
	const env = {...process.env, NODE_ENV: 'production', FORCE_COLOR: '1'};
	const {stdout} = await runFile(process.execPath, ['--expose-gc', path, String(effort.frames)], {env});
	return JSON.parse(stdout);
}

function formatTable(measured) {
	const head = ['screen at 120 x 40', 'measured', 'budget', '', ''];
	const lines = measured.map(({name, value, budget, unit, note}) => [
		name,
		`${value.toFixed(1)} ${unit}`,
		`${budget} ${unit}`,
		verdict(value, budget),
		note,
	]);
	const all = [head, ...lines];
	const widths = head.map((_, column) => Math.max(...all.map(cells => cells[column].length)));
	const text = all.map(cells =>
		cells
			.map((cell, column) => cell.padEnd(widths[column]))
			.join('  ')
			.trimEnd(),
	);
	const load = loadavg().map(value => value.toFixed(1));
	return `${text.join('\n')}\n\nload of the machine over 1, 5 and 15 minutes: ${load.join(', ')}\n`;
}

function verdict(value, budget) {
	if (value <= budget) return 'ok';
	return value <= budget * limit ? 'over budget' : 'TOO MUCH';
}

function say(text) {
	process.stderr.write(`measuring: ${text}\n`);
}
