import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {closedHost} from '../helpers/terminal-environment.js';
import {modesLeftOn} from '../helpers/terminal-modes.js';
import {onlyRun} from './read-output.js';
import {type ProgramResult, runProgram, startProgram} from './run-program.js';

/** One sentence with the value in backticks, a way out, nothing else. */
function expectMistake(result: ProgramResult, expected: {code: number; value: string}): void {
	const {code, stderr, stdout} = result;
	expect({code, stdout}).toEqual({code: expected.code, stdout: ''});
	const lines = stderr.trimEnd().split('\n');
	expect(lines).toHaveLength(2);
	expect(lines[0]).toContain(`\`${expected.value}\``);
	expect(lines[1]).toMatch(/^hint: \S/);
	expect(stderr).not.toMatch(/^\s+at |node:|Error:/m);
}

const rehearsal = ['--engine', 'rehearsal', '--plain'];

const mistakes = [
	{given: ['--speed', '3'], value: '--speed'},
	{given: ['-q'], value: '-q'},
	{given: ['--engine', 'gpt'], value: 'gpt'},
	{given: ['dance'], value: 'dance'},
	{given: ['export'], value: 'export'},
	{given: ['judge', 'a', 'b'], value: 'b'},
	{given: [...rehearsal, '--count', '0'], value: '0'},
	{given: [...rehearsal, '--count', 'abc'], value: 'abc'},
	{given: [...rehearsal, '--count', '-3'], value: '-3'},
	{given: [...rehearsal, '--count=1e3'], value: '1e3'},
	{given: [...rehearsal, '--count', '3', '--seed', 'x'], value: 'x'},
	{given: [...rehearsal, '--count', '3', '--order', 'random'], value: 'random'},
	{given: [...rehearsal, '--count', '3', '--parallel', '0'], value: '0'},
	{given: [...rehearsal, '--count', '3', '--out', ''], value: '--out'},
	{given: ['--plain', '--count', '3', '--host', 'http://'], value: 'http://'},
	{given: ['--plain', '--count', '3', '--host', '127.0.0.1:99999'], value: '127.0.0.1:99999'},
	{given: ['--plain', '--count', '3', '--host', 'ftp://here'], value: 'ftp://here'},
	{given: rehearsal, value: '--count'},
	{given: [...rehearsal, '--resume'], value: 'training_output_v1.2_systematic'},
	{given: [...rehearsal, '--resume', '20200101-000000-aa'], value: '20200101-000000-aa'},
	{given: [...rehearsal, '--resume', '../../etc'], value: '../../etc'},
	{given: ['export', 'nothing'], value: 'nothing'},
];

test.each(mistakes.map(mistake => ({...mistake, line: mistake.given.join(' ')})))(
	'`$line` is a mistake that is named, with a hint',
	async ({given, value}) => {
		const folder = createTemporaryFolder();
		const result = await runProgram({folder, arguments: given});
		const shown = value === 'training_output_v1.2_systematic' ? join(folder, value) : value;
		expectMistake(result, {code: 2, value: shown});
		expect(readdirSync(folder).filter(name => !name.startsWith('.'))).toEqual([]);
	},
);

test('an engine that does not answer ends a plain run within ten seconds, exit 1', async () => {
	const folder = createTemporaryFolder();
	const result = await runProgram({folder, arguments: ['--plain', '--count', '3', '--host', closedHost]});
	expectMistake(result, {code: 1, value: closedHost});
	expect(result.durationMs).toBeLessThan(10_000);
	expect(existsSync(join(folder, 'training_output_v1.2_systematic'))).toBe(false);
});

test('a model that the engine lacks is named, with those it has', async () => {
	await using server = disposable(await startFaultServer());
	const folder = createTemporaryFolder();
	const result = await runProgram({
		folder,
		arguments: ['--plain', '--count', '3', '--host', server.host, '--model', 'absent:7b'],
	});
	expectMistake(result, {code: 2, value: 'absent:7b'});
	expect(result.stderr).toContain('tester:1b');
	expect(result.stderr).toContain('ollama pull absent:7b');
	expect(existsSync(join(folder, 'training_output_v1.2_systematic'))).toBe(false);
});

test('an output folder that is a file is named', async () => {
	const folder = createTemporaryFolder();
	writeFileSync(join(folder, 'taken'), 'mine');
	const result = await runProgram({folder, arguments: [...rehearsal, '--count', '3', '--out', 'taken']});
	expectMistake(result, {code: 2, value: join(folder, 'taken')});
});

test('an output folder inside a file is named', async () => {
	const folder = createTemporaryFolder();
	writeFileSync(join(folder, 'taken'), 'mine');
	const out = join(folder, 'taken/below');
	const result = await runProgram({folder, arguments: [...rehearsal, '--count', '3', '--out', out]});
	expectMistake(result, {code: 2, value: out});
});

test('an output folder that cannot be made is named', async () => {
	const folder = createTemporaryFolder();
	const result = await runProgram({folder, arguments: [...rehearsal, '--count', '3', '--out', '/proc/out']});
	expectMistake(result, {code: 2, value: '/proc/out'});
});

test('a second writer is refused and told of the first', async () => {
	const folder = createTemporaryFolder();
	const first = startProgram({
		folder,
		arguments: [...rehearsal, '--count', '50'],
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: '5'},
	});
	await first.waitForOutput(/accepted {4}1\//);
	const runId = onlyRun(folder).split('/').at(-1) as string;
	const second = await runProgram({folder, arguments: ['--resume', runId, '--plain']});
	expectMistake(second, {code: 2, value: runId});
	expect(second.stderr).toContain(String(first.pid));
	first.kill('SIGKILL');
	await first.ended;
});

test('another seed is refused at resume; a larger target is taken knowingly', async () => {
	const folder = createTemporaryFolder();
	const first = startProgram({
		folder,
		arguments: [...rehearsal, '--count', '6'],
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: '3'},
	});
	await first.waitForOutput(/accepted {4}1\//);
	first.kill('SIGTERM');
	await first.ended;
	const refused = await runProgram({folder, arguments: ['--resume', '--plain', '--seed', '99']});
	expectMistake(refused, {code: 2, value: '99'});
	const larger = await runProgram({
		folder,
		arguments: ['--resume', '--plain', '--count', '8', '--accept-changes'],
	});
	expect(larger).toMatchObject({code: 0, stderr: ''});
	expect(larger.stdout).toContain('complete: 8 of 8 accepted');
});

test('a mistake that shows itself only on the screen is told in the picker, which stays', async () => {
	const folder = createTemporaryFolder();
	writeFileSync(join(folder, 'taken'), 'mine');
	const terminal = openTerminal({
		folder,
		arguments: ['--engine', 'rehearsal', '--count', '3', '--out', 'taken'],
	});
	const shown = await terminal.waitFor('hint: ');
	expect(shown).toContain('taken');
	terminal.press('q');
	await terminal.exit;
	expect(modesLeftOn(terminal.raw())).toEqual([]);
});

function disposable<Server extends {stop(): Promise<void>}>(server: Server): Server & AsyncDisposable {
	return Object.assign(server, {[Symbol.asyncDispose]: () => server.stop()});
}
