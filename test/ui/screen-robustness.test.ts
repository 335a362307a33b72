import stringWidth from 'string-width';
import {expect, test, vi} from 'vitest';
import {createSummary} from '../helpers/fake-controls.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {openScreen} from '../helpers/screen-harness.js';

// Chalk decides at its import whether there are colours at all.
vi.hoisted(() => {
	process.env.FORCE_COLOR = '1';
});

const summaries = Array.from({length: 40}, (_, index) => createSummary(index));

/** A small generator of its own, so that a failing size can be named and tried again. */
function createSizes(seed: number) {
	let state = seed;
	return (from: number, to: number) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return from + (state % (to - from + 1));
	};
}

const hostile = [
	'\u001B[2J\u001B[1;1Hgone\u001B[?1049l',
	'\u001B]0;owned\u0007\u001B]52;c;b3duZWQ=\u0007',
	'\u202Egnp.exe\u202C \u2066left\u2069 \u200Bzero\uFEFF',
	'👨‍👩‍👧‍👦 family 🇩🇪 flag 👍🏽 hand ❤️ heart 1️⃣ key',
	'漢字かな交じり文 한국어 ﷽ Zoë e\u0301 ñ',
	'\r\n\t\b\u0000\u009B31m red \u009B0m',
	'word'.repeat(1250),
	`z${'\u0300'.repeat(200)}algo`,
	'\uD83D half',
].join(' ');

test('200 random sizes: never a line wider than the window, never a crash', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 3});
	for (let worker = 0; worker < 3; worker++) {
		const {cell, name} = createSummary(40 + worker);
		screen.controls.emit({type: 'slot-started', worker, planIndex: 40 + worker, cell, name});
	}
	const draw = createSizes(7);
	for (let round = 0; round < 200; round++) {
		const [columns, rows] = [draw(20, 250), draw(5, 70)];
		screen.resize(columns, rows);
		if (round % 10 === 0) screen.press(['\t', '\r', '\u001B', '?', 's', 'q', 'n'][draw(0, 6)] as string);
		if (round % 20 !== 19) continue;
		screen.press('\u001B\u001B');
		screen.press('n\u001B');
		const isTooSmall = columns < 60 || rows < 16;
		await screen.waitFor(
			isTooSmall ? `has ${columns} x ${rows}`.slice(0, columns - 30) : /requested|accepted/,
		);
		for (const line of screen.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
	}
	screen.resize(120, 40);
	screen.press('\u001B');
	const shown = await screen.waitFor('200 requested = 40 accepted');
	expect(shown.split('\n')).toHaveLength(40);
	expect(screen.lines().at(-1)).toContain('pause');
});

test.each([60, 80, 120, 200])('hostile model text leaves the screen whole at %i columns', async columns => {
	const evil = Array.from({length: 12}, (_, index) =>
		createSummary(index, {opening: hostile, name: index % 2 ? hostile : 'Mara'}),
	);
	await using screen = await openScreen({
		columns,
		rows: 44,
		run: {
			summaries: evil,
			readInteraction: async id => createInteraction({id, prose: hostile, name: hostile}),
		},
	});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 1});
	screen.controls.emit({type: 'slot-started', worker: 0, planIndex: 50, cell: 3, name: hostile});
	screen.controls.emit({
		type: 'step-started',
		worker: 0,
		planIndex: 50,
		step: 'dialogue',
		attempt: 1,
		try: 1,
	});
	screen.controls.emit({type: 'text-written', worker: 0, planIndex: 50, step: 'dialogue', piece: hostile});
	const failed = {worker: 0, planIndex: 50, attempt: 1, try: 1} as const;
	screen.controls.emit({
		type: 'attempt-failed',
		step: 'dialogue',
		failure: 'rule-broken',
		reason: hostile,
		...failed,
	});
	screen.controls.emit({type: 'notice-given', message: hostile});
	screen.controls.emit({type: 'engine-lost', host: 'h', reason: hostile});
	const shown = await screen.waitFor('ENGINE AWAY');
	expect(shown).toContain('Interactions');
	expect(screen.lines()[0]).toContain('ENGINE AWAY');
	expect(screen.isAlternate()).toBe(true);
	expectWhole(screen.lines(), columns);
	screen.press('\r');
	await screen.waitFor('28 words');
	expectWhole(screen.lines(), columns);
	const written = screen.written();
	expect(written).not.toContain('owned');
	expect(written).not.toContain('b3duZWQ=');
	expect(written).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\uFEFF\u009B]/);
	expect(written).not.toContain('\u001B[2J');
});

function expectWhole(lines: string[], columns: number): void {
	for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
	const framed = lines.filter(line => line.startsWith('│') || line.startsWith('┃'));
	for (const line of framed) expect(line.at(-1)).toMatch(/[│┃╮╯┓┛]/);
}

test('pasted text is not run as keys, with bracketed paste or without', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('\u001B[200~q y x P e s \r q\ry\u001B[201~');
	screen.press('The quick brown fox jumps over the lazy dog; quit? yes, y.\r');
	// In a read of its own: typed, not pasted.
	await new Promise(setImmediate);
	screen.press('j');
	await screen.waitFor('2 of 40');
	expect(screen.controls.asked).toEqual([]);
});

test('pasted text goes into the filter as one clean line', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('/');
	await screen.waitFor('enter keep');
	screen.press('\u001B[200~Mara\r\n\u001B[31mLind\u001B[201~');
	await screen.waitFor('/Mara Lind▏');
});

const color = /\u001B\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8)[;m]/;

test('NO_COLOR draws without colours and keeps bold and inverse', async () => {
	await using screen = await openScreen({env: {NO_COLOR: '1'}, theme: 'dark', run: {summaries}});
	await screen.waitFor('Interactions');
	expect(screen.written()).not.toMatch(color);
	expect(screen.written()).toContain('\u001B[1m');
	expect(screen.written()).toContain('\u001B[7m');
});

test.each(['dark', 'light'] as const)('the %s theme draws with the 16 colours only', async theme => {
	await using screen = await openScreen({theme, run: {summaries}});
	await screen.waitFor('Interactions');
	expect(screen.written()).toMatch(color);
	expect(screen.written()).not.toMatch(/\u001B\[[34]8;/);
});

test('TERM=linux gets ASCII only from us', async () => {
	await using screen = await openScreen({env: {TERM: 'linux'}, run: {count: 200}});
	await screen.waitFor('Interactions');
	expect(screen.text()).toMatch(/^[\x20-\x7e\n]*$/);
});

test('below 60 x 16 it says what it needs and keys still work', async () => {
	await using screen = await openScreen({columns: 40, rows: 10, run: {summaries}});
	await screen.waitFor('needs 60 x 16, has 40 x 10');
	screen.press(' ');
	await screen.waitFor('PAUSING');
	expect(screen.controls.asked).toEqual(['pause']);
});

test.each([
	[40, 10],
	[20, 5],
	[20, 1],
])('at %i x %i a question is seen before it is answered', async (columns, rows) => {
	await using screen = await openScreen({run: {summaries}});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 4});
	screen.controls.emit({type: 'prompts-edited', fingerprint: 'f', files: ['dialogue.md']});
	await screen.waitFor('prompts edited');
	screen.press('\r');
	await screen.waitFor('People');
	screen.resize(columns, rows);
	await screen.waitFor(text => text.startsWith('RUNNING 40 of 200'));
	screen.press('u');
	await screen.waitFor(text => text.startsWith('Use new prompts? y n'));
	screen.press('n');
	await screen.waitFor(text => text.startsWith('RUNNING 40 of 200'));
	screen.press('x\r/');
	screen.press('q');
	await screen.waitFor(text => text.startsWith('Stop the run? y n'));
	expect(screen.controls.asked).toEqual([]);
	screen.press('\r');
	await screen.screen.finished;
	expect(screen.controls.asked).toEqual(['stop']);
});

test('a window that is too small says what holds the run up, and still which keys work', async () => {
	await using screen = await openScreen({columns: 20, rows: 5, run: {summaries}});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 4});
	screen.controls.emit({type: 'store-blocked', reason: 'could not write `x`: no space left on the disk'});
	await screen.waitFor(
		/^DISK REFUSES 40 of .*\ndisk refuses for \d+\ns: no space left on\n.*\nspace pause {2}q stop$/,
	);
});

test('what is typed in a window that became too small shows, and its keys', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('/');
	await screen.waitFor('enter keep');
	screen.resize(30, 6);
	screen.press('is:rejected');
	await screen.waitFor(/^filter: is:rejected▏\nenter keep {2}esc clear\n/);
});

test('a screen reader needs no size', async () => {
	await using screen = await openScreen({columns: 40, env: {INK_SCREEN_READER: 'true'}, run: {summaries}});
	screen.press('/');
	await screen.waitFor('Filter:');
	screen.press('\u001Bs');
	await screen.waitFor('> model qwen3:8b');
});

test('100,000 interactions move as fast as ten', async () => {
	const many = Array.from({length: 100_000}, (_, index) => createSummary(index));
	await using screen = await openScreen({run: {count: 120_000, summaries: many}});
	const startedAt = performance.now();
	screen.press('G');
	await screen.waitFor('100,000 of 100,000');
	screen.press('k');
	await screen.waitFor('99,999 of 100,000');
	expect(performance.now() - startedAt).toBeLessThan(1500);
});
