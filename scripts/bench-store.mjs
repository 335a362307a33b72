// Measures the store at several lengths of a run and prints the figures beside their goals: `--sizes 1000,100000`.
// A run of 1,000,000 takes 5 GB in the temporary folder (`TMPDIR`) while it is measured, and 6 GB more for its export; all
// of it is deleted, also when it is interrupted. Ends with 1 when a goal is missed by more than double.
import {execFile} from 'node:child_process';
import {rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {breakIndex, keepLength, makeLongRun} from './bench/long-run.mjs';
import {describeSize, formatTable, isNear} from './bench/store-table.mjs';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./bench/store-measure.mjs', import.meta.url));
const spare = 10_000;
/** So often the short run and the long one take turns: a single 99th percentile says little. */
const turns = 5;
const sizes = readSizes(process.argv);
const folders = [];
const stopping = new AbortController();
process.once('SIGINT', () => endEarly(130));
process.once('SIGTERM', () => endEarly(143));
try {
	const measured = await measureAll();
	const rows = measured.flatMap(one => describeSize(one, measured[0]));
	process.stdout.write(formatTable(rows));
	process.exitCode = rows.every(isNear) ? 0 : 1;
} finally {
	removeAll();
}

function readSizes(argv) {
	const given = argv[argv.indexOf('--sizes') + 1];
	return argv.includes('--sizes') ? given.split(',').map(Number) : [1_000, 100_000, 1_000_000];
}

/** What is written last is the export: until then the disk has little to do beside what is measured. */
async function measureAll() {
	const all = [];
	for (const size of sizes) all.push(await beginSize(size));
	for (let turn = 1; turn <= turns; turn++) {
		for (const one of all) one.unflushed.push(await measureAppend(one, 'append-unflushed'));
	}
	for (const one of all) one.append = await measureAppend(one, 'append');
	for (const one of all) {
		one.export = await measure(one, 'export');
		one.exportCommand = await measure(one, 'export-command');
	}
	return all;
}

async function beginSize(size) {
	say(`writing ${size.toLocaleString('en')} records`);
	const made = await makeLongRun(size, spare, folder => folders.push(folder));
	await breakIndex(made);
	const one = {size, made, unflushed: []};
	one.rebuild = await measure(one, 'resume');
	one.resume = await measure(one, 'resume');
	return one;
}

/** Leaves the run as long as it was. */
async function measureAppend(one, kind) {
	const restore = await keepLength(one.made);
	const measured = await measure(one, kind);
	await restore();
	return measured;
}

async function measure({size, made}, kind) {
	say(`${size.toLocaleString('en')}: ${kind}`);
	const given = ['--expose-gc', script, kind, made.outputFolder, made.runId];
	const {stdout} = await run(process.execPath, given, {signal: stopping.signal});
	return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}

function endEarly(exitCode) {
	stopping.abort();
	removeAll();
	process.exit(exitCode);
}

function removeAll() {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}

function say(message) {
	process.stderr.write(`${message} …\n`);
}
