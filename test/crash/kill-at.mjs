// Preload of a program under test. Writes down what was flushed, and kills the process, for real, at the k-th visit of
// a chosen place of its work on the disk. UNWRITTEN_CRASH: {log, place?, visit?}, see `life.ts`.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import {syncBuiltinESMExports} from 'node:module';
import {basename} from 'node:path';

const {log, place: wanted, visit: due} = JSON.parse(process.env.UNWRITTEN_CRASH);
const original = {...fs};
const {open, writeFile, rename, link} = promises;
const paths = new WeakMap();
const pathsOfNumbers = new Map();
let visits = 0;

function note(entry) {
	original.appendFileSync(log, `${JSON.stringify(entry)}\n`);
}

/** True when this visit of `place` is the deadly one. */
function isDue(place) {
	return place === wanted && ++visits === due;
}

function die(place, moment) {
	note({died: place, moment});
	process.kill(process.pid, 'SIGKILL');
	// Nothing more may happen while the signal is on its way.
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function visit(place, moment) {
	if (isDue(place)) die(place, moment);
}

function noteFlushed(path, size) {
	if (path !== undefined) note({flushed: path, size});
}

/** Refills carry `-rN` at the end of their id. */
function placeOf(path, bytes) {
	const name = basename(path ?? '');
	if (name === 'steps.jsonl') return 'step checkpoint';
	if (name === 'decisions.jsonl') return 'refill';
	if (name === 'interactions.jsonl') return isRefill(bytes) ? 'refill' : 'append before flush';
	if (/^writer\.(json|lock)/.test(name)) return 'lock';
	if (/^run\.json\.\d+$/.test(name) || name === 'run.json') return 'run file rename';
	if (/^\.?multi_step_batch/.test(name)) return 'export';
	return undefined;
}

function isRefill(bytes) {
	return /"id":"[^"]*-\d{5}-r\d+"/.test(Buffer.from(bytes ?? '').toString());
}

const prototype = await open('/dev/null').then(async handle => {
	await handle.close();
	return Object.getPrototypeOf(handle);
});
const handles = {
	appendFile: prototype.appendFile,
	write: prototype.write,
	writeFile: prototype.writeFile,
	sync: prototype.sync,
	datasync: prototype.datasync,
};
/** What is in the journal of records and not flushed: decides what kind of flush the next one is. */
const lastPlaces = new WeakMap();

promises.open = async (path, ...rest) => {
	const handle = await open(path, ...rest);
	paths.set(handle, String(path));
	return handle;
};

/** `writeSome` may be handed a part of the bytes, for a write that the kill tears. */
async function writeVisited({place, bytes, writeSome}) {
	visit(place, 'before the write');
	if (isDue(place)) {
		await writeSome(bytes.subarray(0, Math.ceil(bytes.length / 2)));
		die(place, 'half written');
	}
	const result = await writeSome(bytes);
	visit(place, place === 'step checkpoint' ? 'written' : 'written, not flushed');
	return result;
}

for (const name of ['appendFile', 'write']) {
	prototype[name] = async function wrapped(bytes, ...rest) {
		const writeSome = some => handles[name].call(this, some, ...rest);
		const place = ArrayBuffer.isView(bytes) ? placeOf(paths.get(this), bytes) : undefined;
		if (place === undefined) return writeSome(bytes);
		lastPlaces.set(this, place);
		return writeVisited({place, bytes, writeSome});
	};
}

prototype.writeFile = function wrapped(bytes, ...rest) {
	const writeSome = some => handles.writeFile.call(this, some, ...rest);
	const place = placeOf(paths.get(this));
	return place === 'export' ? writeVisited({place, bytes, writeSome}) : writeSome(bytes);
};

for (const name of ['sync', 'datasync']) {
	prototype[name] = async function wrapped() {
		const path = paths.get(this);
		const {size} = await this.stat();
		await handles[name].call(this);
		noteFlushed(path, size);
		const place = basename(path ?? '') === 'export' ? 'export' : placeOf(path, '');
		if (place === 'export') visit('export', 'flushed, not named');
		const last = lastPlaces.get(this);
		lastPlaces.delete(this);
		if (last === 'append before flush') visit('between flush and event', 'flushed');
		if (last === 'refill') visit('refill', 'flushed, not announced');
	};
}

promises.writeFile = async (path, data, ...rest) => {
	const place = typeof data === 'string' ? placeOf(String(path)) : undefined;
	if (place !== 'run file rename') return writeFile(path, data, ...rest);
	const writeSome = some => writeFile(path, some, ...rest);
	return writeVisited({place, bytes: Buffer.from(data), writeSome});
};

function wrapNaming(move, call) {
	return async (from, to) => {
		if (basename(String(to)) === 'writer.gate') return passGate(() => call(from, to));
		const place = placeOf(String(to));
		if (place) visit(place, 'before its name');
		await call(from, to);
		note({[move]: String(from), to: String(to)});
		if (place) visit(place, 'named, folder not flushed');
	};
}
async function passGate(enter) {
	visit('lock', 'before the gate');
	await enter();
	visit('lock', 'in the gate');
}
promises.rename = wrapNaming('renamed', rename);
promises.link = wrapNaming('linked', link);

// `write-file-atomic` uses the callback forms.
fs.open = (path, ...rest) => {
	const done = rest.pop();
	return original.open(path, ...rest, (error, number) => {
		if (!error) pathsOfNumbers.set(number, String(path));
		done(error, number);
	});
};
fs.fsync = (number, done) =>
	original.fsync(number, error => {
		if (!error) noteFlushed(pathsOfNumbers.get(number), original.fstatSync(number).size);
		done(error);
	});
fs.rename = (from, to, done) => {
	wrapNaming('renamed', rename)(from, to).then(() => done(null), done);
};
// `proper-lockfile` takes a lock by making a folder.
fs.mkdir = (path, ...rest) => {
	const done = rest.pop();
	original.mkdir(path, ...rest, error => {
		if (!error && placeOf(String(path)) === 'lock') visit('lock', 'taken');
		done(error);
	});
};
syncBuiltinESMExports();

const {stdout} = process;
const writeOut = stdout.write.bind(stdout);
stdout.write = (text, ...rest) => {
	if (/^\d\d:\d\d:\d\d accepted /.test(String(text))) visit('between flush and event', 'before the line');
	return writeOut(text, ...rest);
};
