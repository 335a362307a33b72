// Measures a run that makes all its records itself, with rehearsal, whose texts are more alike than a model's: memory and CPU as it
// grows, then what one near-copy check costs. `npm run bench:live [-- --count 100000]`; 600 MB in TMPDIR, which it gives back.
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const {values} = parseArgs({options: {count: {type: 'string', default: '100000'}}});
const count = Number(values.count);
const asked = 2_000;
const liveRun = fileURLToPath(new URL('bench/live-run.mjs', import.meta.url));
const checkNearCopies = fileURLToPath(new URL('bench/check-near-copies.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unwritten-bench-live-'));
try {
	await run(liveRun, [join(folder, 'other'), asked, 8, asked], () => {});
	await run(liveRun, [join(folder, 'long'), count, 7, Math.ceil(count / 10)], tellMemory);
	await run(checkNearCopies, [join(folder, 'long'), join(folder, 'other')], tellCheck);
} finally {
	rmSync(folder, {recursive: true, force: true});
}

/** Hands on each line that the script prints. */
async function run(script, given, tell) {
	const child = spawn(process.execPath, [script, ...given.map(String)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = new Promise(resolve => child.once('close', resolve));
	for await (const line of createInterface({input: child.stdout})) tell(JSON.parse(line));
	if ((await ended) !== 0) throw new Error(`${script} failed`);
}

function tellMemory({accepted, rss, heapUsed, cpuMsEach}) {
	const megabytes = bytes => (bytes / 2 ** 20).toFixed(0).padStart(4);
	const goal = accepted === 100_000 ? '  goal ≤ 150 MB' : '';
	const figures = `memory ${megabytes(rss)} MB, heap ${megabytes(heapUsed)} MB, CPU of one ${cpuMsEach.toFixed(2)} ms`;
	process.stdout.write(`${accepted.toLocaleString('en').padStart(9)} accepted: ${figures}${goal}\n`);
}

function tellCheck({records, checkMs, checkCpuMs, reads}) {
	const cost = `${checkMs.toFixed(3)} ms, CPU ${checkCpuMs.toFixed(3)} ms, ${reads.toFixed(2)} records read`;
	process.stdout.write(
		`near-copy check among ${records.toLocaleString('en')} alike records: ${cost}  goal ≤ 0.2 ms\n`,
	);
}
