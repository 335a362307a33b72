import {afterEach, expect, test, vi} from 'vitest';
import {exitCodes} from '../../source/cli/exit-codes.js';
import {formatHelp} from '../../source/cli/help.js';
import {main} from '../../source/cli/main.js';
import {commandEntries, optionEntries} from '../../source/cli/options.js';
import {reportError} from '../../source/cli/report-error.js';
import {exitCodeOf} from '../../source/cli/run-in-plain.js';
import {shortenPath} from '../../source/cli/shorten-path.js';
import {formatSummary} from '../../source/cli/summary.js';
import {EngineError, StoreError, UserError} from '../../source/pipeline/errors.js';
import {failureClasses} from '../../source/pipeline/failure.js';
import {acceptOne, createFakeControls, fakeFacts} from '../helpers/fake-controls.js';

afterEach(() => void vi.restoreAllMocks());

function listen(stream: 'stdout' | 'stderr') {
	const said: string[] = [];
	vi.spyOn(process[stream], 'write').mockImplementation(text => {
		said.push(String(text));
		return true;
	});
	return () => said.join('');
}

test('the help names every command and every option with its default', () => {
	const help = formatHelp('1.2.3');
	for (const {usage} of commandEntries) expect(help).toContain(usage);
	for (const {name, standard} of optionEntries) {
		expect(help).toContain(`--${name}`);
		if (standard) expect(help).toContain(standard.replaceAll('`', ''));
	}
	expect(help).toContain('1.2.3');
	expect(help).toContain('130');
	expect(help).not.toContain('`');
});

test.each([
	['--help', 'Options:'],
	['--version', '0.'],
])('%s goes to stdout, exit 0', async (option, text) => {
	const stdout = listen('stdout');
	const stderr = listen('stderr');
	expect(await main([option])).toBe(0);
	expect(stdout()).toContain(text);
	expect(stderr()).toBe('');
});

test('a mistake goes to stderr with its hint, exit 2', async () => {
	const stdout = listen('stdout');
	const stderr = listen('stderr');
	expect(await main(['--count', 'abc'])).toBe(2);
	expect(stderr()).toMatch(/`abc`\nhint: .+\n$/);
	expect(stdout()).toBe('');
});

test('a malformed host is a mistake, exit 2', async () => {
	const stderr = listen('stderr');
	expect(await main(['--plain', '--count', '1', '--host', 'http://'])).toBe(2);
	expect(stderr()).toMatch(/^The host .+\nhint: .+\n$/);
});

test('a run without a screen and without a target is a mistake, exit 2', async () => {
	const stderr = listen('stderr');
	expect(await main(['--plain'])).toBe(2);
	expect(stderr()).toContain('--count');
});

test('a target and a resumed run contradict each other, exit 2', async () => {
	const stderr = listen('stderr');
	expect(await main(['--plain', '--count', '5', '--resume'])).toBe(2);
	expect(stderr()).toContain('contradict');
});

test.each([
	[new UserError('no `x`', {hint: 'name y'}), 2, 'no `x`\nhint: name y\n'],
	[new EngineError('unreachable', 'it does not answer'), 1, 'it does not answer\nhint: '],
	[new EngineError('model-missing', 'no such model'), 2, 'no such model\nhint: '],
	[new StoreError('the disk is full'), 2, 'the disk is full\nhint: '],
	[new TypeError('x is undefined'), 1, 'this is a bug: x is undefined\nhint: '],
	['a bare string', 1, 'this is a bug: a bare string'],
	[undefined, 1, 'this is a bug: undefined'],
	[new EngineError('server-error', 'it said \u001b[2J\u009b31m\u202eboo'), 1, 'it said boo\nhint: '],
])('an error is said in two lines and has its exit code: %s', (error, code, text) => {
	const stderr = listen('stderr');
	expect(reportError(error)).toBe(code);
	expect(stderr()).toContain(text);
	expect(stderr().trimEnd().split('\n')).toHaveLength(2);
});

test('a bug shows where it happened only when asked to', () => {
	vi.stubEnv('UNWRITTEN_DEBUG', '1');
	const stderr = listen('stderr');
	reportError(undefined);
	reportError(new TypeError('x'));
	expect(stderr()).toContain('cli-texts.test');
	vi.unstubAllEnvs();
});

test('every outcome has its exit code', () => {
	const whole = {unwritten: new Set<'batch'>()};
	expect(exitCodeOf('complete', whole)).toBe(0);
	expect(exitCodeOf('engine-gone', whole)).toBe(1);
	expect(exitCodeOf('short', whole)).toBe(3);
	expect(exitCodeOf('stopped', whole)).toBe(130);
	expect(exitCodeOf('complete', {unwritten: new Set(['batch'] as const)})).toBe(1);
	expect(exitCodes).toMatchObject({userMistake: 2, terminated: 143, hungUp: 129});
});

function summarise(prepare: (run: ReturnType<typeof createFakeControls>) => void, columns?: number): string {
	const run = createFakeControls({count: 5, now: () => 1_000});
	run.emit({type: 'run-started', requested: 5, parallel: 1});
	prepare(run);
	const folder = {folder: `${process.cwd()}/out/runs/${fakeFacts.runId}`};
	return formatSummary({run, facts: fakeFacts, folder} as never, columns);
}

test('the summary says what there is, where, and how to go on', () => {
	const text = summarise(run => {
		acceptOne(run, 0);
		acceptOne(run, 1);
		run.emit({
			type: 'batch-exported',
			path: `${process.cwd()}/out/batch_PARTIAL.json`,
			count: 2,
			partial: true,
		});
		run.emit({type: 'run-ended', outcome: 'stopped'});
	});
	expect(text).toContain('stopped: 2 of 5 accepted, 0 failed, 3 still to do');
	expect(text).toContain('batch    out/batch_PARTIAL.json (2)');
	expect(text).toContain(`run      out/runs/${fakeFacts.runId}`);
	expect(text).toContain('seed 4711, balanced order');
	expect(text).toContain(`go on    unwritten --resume ${fakeFacts.runId}`);
});

test('a complete run has nothing to go on with, and failures are named with their meaning', () => {
	const text = summarise(run => {
		for (let index = 0; index < 5; index++) acceptOne(run, index);
		run.emit({
			type: 'attempt-failed',
			worker: 0,
			planIndex: 0,
			step: 'dialogue',
			attempt: 1,
			try: 1,
			failure: 'empty',
			reason: '',
		});
		run.emit({type: 'run-ended', outcome: 'complete'});
	});
	expect(text).toContain('complete: 5 of 5');
	expect(text).toContain(
		'attempts 1 × empty: the reply was empty\n         each with its reason in attempts.jsonl\n',
	);
	expect(text).not.toContain('go on');
	expect(text).not.toContain('batch ');
});

test('no control character of a notice reaches the summary', () => {
	const text = summarise(run =>
		run.emit({type: 'notice-given', message: 'odd \u001b[31m\u009b2Jname\nsecond'}),
	);
	expect(text).toContain('note     odd name second');
});

test('no line of the summary is wider than the terminal, and none breaks within a word', () => {
	const prepare = (run: ReturnType<typeof createFakeControls>) => {
		const place = {worker: 0, planIndex: 0, step: 'dialogue', attempt: 1, try: 1, reason: ''} as const;
		for (const failure of failureClasses) run.emit({type: 'attempt-failed', ...place, failure});
		run.emit({
			type: 'notice-given',
			message: 'a source of this fill cannot be read, near copies are not seen',
		});
		run.emit({type: 'run-ended', outcome: 'short'});
	};
	const words = new Set(summarise(prepare).split(/\s+/u));
	for (const columns of [40, 60, 80, 120]) {
		const lines = summarise(prepare, columns).split('\n');
		for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
		const broken = lines.filter(line => !line.startsWith('run ')).flatMap(line => line.split(/\s+/u));
		for (const word of broken) expect(words).toContain(word);
	}
});

test('a long path is cut in its middle, so that its beginning and its name stay', () => {
	const path = '/home/somebody/with/a/long/path/training_output_v1.2_systematic/runs/20261122-184510-q7';
	for (let columns = 10; columns < 100; columns++) {
		const short = shortenPath(path, columns);
		expect(short.length).toBeLessThanOrEqual(columns);
		if (columns >= path.length) expect(short).toBe(path);
		else expect(short).toMatch(/^\/.*\.\.\..*q7$/);
	}
});

test('the summary tells what a judge read, where there was one', () => {
	const text = summarise(run => {
		for (const verdict of ['agreed', 'misread', 'misread'] as const) {
			run.emit({type: 'interaction-judged', id: 'x', planIndex: 0, verdict});
		}
	});
	expect(text).toContain('judge    1 read as meant, 2 misread, 0 without an answer');
	expect(summarise(() => {})).not.toContain('judge ');
});
