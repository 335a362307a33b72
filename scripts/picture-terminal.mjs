// The built program in a pseudo-terminal with an emulator behind it, for pictures.
import {fileURLToPath} from 'node:url';
import pty from '@lydell/node-pty';
import {UnicodeGraphemesAddon} from '@xterm/addon-unicode-graphemes';
import xterm from '@xterm/headless';

const programPath = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const patienceMs = 60_000;
/** A frame that came in two pieces is whole by then; the next one is at least 100 ms away. */
const settledMs = 40;

export function openProgram({columns, rows, folder, arguments: parameters}) {
	const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
	emulator.loadAddon(new UnicodeGraphemesAddon());
	const child = pty.spawn(process.execPath, [programPath, ...parameters], {
		name: 'xterm-256color',
		cols: columns,
		rows,
		cwd: folder,
		env: {
			PATH: process.env.PATH,
			HOME: folder,
			XDG_CONFIG_HOME: folder,
			LANG: 'C.UTF-8',
			// Nothing listens there: the picker shows what somebody without an engine sees.
			OLLAMA_HOST: 'http://127.0.0.1:1023',
			UNWRITTEN_REHEARSAL_DELAY_MS: '8',
		},
	});
	child.onData(data => emulator.write(data));
	emulator.onData(reply => child.write(reply));
	const ended = new Promise(resolve => child.onExit(resolve));
	return {emulator, ended, press: keys => child.write(keys), waitFor: shown => waitFor(emulator, shown)};
}

/** Resolves when the screen shows it and has stood still for a moment. */
function waitFor(emulator, shown) {
	const isShown = () =>
		shown instanceof RegExp ? shown.test(readText(emulator)) : shown(readText(emulator));
	return new Promise((resolve, reject) => {
		const late = setTimeout(
			() => reject(new Error(`not shown: ${shown}\n${readText(emulator)}`)),
			patienceMs,
		);
		let settled = setTimeout(look, settledMs);
		const listener = emulator.onWriteParsed(() => {
			clearTimeout(settled);
			settled = setTimeout(look, settledMs);
		});
		function look() {
			if (!isShown()) return;
			clearTimeout(late);
			listener.dispose();
			resolve();
		}
	});
}

function readText({buffer, rows}) {
	const {active} = buffer;
	return Array.from({length: rows}, (_, row) =>
		active.getLine(active.baseY + row).translateToString(true),
	).join('\n');
}
