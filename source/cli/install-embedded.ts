import {spawn} from 'node:child_process';
import {mkdir, readdir, rename, rm, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {UserError} from '../pipeline/errors.js';
import {embeddedPackage, embeddedVersion, packageFolder} from './embedded-package.js';
import {startProgressLine} from './progress-line.js';

const lookEveryMs = 500;

/**
 * Installs node-llama-cpp beside the program, not into it: the package and the one prebuilt binary of this platform,
 * without scripts. Built up in a folder of its own and put in place whole.
 */
export async function installEmbedded(): Promise<void> {
	const folder = packageFolder();
	const building = `${folder}.partial-${process.pid}`;
	await mkdir(building, {recursive: true});
	const progress = startProgressLine();
	try {
		await writeFile(join(building, 'package.json'), '{"private": true}\n');
		const looking = setInterval(() => void showSize(building, progress.show), lookEveryMs);
		await runNpm(building).finally(() => clearInterval(looking));
		await rm(folder, {recursive: true, force: true});
		await rename(building, folder);
		progress.end(`installed ${embeddedPackage} ${embeddedVersion}`);
	} finally {
		progress.end();
		await rm(building, {recursive: true, force: true});
	}
}

/** Prebuilt binaries by platform; on a machine with an NVIDIA card the one that uses it comes along. */
export function binaryPackages(platform: string, architecture: string, hasNvidia: boolean): string[] {
	const known: Record<string, string> = {
		'darwin-arm64': 'mac-arm64-metal',
		'darwin-x64': 'mac-x64',
		'linux-arm': 'linux-armv7l',
		'linux-arm64': 'linux-arm64',
		'linux-x64': 'linux-x64',
		'win32-arm64': 'win-arm64',
		'win32-x64': 'win-x64',
	};
	const name = known[`${platform}-${architecture}`];
	if (name === undefined) {
		throw new UserError(`there is no prebuilt llama.cpp for \`${platform}-${architecture}\``, {
			hint: 'run llama-server or Ollama there, and use `--engine openai` or `--engine ollama`',
		});
	}
	const forNvidia = hasNvidia && name.endsWith('-x64') && !name.startsWith('mac') ? [`${name}-cuda`] : [];
	return [name, ...forNvidia];
}

async function runNpm(folder: string): Promise<void> {
	const hasNvidia = await stat('/proc/driver/nvidia/version').then(
		() => true,
		() => false,
	);
	const binaries = binaryPackages(process.platform, process.arch, hasNvidia);
	const packages = [embeddedPackage, ...binaries.map(name => `@${embeddedPackage}/${name}`)];
	const options = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
	const wanted = packages.map(name => `${name}@${embeddedVersion}`);
	// A `.npmrc` of the project must not silence what goes wrong here.
	const child = spawn('npm', ['install', ...wanted, ...options, '--loglevel=error'], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'pipe'],
		shell: process.platform === 'win32',
	});
	let said = '';
	child.stderr.on('data', (text: Buffer) => {
		said = `${said}${text.toString()}`.slice(-4_000);
	});
	const code = await new Promise<number | Error | null>(resolve => {
		child.once('error', resolve);
		child.once('close', resolve);
	});
	if (code === 0) return;
	const reason =
		code instanceof Error ? code.message : (said.trim().split('\n')[0] ?? `npm ended with ${code}`);
	throw new UserError(
		`\`${embeddedPackage}\` could not be installed into \`${dirname(folder)}\`: ${reason}`,
		{
			hint: 'npm has to reach its registry and the folder has to be writable; UNWRITTEN_EMBEDDED names another folder',
		},
	);
}

async function showSize(folder: string, show: (text: string) => void): Promise<void> {
	const files = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
	const sizes = await Promise.all(
		files.filter(file => file.isFile()).map(file => sizeOf(join(file.parentPath, file.name))),
	);
	const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1_000_000;
	show(`installing ${embeddedPackage}: ${megabytes.toFixed(0)} MB of about 85`);
}

function sizeOf(path: string): Promise<number> {
	return stat(path).then(
		({size}) => size,
		() => 0,
	);
}
