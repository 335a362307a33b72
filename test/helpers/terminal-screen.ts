import {UnicodeGraphemesAddon} from '@xterm/addon-unicode-graphemes';
import xterm, {type Terminal} from '@xterm/headless';

export type ScreenCondition = string | RegExp | ((text: string) => boolean);

export type TerminalScreen = {
	/** The emulator, for who needs cells and colours. */
	readonly emulator: Terminal;
	/** The rows, blanks at their ends cut off. */
	screen(): string[];
	text(): string;
	/** Resolves with the screen as soon as it shows that; rejects when the program ends or stays silent on it. */
	waitFor(condition: ScreenCondition): Promise<string>;
	/** All that was written, escape sequences and all. */
	raw(): string;
	title(): string;
	isAlternate(): boolean;
};

type ScreenFeed = TerminalScreen & {
	feed(data: string): void;
	resize(columns: number, rows: number): void;
	end(): Promise<void>;
};

type Waiter = {condition: ScreenCondition; resolve(text: string): void; reject(error: Error): void};

const patienceMs = 12_000;

/** A terminal emulator fed with bytes. `answer` gets what it replies to questions of the program. */
export function createTerminalScreen(options: {
	columns: number;
	rows: number;
	answer: (text: string) => void;
}): ScreenFeed {
	const emulator = new xterm.Terminal({
		cols: options.columns,
		rows: options.rows,
		allowProposedApi: true,
		scrollback: 200,
	});
	emulator.loadAddon(new UnicodeGraphemesAddon());
	emulator.onData(options.answer);
	let title = '';
	emulator.onTitleChange(next => {
		title = next;
	});
	const written: string[] = [];
	const waiters = new Set<Waiter>();
	const text = () => readRows(emulator).join('\n');
	emulator.onWriteParsed(() => {
		if (waiters.size > 0) settle(waiters, text());
	});
	return {
		emulator,
		screen: () => readRows(emulator),
		text,
		waitFor: condition => waitFor(waiters, condition, text),
		raw: () => written.join(''),
		title: () => title,
		isAlternate: () => emulator.buffer.active.type === 'alternate',
		feed(data) {
			written.push(data);
			emulator.write(data);
		},
		resize: (columns, rows) => emulator.resize(columns, rows),
		async end() {
			await new Promise<void>(parsed => emulator.write('', parsed));
			settle(waiters, text());
			for (const waiter of waiters) waiter.reject(notShown(waiter.condition, `the end of\n${text()}`));
		},
	};
}

function readRows({buffer, rows}: Terminal): string[] {
	const {active} = buffer;
	return Array.from({length: rows}, (_, row) =>
		(active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
	);
}

async function waitFor(
	waiters: Set<Waiter>,
	condition: ScreenCondition,
	text: () => string,
): Promise<string> {
	if (isMet(condition, text())) return text();
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	const waiter = {condition, resolve, reject};
	waiters.add(waiter);
	const timer = setTimeout(() => reject(notShown(condition, text())), patienceMs);
	try {
		return await promise;
	} finally {
		clearTimeout(timer);
		waiters.delete(waiter);
	}
}

function settle(waiters: Set<Waiter>, text: string): void {
	for (const waiter of waiters) if (isMet(waiter.condition, text)) waiter.resolve(text);
}

function isMet(condition: ScreenCondition, text: string): boolean {
	if (typeof condition === 'function') return condition(text);
	return typeof condition === 'string' ? text.includes(condition) : condition.test(text);
}

function notShown(condition: ScreenCondition, text: string): Error {
	return new Error(`not shown: ${condition}\n${text}`);
}
