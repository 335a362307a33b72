// Installs what is missing and builds what is missing, silently when nothing is. Runs on the system's Node, however old.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const node = join(root, 'node_modules/.bin/node');

installWhenNeeded();
buildWhenNeeded();

function installWhenNeeded() {
	const stamp = join(root, 'node_modules/.unwritten-install');
	const wanted = hashFiles(['package.json', 'package-lock.json']);
	if (existsSync(node) && readStamp(stamp) === wanted) return;
	say('Installing packages (once) …');
	// Not `npm ci`: it refuses a lock file that lacks the optional packages of other platforms, which some mirrors do not hold.
	run(
		'npm',
		['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'],
		'the packages could not be installed',
	);
	writeFileSync(stamp, wanted);
}

function buildWhenNeeded() {
	const stamp = join(root, 'dist/.unwritten-build');
	const wanted = hashFiles(['package.json', 'tsconfig.json', ...listFiles('source')]);
	if (readStamp(stamp) === wanted) return;
	say('Building …');
	rmSync(join(root, 'dist'), {recursive: true, force: true});
	run(node, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'source')], 'the build failed');
	mkdirSync(join(root, 'dist'), {recursive: true});
	writeFileSync(stamp, wanted);
}

function run(command, args, complaint) {
	const {status, error, stdout, stderr} = spawnSync(command, args, {cwd: root, encoding: 'utf8'});
	if (status === 0) return;
	process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${complaint}${error ? `: ${error.message}` : ''}\n`);
	process.stderr.write('hint: run `npm install --no-save --loglevel=notice` to see what is in the way\n');
	process.exit(1);
}

function hashFiles(files) {
	const hash = createHash('sha256');
	for (const file of files) {
		const path = join(root, file);
		if (existsSync(path)) hash.update(file).update('\0').update(readFileSync(path)).update('\0');
	}
	return hash.digest('hex');
}

function listFiles(folder) {
	return readdirSync(join(root, folder), {recursive: true})
		.map(name => join(folder, String(name)))
		.filter(name => statSync(join(root, name)).isFile())
		.sort();
}

function readStamp(path) {
	return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function say(text) {
	process.stderr.write(`${text}\n`);
}
