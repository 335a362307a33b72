import {PassThrough} from 'node:stream';
import {UnicodeGraphemesAddon} from '@xterm/addon-unicode-graphemes';
import xterm from '@xterm/headless';
import type {Launcher, OpenRun, SettingsValues} from '../../source/ui/launcher.js';
import {startScreen} from '../../source/ui/start-screen.js';
import {createFakeControls, type FakeControls, type FakeControlsOptions, fakeFacts} from './fake-controls.js';

export type HarnessOptions = {
	columns?: number;
	rows?: number;
	env?: NodeJS.ProcessEnv;
	/** `none` by default. */
	theme?: SettingsValues['theme'];
	launcher?: Partial<Launcher>;
	/** A run that is already chosen; without it the picker opens. */
	run?: FakeControlsOptions;
	facts?: Partial<OpenRun['facts']>;
	stopProcess?: () => void;
	now?: () => number;
};

const waitedForMs = 8_000;
const settings: SettingsValues = {
	model: 'qwen3:8b',
	host: ['http://127.0.0.1:11434'],
	parallel: 'auto',
	theme: 'none',
	outputFolder: 'training_output_v1.2_systematic',
	notify: true,
};

/** A terminal to write to, with a real emulator behind it. */
// A terminal turns a line feed into carriage return and line feed; the emulator alone does not.
function createTerminal(columns: number, rows: number) {
	const terminal = new xterm.Terminal({
		cols: columns,
		rows,
		allowProposedApi: true,
		scrollback: 0,
		convertEol: true,
	});
	terminal.loadAddon(new UnicodeGraphemesAddon());
	const written: string[] = [];
	const stdout = Object.assign(new PassThrough(), {isTTY: true, columns, rows});
	stdout.on('data', (chunk: Buffer) => {
		written.push(chunk.toString());
		terminal.write(chunk);
	});
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		isRaw: false,
		setRawMode(isRaw: boolean) {
			stdin.isRaw = isRaw;
			return stdin;
		},
		ref: () => stdin,
		unref: () => stdin,
	});
	return {terminal, stdout, stdin, written};
}

function createLauncher(controls: FakeControls, change: HarnessOptions): Launcher {
	const values = {...settings, theme: change.theme ?? settings.theme};
	return {
		version: '0.1.0',
		engine: 'ollama',
		model: 'qwen3:8b',
		hosts: values.host,
		engines: ['ollama', 'openai', 'embedded', 'rehearsal'],
		settings: {
			values,
			save(patch) {
				Object.assign(values, patch);
				return {status: 'kept'};
			},
		},
		inspectEngine: async () => ({
			status: 'ready',
			version: '0.32.15',
			host: 'http://127.0.0.1:11434',
			models: ['qwen3:8b', 'smollm2:135m'],
			hasModel: true,
		}),
		earlierRuns: async () => ({unfinished: [], hasFinished: false}),
		estimateMs: () => ({lowMs: 70_000, highMs: 90_000}),
		editText: async text => text,
		endTrial: async () => {},
		start: async () => ({controls, facts: {...fakeFacts, ...change.facts}}),
		...(change.run && {
			initialChoice: {kind: 'new', count: change.run.count ?? 200, engine: 'ollama', model: 'qwen3:8b'},
		}),
		...change.launcher,
	};
}

/** The whole screen on a terminal emulator. Tests wait for what the screen shows, never for time. */
export async function openScreen(options: HarnessOptions = {}) {
	const {columns = 120, rows = 40} = options;
	const {terminal, stdout, stdin, written} = createTerminal(columns, rows);
	const controls = createFakeControls({...options.run, ...(options.now && {now: options.now})});
	const screen = startScreen({
		launcher: createLauncher(controls, options),
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		env: options.env ?? {},
		...(options.stopProcess && {stopProcess: options.stopProcess}),
		...(options.now && {now: options.now}),
	});

	function lines(): string[] {
		const buffer = terminal.buffer.active;
		return Array.from({length: terminal.rows}, (_, row) =>
			(buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '').trimEnd(),
		);
	}

	const text = () => lines().join('\n');

	async function waitFor(isThere: string | RegExp | ((screenText: string) => boolean)): Promise<string> {
		const startedAt = Date.now();
		for (;;) {
			const shown = text();
			const found =
				typeof isThere === 'function'
					? isThere(shown)
					: typeof isThere === 'string'
						? shown.includes(isThere)
						: isThere.test(shown);
			if (found) return shown;
			if (Date.now() - startedAt > waitedForMs) throw new Error(`not shown: ${isThere}\n${shown}`);
			await new Promise(settle => setTimeout(settle, 10));
		}
	}

	if (options.run) await waitFor(/requested|needs 60|accepted/);
	else await waitFor('fills a training set');

	return {
		controls,
		screen,
		lines,
		text,
		waitFor,
		isRaw: () => stdin.isRaw,
		/** Everything that was written to the terminal, escape sequences and all. */
		written: () => written.join(''),
		isAlternate: () => terminal.buffer.active.type === 'alternate',
		press: (keys: string) => void stdin.write(keys),
		resize(nextColumns: number, nextRows: number) {
			Object.assign(stdout, {columns: nextColumns, rows: nextRows});
			terminal.resize(nextColumns, nextRows);
			stdout.emit('resize');
		},
		spoil: (bytes: string) => void stdout.write(bytes),
		async [Symbol.asyncDispose]() {
			screen.leave();
			await screen.finished;
			terminal.dispose();
		},
	};
}
