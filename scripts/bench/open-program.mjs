import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import pty from '@lydell/node-pty';
import {createTerminalEnvironment} from '../../test/helpers/terminal-environment.ts';
import {nodePath, programPath} from '../../test/helpers/terminal-program.ts';
import {createTerminalScreen} from '../../test/helpers/terminal-screen.ts';

const columns = 120;
const rows = 40;

/** The built program in a real pseudo-terminal and a folder of its own. `close` ends it and takes the folder away. */
export function openProgram({given, delayMs}) {
	const folder = mkdtempSync(join(tmpdir(), 'unwritten-bench-'));
	const env = createTerminalEnvironment(folder, {UNWRITTEN_REHEARSAL_DELAY_MS: String(delayMs)});
	const startedAt = performance.now();
	const child = pty.spawn(nodePath, [programPath, ...given], {
		name: env.TERM,
		cols: columns,
		rows,
		cwd: folder,
		env,
	});
	const screen = createTerminalScreen({columns, rows, answer: text => child.write(text)});
	let bytes = 0;
	child.onData(data => {
		bytes += Buffer.byteLength(data);
		screen.feed(data);
	});
	const exit = new Promise(resolve => child.onExit(resolve));
	return {
		startedAt,
		waitFor: screen.waitFor,
		screen: screen.screen,
		press: keys => child.write(keys),
		/** CPU time so far in ms, bytes written so far. */
		cost: () => ({cpuMs: readCpuMs(child.pid), bytes, at: performance.now()}),
		async close() {
			process.kill(child.pid, 'SIGKILL');
			await exit;
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

/** Clock ticks are 10 ms on every Linux that Node runs on. */
const tickMs = 10;

function readCpuMs(pid) {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name of the program stands in parentheses and may hold blanks.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * tickMs;
}
