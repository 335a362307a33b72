import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import type {RunEvent} from '../../source/pipeline/events.js';

const bin = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export type Finished = {code: number | null; events: RunEvent[]; stderr: string};

/** Runs the built program with `--json`; `onEvent` may act on what it announces. */
export function runProgram(
	options: string[],
	onEvent: (event: RunEvent, child: ChildProcess) => void = () => {},
): Promise<Finished> {
	const child = spawn(process.execPath, [bin, ...options, '--json'], {stdio: ['ignore', 'pipe', 'pipe']});
	const events: RunEvent[] = [];
	let stderr = '';
	child.stderr.on('data', (text: Buffer) => {
		stderr += text.toString();
	});
	createInterface({input: child.stdout}).on('line', line => {
		const event = JSON.parse(line) as RunEvent;
		events.push(event);
		onEvent(event, child);
	});
	return new Promise(resolve => child.once('close', code => resolve({code, events, stderr})));
}
