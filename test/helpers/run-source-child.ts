import {type ChildProcess, spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {onTestFinished} from 'vitest';

const hooks = new URL('../store/run-source.mjs', import.meta.url).href;

/** Starts a source file of `test/store` in a process of its own; `limitBlocks`: largest file it may write, in blocks of 512 or 1024 bytes. */
export function startSource(options: {file: string; argument: string; limitBlocks?: number}): ChildProcess {
	const script = fileURLToPath(new URL(`../store/${options.file}`, import.meta.url));
	const limit = options.limitBlocks === undefined ? '' : `ulimit -f ${options.limitBlocks}; `;
	const command = `${limit}exec "$0" --no-warnings --import "$1" "$2" "$3"`;
	const child = spawn('sh', ['-c', command, process.execPath, hooks, script, options.argument], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	return child;
}

/** Everything the child says until it ends or `isEnough`. */
export function readOutput(child: ChildProcess, isEnough: (output: string) => boolean = () => false) {
	return new Promise<string>(resolve => {
		let output = '';
		child.stdout?.on('data', (piece: Buffer) => {
			output += piece.toString();
			if (isEnough(output)) resolve(output);
		});
		child.on('close', () => resolve(output));
	});
}
