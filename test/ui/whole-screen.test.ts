import {expect, test, vi} from 'vitest';
import {UserError} from '../../source/pipeline/errors.js';
import {endDialog} from '../helpers/end-dialog.js';
import {
	acceptOne,
	createFakeControls,
	createSummary,
	type FakeControls,
	fakeFacts,
} from '../helpers/fake-controls.js';
import {openScreen} from '../helpers/screen-harness.js';

const summaries = Array.from({length: 30}, (_, index) => createSummary(index));

test('a run opens with its state, its sum and its list', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 4});
	const shown = await screen.waitFor('RUNNING');
	expect(shown).toContain('200 requested = 30 accepted + 0 failed + 0 running + 170 queued');
	expect(shown).toContain('ollama · qwen3:8b · 127.0.0.1:11434');
	expect(shown).toContain('seed 4711 · run 20261122-184510-q7');
	expect(shown).toContain('Interactions');
});

test('merged keys are run one by one: jj and enter in one read open the third', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('jj\r');
	await screen.waitFor('People');
	screen.press('G');
	expect(await screen.waitFor('Provenance')).toContain('interaction-27');
});

test('escape closes a record and never quits', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('\r');
	await screen.waitFor('People');
	screen.press('\u001B');
	await screen.waitFor('requested');
	screen.press('\u001B');
	screen.press('?');
	await screen.waitFor('Keys');
	expect(screen.controls.asked).toEqual([]);
});

test('space pauses and resumes, P pauses now, plus and minus change how many at once', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 4});
	screen.press(' ');
	await screen.waitFor('PAUSING');
	screen.press(' ');
	await screen.waitFor('RUNNING');
	screen.press('P');
	await screen.waitFor('PAUSED');
	screen.press('++-');
	await screen.waitFor('5 at once');
	expect(screen.controls.asked).toEqual([
		'pause',
		'resume',
		'pauseNow',
		'setParallel 5',
		'setParallel 6',
		'setParallel 5',
	]);
});

test('x rejects the selected interaction and a takes it back', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('jx');
	await screen.waitFor('✗ ');
	await screen.waitFor('a accept');
	screen.press('a');
	await screen.waitFor('it counts again');
	expect(screen.controls.asked).toEqual(['reject interaction-28', 'takeBack interaction-28']);
});

test('slash filters as it is typed, enter keeps it, escape clears it', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('/avoidance');
	await screen.waitFor('/avoidance▏');
	expect(screen.text()).toContain('(30 in all)');
	screen.press('\r');
	await screen.waitFor('esc clear filter');
	screen.press('\u001B');
	await screen.waitFor(text => text.includes('1 of 30') && !text.includes('in all'));
});

test('y copies the dialogue by OSC 52', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('y');
	await screen.waitFor('copied the dialogue');
	const copied = /\u001B\]52;c;([A-Za-z0-9+/=]+)\u0007/.exec(screen.written())?.[1] ?? '';
	expect(Buffer.from(copied, 'base64').toString()).toContain('“I can’t,” José said—and folded the receipt.');
});

test('q asks and n goes on; q and y stop the run and end the screen', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('q');
	await screen.waitFor('Stop the run at 30 of 200?');
	screen.press('n');
	await screen.waitFor('requested');
	screen.press('qy');
	const result = await screen.screen.finished;
	expect(result.end).toBe('run-over');
	expect(screen.controls.asked).toEqual(['stop']);
	expect(screen.isAlternate()).toBe(false);
	expect(screen.isRaw()).toBe(false);
});

test('ctrl+c asks, and the second one ends at once without waiting for the run', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('\u0003');
	await screen.waitFor('Stop the run');
	screen.press('\u0003');
	expect((await screen.screen.finished).end).toBe('stop-now');
	expect(screen.controls.asked).toEqual([]);
});

test('the end of a run is shown until enter leaves', async () => {
	await using screen = await openScreen({run: {count: 3, summaries: summaries.slice(0, 2)}});
	screen.controls.emit({type: 'run-started', requested: 3, parallel: 1});
	acceptOne(screen.controls, 2);
	screen.controls.emit({type: 'run-ended', outcome: 'complete'});
	await screen.waitFor(endDialog);
	expect(screen.written()).toContain('\u0007\u001B]9;unwritten: Complete.\u0007');
	screen.press('\r');
	expect((await screen.screen.finished).end).toBe('run-over');
});

test('short of the target says by how many', async () => {
	await using screen = await openScreen({run: {count: 33, summaries}});
	screen.controls.emit({type: 'run-ended', outcome: 'short'});
	await screen.waitFor('Short of the target by 3.');
});

test('with exitWhenDone the screen leaves by itself', async () => {
	await using screen = await openScreen({run: {count: 30, summaries}, launcher: {exitWhenDone: true}});
	screen.controls.emit({type: 'run-ended', outcome: 'complete'});
	expect((await screen.screen.finished).end).toBe('run-over');
});

test('the picker leaves on q, having started nothing', async () => {
	await using screen = await openScreen();
	await screen.waitFor('ready');
	screen.press('q');
	expect((await screen.screen.finished).end).toBe('left-picker');
});

test('arrows and enter alone choose a target and start', async () => {
	const start = vi.fn();
	await using screen = await openScreen({
		launcher: {
			start: async choice => {
				start(choice);
				throw new UserError('the disk is full', {hint: 'make room'});
			},
		},
	});
	await screen.waitFor('128 cells x 1.6');
	screen.press('\u001B[B\r');
	await screen.waitFor('hint: make room');
	expect(start).toHaveBeenCalledWith({kind: 'new', count: 200, engine: 'ollama', model: 'qwen3:8b'});
});

test('while Ollama is away one enter starts the rehearsal', async () => {
	const start = vi.fn();
	await using screen = await openScreen({
		launcher: {
			inspectEngine: async () => ({status: 'away', reason: 'nothing listens', remedy: 'start it'}),
			start: async choice => {
				start(choice);
				throw new UserError('enough', {hint: 'seen'});
			},
		},
	});
	await screen.waitFor('▸ try it with the rehearsal');
	screen.press('\r');
	await screen.waitFor('hint: seen');
	expect(start).toHaveBeenCalledWith({kind: 'new', count: 50, engine: 'rehearsal', model: 'rehearsal'});
});

test('an unfinished run is offered first and gone on with by enter', async () => {
	const start = vi.fn();
	const run = {
		runId: '20261122-184510-q7',
		requested: 200,
		accepted: 87,
		engine: 'ollama',
		model: 'qwen3:8b',
		createdAt: '2026-11-22T18:45:10.000Z',
	};
	await using screen = await openScreen({
		launcher: {
			earlierRuns: async () => ({unfinished: [run], hasFinished: true}),
			start: async choice => {
				start(choice);
				throw new UserError('enough', {hint: 'seen'});
			},
		},
	});
	const shown = await screen.waitFor('▸ 20261122-184510-q7');
	expect(shown).toContain('review a finished run: unwritten --resume ID (unwritten runs names it)');
	screen.press('\r');
	await screen.waitFor('hint: seen');
	expect(start).toHaveBeenCalledWith({kind: 'resume', runId: run.runId});
});

test('a typed target starts that many; letters do not get in', async () => {
	const start = vi.fn();
	await using screen = await openScreen({
		launcher: {
			start: async choice => {
				start(choice);
				throw new UserError('enough', {hint: 'seen'});
			},
		},
	});
	await screen.waitFor('custom');
	screen.press('jjjjj\r');
	await screen.waitFor('esc goes back');
	screen.press('3q2y0\r');
	await screen.waitFor('hint: seen');
	expect(start).toHaveBeenCalledWith(expect.objectContaining({count: 320}));
});

test('settings check what is typed and keep what is right', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('sjj\r');
	await screen.waitFor('auto▏');
	screen.press('\u0015');
	screen.press('1999\r');
	await screen.waitFor('is not `auto` or a number');
	screen.press('\u0015');
	screen.press('6\r');
	await screen.waitFor('kept');
	expect(screen.controls.asked).toEqual(['setParallel 6']);
});

test('a setting that cannot be kept holds for the run, with a warning', async () => {
	await using screen = await openScreen({
		run: {summaries},
		launcher: {
			settings: {
				values: {model: 'm', host: [], parallel: 'auto', theme: 'none', outputFolder: 'out', notify: true},
				save: () => ({status: 'not-kept', reason: 'settings are not kept: permission denied'}),
			},
		},
	});
	screen.press('sjj\r');
	await screen.waitFor('auto▏');
	screen.press('\u0015');
	screen.press('6\r');
	await screen.waitFor('settings are not kept: permission denied; it holds until you leave');
	expect(screen.controls.asked).toEqual(['setParallel 6']);
});

test('the title carries the percentage and is given back', async () => {
	const screen = await openScreen({run: {count: 100, summaries}});
	screen.controls.emit({type: 'run-started', requested: 100, parallel: 1});
	await screen.waitFor('RUNNING');
	screen.screen.leave();
	await screen.screen.finished;
	expect(screen.written()).toMatch(/\u001B\[22;0t[\s\S]*\u001B\]2;30 %[^\u0007]*\u0007[\s\S]*\u001B\[23;0t/);
});

test('a panel that throws ends the screen and not the run', async () => {
	const screen = await openScreen({run: {summaries}});
	const broken = createSummary(99);
	Object.defineProperty(broken, 'name', {
		get() {
			throw new Error('a broken record');
		},
	});
	screen.controls.progress.summaries.push(broken);
	screen.controls.emit({type: 'notice-given', message: 'one more'});
	const result = await screen.screen.finished;
	expect(result).toMatchObject({end: 'crashed', controls: screen.controls});
	await expect.poll(screen.isAlternate).toBe(false);
	expect(screen.isRaw()).toBe(false);
});

test('ctrl+z stops the process off the screen and comes back drawn', async () => {
	const seen: boolean[] = [];
	let isAlternate = () => true;
	await using screen = await openScreen({run: {summaries}, stopProcess: () => seen.push(isAlternate())});
	isAlternate = screen.isRaw;
	screen.press('\u001A');
	await screen.waitFor(() => seen.length > 0 && screen.isRaw());
	expect(seen).toEqual([false]);
	await screen.waitFor('200 requested');
	expect(screen.isAlternate()).toBe(true);
});

test('repaint heals a screen that something else wrote to', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.spoil('\u001B[5;1Hwarning: something wrote here\n\n\n\u001B[1;1Hand here');
	await screen.waitFor('and here');
	screen.screen.repaint();
	await screen.waitFor(text => text.includes('200 requested') && !text.includes('wrote here'));
	expect(screen.lines()[0]).toContain('STARTING');
});

test('leave restores the terminal before it returns', async () => {
	const screen = await openScreen({run: {summaries}});
	screen.screen.leave();
	expect(screen.written()).toContain('\u001B[?1049l');
	expect(screen.isRaw()).toBe(false);
	expect((await screen.screen.finished).end).toBe('run-over');
});

test('a screen reader gets sentences, and the whole frame without a box', async () => {
	await using screen = await openScreen({env: {INK_SCREEN_READER: 'true'}, run: {summaries}});
	const shown = await screen.waitFor('30 of 200 accepted, 0 failed, 0 running, 170 queued.');
	expect(shown).toContain('Interaction 1 of 30: Sam Okafor');
	expect(shown).not.toMatch(/[─│╭━]/);
});

test('edited prompts are offered in the header and taken only after a question', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 4});
	screen.press('u');
	await screen.waitFor('the prompts are as the run has them');
	screen.controls.emit({
		type: 'prompts-edited',
		fingerprint: '0123456789abcdef',
		files: ['dialogue.md', 'world/names.txt'],
	});
	await screen.waitFor(/prompts edited: u uses them[\s\S]*u use edited prompts/);
	screen.press('u');
	await screen.waitFor('edited: dialogue.md, world/names.txt');
	screen.press('n');
	await screen.waitFor('200 requested');
	expect(screen.controls.asked).toEqual([]);
	screen.press('uy');
	await screen.waitFor('new interactions are made from the edited prompts');
	expect(screen.controls.asked).toEqual(['takePrompts']);
	expect(screen.text()).not.toContain('prompts edited');
});

test('at once by itself is a setting that the running run takes', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 4});
	screen.press('sjj\r');
	await screen.waitFor('auto▏');
	screen.press('\r');
	await screen.waitFor('4 at once (auto)');
	screen.press('\u001B');
	await screen.waitFor('200 requested');
	screen.press('+');
	await screen.waitFor(text => text.includes('5 at once') && !text.includes('(auto)'));
	expect(screen.controls.asked).toEqual(['setParallel auto', 'setParallel 5']);
});

test('a model that is changed during a run is kept for the next one, and the screen says so', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.press('s\r');
	await screen.waitFor('qwen3:8b▏');
	screen.press('\u0015');
	screen.press('other:1b\r');
	await screen.waitFor('kept for the next run; this one goes on as it began');
	screen.press('\u001B');
	await screen.waitFor('ollama · qwen3:8b');
});

test('settings that are changed over the picker hold for what it starts', async () => {
	const start = vi.fn();
	await using screen = await openScreen({
		launcher: {
			start: async choice => {
				start(choice);
				throw new UserError('enough', {hint: 'seen'});
			},
		},
	});
	await screen.waitFor('ready');
	screen.press('s\r');
	await screen.waitFor('qwen3:8b▏');
	screen.press('\u0015');
	screen.press('smollm2:135m\r');
	await screen.waitFor('kept');
	screen.press('\u001B');
	expect(await screen.waitFor('New run')).toMatch(/model +smollm2:135m/);
	screen.press('\r');
	await screen.waitFor('hint: seen');
	expect(start).toHaveBeenCalledWith(expect.objectContaining({model: 'smollm2:135m'}));
});

test('a trial of two brings the picker back, with the time of each target, and its run is gone on with', async () => {
	const start = vi.fn();
	let estimate: {lowMs: number; highMs: number} | undefined;
	let controls: FakeControls | undefined;
	await using screen = await openScreen({
		launcher: {
			estimateMs: () => estimate,
			endTrial: async () => {
				estimate = {lowMs: 60_000, highMs: 90_000};
			},
			start: async choice => {
				start(choice);
				controls = createFakeControls({count: 2});
				return {controls, facts: fakeFacts, isTrial: choice.kind === 'trial'};
			},
		},
	});
	await screen.waitFor('try 2 first');
	expect(screen.text()).not.toContain('about');
	screen.press('jjjjjj\r');
	await screen.waitFor('2 requested');
	const trial = controls as unknown as FakeControls;
	trial.emit({type: 'run-started', requested: 2, parallel: 1});
	acceptOne(trial, 0);
	acceptOne(trial, 1);
	trial.emit({type: 'run-ended', outcome: 'complete'});
	await screen.waitFor(/▸ +50 .* about 45 min – 1 h 15 min/);
	expect(screen.text()).not.toContain('try 2 first');
	screen.press('\u001B[B\r');
	await screen.waitFor('requested');
	expect(start.mock.calls).toEqual([
		[{kind: 'trial', engine: 'ollama', model: 'qwen3:8b'}],
		[{kind: 'extend', runId: fakeFacts.runId, count: 200}],
	]);
});

test('a model that has run needs no trial, nor does the rehearsal', async () => {
	await using known = await openScreen();
	await known.waitFor('ready');
	expect(known.text()).not.toContain('try 2 first');
	await using rehearsal = await openScreen({launcher: {engine: 'rehearsal', estimateMs: () => undefined}});
	await rehearsal.waitFor('ready');
	expect(rehearsal.text()).not.toContain('try 2 first');
});

test('what the run has to say is said where the keys are, too', async () => {
	await using screen = await openScreen({columns: 70, rows: 18, run: {summaries}});
	screen.controls.emit({type: 'notice-given', message: 'edited prompts cannot be used'});
	await screen.waitFor(() => screen.lines().at(-1)?.startsWith('edited prompts cannot be used') ?? false);
});

test('a screen reader hears what is opened over the run, and the question of a stop', async () => {
	await using screen = await openScreen({
		rows: 60,
		env: {INK_SCREEN_READER: 'true'},
		run: {summaries},
	});
	await screen.waitFor('Interaction 1 of 30');
	screen.press('\r');
	await screen.waitFor('setting ');
	screen.press('\u001B');
	await screen.waitFor('Interaction 1 of 30');
	screen.press('s');
	await screen.waitFor('> model qwen3:8b');
	screen.press('\u001B');
	await screen.waitFor('Interaction 1 of 30');
	screen.press('q');
	const asked = await screen.waitFor('Stop the run at 30 of 200?');
	expect(asked).toContain('Keys: y stop the run, n go on.');
	expect(asked).not.toMatch(/[─│╭━]/);
	screen.press('y');
	expect((await screen.screen.finished).end).toBe('run-over');
});

test('a screen reader hears the picker, and which line is chosen', async () => {
	await using screen = await openScreen({rows: 60, env: {INK_SCREEN_READER: 'true'}});
	await screen.waitFor('> 50 50 of 128 cells about');
	screen.press('j');
	await screen.waitFor('> 200 128 cells x 1.6');
	expect(screen.text()).toMatch(/^[\x20-\x7e\n]*$/);
});

test('a pause says what it waits for: the steps under way, or the engine', async () => {
	await using screen = await openScreen({run: {summaries}});
	screen.controls.emit({type: 'run-started', requested: 200, parallel: 4});
	screen.controls.emit({type: 'slot-started', worker: 0, planIndex: 40, cell: 3, name: 'Mara'});
	screen.controls.emit({type: 'pause-requested', mode: 'after-step'});
	await screen.waitFor('waiting for 1 to finish a step');
	screen.controls.emit({type: 'pause-requested', mode: 'now'});
	await screen.waitFor('waiting for the engine to drop its work and unload the model');
});

test('a notice goes also where the clock was set back', async () => {
	let now = Date.now();
	await using screen = await openScreen({run: {summaries}, now: () => now});
	screen.press('N');
	await screen.waitFor('this is the first one');
	now -= 600_000;
	screen.press('G');
	await screen.waitFor(text => text.includes('30 of 30') && !text.includes('this is the first one'));
});
