import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {chooseJudge} from '../../source/cli/choose-judge.js';
import {optionEntries} from '../../source/cli/options.js';
import {type CommandName, optionsBeside, optionsOfCommands} from '../../source/cli/options-of-commands.js';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {UserError} from '../../source/pipeline/errors.js';

function mistakeOf(line: string): UserError {
	try {
		parseArguments(line.split(' '));
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
	throw new Error(`\`${line}\` was taken`);
}

test.each<[string, string, string]>([
	['merge A B --splits 80/10/10', '`--splits` belongs to `export`', 'unwritten export FILE --splits'],
	['merge A B --dataset d', '--dataset', 'unwritten export FILE --dataset'],
	['merge A B --count 50', '`--count` means nothing to `merge` without `--fill`', '--balance N'],
	['merge A --model big', '`--model` means nothing to `merge` without `--fill`', '`--fill`'],
	['judge A --model big', '`judge` has no use for `--model`', '`--judge-model NAME`'],
	['judge A --engine ollama', '--engine', '`--judge-engine NAME`'],
	['judge A --host box', '--host', '`--judge-host URL`'],
	['judge A --judge-gate', '--judge-gate', '`unwritten --resume RUN --judge-gate`'],
	['judge A --count 5', '`judge` has no use for `--count`', '`unwritten --count N`'],
	['report A --format csv', '`report` has no use for `--format`', '`--markdown`'],
	['report A --html --json', '`--html` and `--json` do not go together', 'one form at a time'],
	['report A --markdown --html p.html', '`--html` and `--markdown`', 'leave one of them out'],
	['report A --json --markdown --against B', '`--json` and `--markdown`', 'leave one of them out'],
	['check --json --markdown', '`--markdown` belongs to `report`', '`unwritten report latest --markdown`'],
	['export A --reply card', '`--reply` means nothing to `json`', '`--format messages`'],
	['export A --format csv --format parquet --reply prose', '`csv`, `parquet`', '`--format alpaca`'],
	['export A --dataset d --format jsonl --reply card', '`jsonl`', '`--format messages`'],
	['merge A --reply card', '`--reply` means nothing to `json`', '`--format messages`'],
	['export A --html', '`--html` belongs to `report`', '`unwritten report latest --html [PATH]`'],
	[
		'export A --split-seed 3',
		'`--split-seed` means nothing to `export` without `--splits`',
		'`--splits A/B/C`',
	],
	['export A --json', '`export` has no use for `--json`', '`--format json`'],
	['runs --take-over', 'without `--repair`', '`--repair RUN`'],
	['redo A x-1 --seed 5', '`redo` has no use for `--seed`', '`unwritten --seed N`'],
	['check --count 5', '--count', '`unwritten --count N`'],
	['--count 5 --format csv', 'a run has no use for `--format`', '`unwritten export latest --format NAME`'],
	['--count 5 --from tension', '`--from` belongs to `redo`', '`unwritten redo latest ID --from STEP`'],
	['--repair A', '`--repair` belongs to `runs`', '`unwritten runs --repair RUN`'],
])('an option that the command does not look at is a mistake: %s', (line, message, hint) => {
	const mistake = mistakeOf(line);
	expect(mistake.message).toContain(message);
	expect(mistake.hint).toContain(hint);
});

test.each([
	'export A --reply card --format csv --format messages',
	'export A --reply card --dataset d',
	'merge A --reply card --format sharegpt',
	'report A --json --plain',
	'export A --reply card --help',
])('what has a use beside something idle is taken: %s', line => {
	expect(() => parseArguments(line.split(' '))).not.toThrow();
});

test('every option has a command, and no command takes one that there is not', () => {
	const listed = [...listTaken(), ...Object.values(optionsBeside).flatMap(listBeside)];
	expect([...new Set(listed)].sort()).toEqual(optionEntries.map(({name}) => name).sort());
});

function listTaken(): string[] {
	return Object.values(optionsOfCommands).flat();
}

function listBeside(beside: Record<string, readonly string[]>): string[] {
	return [...Object.keys(beside), ...Object.values(beside).flat()];
}

const subjects: Record<CommandName, string> = {
	run: '',
	check: 'check',
	export: 'export A',
	judge: 'judge A',
	merge: 'merge A',
	redo: 'redo A x-1',
	report: 'report A',
	runs: 'runs',
};

test.each(Object.entries(subjects))('%s takes --plain and --out', (command, line) => {
	const given = parseArguments([...line.split(' '), '--plain', '--out', 'there'].filter(Boolean));
	expect(given).toMatchObject({command, out: 'there', display: 'plain'});
});

/** Lines of code blocks, without what stands for something, and without their comments. */
function documentedLines(): string[] {
	const texts = ['README.md', 'docs/export.md', 'docs/engines.md'].map(path =>
		readFileSync(path, 'utf8').replace(/\\\n\s*/gu, ''),
	);
	const pattern = /^(?:unwritten|npm start --|node dist\/cli\.js) +([^\n#[]+?) *(?:[#>].*)?$/gmu;
	return texts.flatMap(text => [...text.matchAll(pattern)].map(([, line]) => line as string));
}

test('every example of the documentation is taken', () => {
	const lines = documentedLines().map(line => line.replace(/"\$SLURM[^"]+"/, '1/8').replace(/^A B…/, 'A B'));
	expect(lines.length).toBeGreaterThan(10);
	for (const line of lines) expect(() => parseArguments(line.split(/ +/)), line).not.toThrow();
});

test('to name the model of a judge is to ask for a judge', () => {
	const given = parseArguments('--count 5 --judge-model big'.split(' '));
	expect(chooseJudge(given)).toEqual({gate: false, model: 'big'});
	expect(chooseJudge(parseArguments(['--count', '5']))).toBeUndefined();
});

test('at a resume, what is not named of the judge stays as the run remembers it', () => {
	const kept = {gate: true, model: 'small', host: 'http://box:1'};
	const choose = (line: string) => chooseJudge(parseArguments(line.split(' ')), kept);
	expect(choose('--resume')).toBe(kept);
	expect(choose('--resume --judge-model big')).toEqual({...kept, model: 'big'});
	expect(choose('--resume --judge-engine openai')).toEqual({gate: true, engine: 'openai'});
	expect(choose('--resume --judge --judge-model big')).toEqual({...kept, gate: false, model: 'big'});
	expect(chooseJudge(parseArguments(['--resume', '--judge-gate']), {...kept, gate: false})).toEqual(kept);
});
