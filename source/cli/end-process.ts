import {existsSync} from 'node:fs';
import {exitCodes} from './exit-codes.js';

const shell = '/bin/sh';
const signals = new Map<number, NodeJS.Signals>([
	[exitCodes.interrupted, 'SIGINT'],
	[exitCodes.terminated, 'SIGTERM'],
	[exitCodes.hungUp, 'SIGHUP'],
]);

/**
 * Ends the process with its exit code, also while the disk holds a request of it: `process.exit` waits for the threads
 * that do such requests. Another program takes the place of this one; a Node without that dies of the signal of its code.
 */
export function endProcess(): void {
	const code = Number(process.exitCode ?? exitCodes.done);
	const isHeld = process.getActiveResourcesInfo().some(name => /^FSReq|^FileHandleCloseReq/.test(name));
	const signal = signals.get(code);
	if (isHeld && process.execve && existsSync(shell)) process.execve(shell, [shell, '-c', `exit ${code}`], {});
	if (isHeld && signal) {
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	}
	process.exit();
}
