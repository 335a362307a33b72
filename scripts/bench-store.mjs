// Measures the store at several lengths of a run and prints the figures beside their goals: `--sizes 1000,100000`.
// A run of 1,000,000 takes 4 GB in the temporary folder (`TMPDIR`) while it is measured, and as much again for the
// export; all of it is deleted. Ends with 1 when a goal is missed by more than double.
import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {breakIndex, makeLongRun} from './bench/long-run.mjs';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./bench/store-measure.mjs', import.meta.url));
const sizes = readSizes(process.argv);
const kinds = ['resume', 'append', 'append-unflushed', 'export'];
const results = [];
for (const size of sizes) results.push(await measureSize(size));
const rows = results.flatMap(describeSize);
process.stdout.write(formatTable(rows));
process.exitCode = rows.every(isNear) ? 0 : 1;

function readSizes(argv) {
	const given = argv[argv.indexOf('--sizes') + 1];
	return argv.includes('--sizes') ? given.split(',').map(Number) : [1_000, 100_000, 1_000_000];
}

async function measureSize(size) {
	say(`writing ${size.toLocaleString('en')} records`);
	const made = await makeLongRun(size, 10_000);
	try {
		await breakIndex(made);
		const measure = async kind => {
			say(`${size.toLocaleString('en')}: ${kind}`);
			const {stdout} = await run(process.execPath, [
				'--expose-gc',
				script,
				kind,
				made.outputFolder,
				made.runId,
			]);
			return JSON.parse(stdout);
		};
		const rebuild = await measure('resume');
		const measured = {size, rebuild};
		for (const kind of kinds) measured[kind] = await measure(kind);
		return measured;
	} finally {
		await made.remove();
	}
}

function describeSize(measured) {
	const {size, rebuild, resume, export: written} = measured;
	const first = results[0];
	const at = `at ${size.toLocaleString('en')}: `;
	const memoryGoal = size > 100_000 ? 400 : 150;
	const flat = kind => measured[kind].p99Ms / first[kind].p99Ms;
	const megabytes = bytes => bytes / 1024 / 1024;
	return [
		{name: `${at}resume by the index`, value: resume.resumeMs / 1000, goal: 2, unit: 's'},
		{name: `${at}resume without an index`, value: rebuild.resumeMs / 1000, unit: 's'},
		{name: `${at}opening an interaction, p99`, value: resume.readP99Ms, goal: 20, unit: 'ms'},
		{name: `${at}memory after the resume`, value: megabytes(resume.rssBytes), goal: memoryGoal, unit: 'MB'},
		{name: `${at}memory at its highest`, value: megabytes(resume.peakBytes), goal: memoryGoal, unit: 'MB'},
		{
			name: `${at}memory while appending`,
			value: megabytes(measured.append.rssBytes),
			goal: memoryGoal,
			unit: 'MB',
		},
		{name: `${at}append with fsync, p50`, value: measured.append.p50Ms, unit: 'ms'},
		{name: `${at}append with fsync, p99`, value: measured.append.p99Ms, unit: 'ms'},
		{name: `${at}append without fsync, p50`, value: measured['append-unflushed'].p50Ms, unit: 'ms'},
		{name: `${at}append without fsync, p99`, value: measured['append-unflushed'].p99Ms, unit: 'ms'},
		{name: `${at}the same, times the shortest run`, value: flat('append-unflushed'), goal: 1.3, unit: '×'},
		{name: `${at}export`, value: written.megabytesPerSecond, atLeast: 100, unit: 'MB/s'},
		{name: `${at}export, memory grown by`, value: megabytes(written.grownBytes), unit: 'MB'},
	];
}

function isNear({value, goal, atLeast}) {
	if (goal !== undefined) return value <= goal * 2;
	return atLeast === undefined || value >= atLeast / 2;
}

function formatTable(all) {
	const width = Math.max(...all.map(({name}) => name.length));
	const lines = all.map(({name, value, goal, atLeast, unit}) => {
		const wanted =
			goal === undefined
				? atLeast === undefined
					? ''
					: `goal ≥ ${atLeast} ${unit}`
				: `goal ≤ ${goal} ${unit}`;
		return `${name.padEnd(width)}  ${value.toFixed(2).padStart(9)} ${unit.padEnd(4)}  ${wanted}`.trimEnd();
	});
	return `${lines.join('\n')}\n`;
}

function say(message) {
	process.stderr.write(`${message} …\n`);
}
