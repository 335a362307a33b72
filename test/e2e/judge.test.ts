import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {onlyRun, readJournal, readRecords, readRunFile} from './read-output.js';
import {runProgram} from './run-program.js';

test('a run is judged once by each judge, and what a guessing judge says is shown as guessing', async () => {
	const server = await startFaultServer();
	const folder = createTemporaryFolder();
	const judge = ['--judge-engine', 'ollama', '--judge-model', 'tester:1b', '--judge-host', server.host];
	await runProgram({folder, arguments: ['--engine', 'rehearsal', '--count', '16', '--seed', '7', '--plain']});
	const first = await runProgram({folder, arguments: ['judge', 'latest', ...judge]});
	expect(first.code).toBe(0);
	expect(first.stdout).toMatch(/^judged {10}16, 0 without a usable answer, 0 no longer in the set$/m);
	expect(first.stdout).toMatch(/^complexity {6}\d+ of 16, .*chance 12\.5 %: NOT told apart from chance$/m);
	expect(readJournal(onlyRun(folder), 'judge.jsonl')).toHaveLength(16);
	const asked = server.chats().length;
	const second = await runProgram({folder, arguments: ['judge', 'latest', '--json', ...judge]});
	expect(server.chats().length).toBe(asked);
	expect(JSON.parse(second.stdout)).toMatchObject({judged: 16, judge: {model: 'tester:1b'}});
	const edited = editFirst(onlyRun(folder));
	const third = await runProgram({folder, arguments: ['judge', 'latest', '--json', ...judge]});
	expect(JSON.parse(third.stdout)).toMatchObject({judged: 17, gone: 1});
	const lines = readJournal(onlyRun(folder), 'judge.jsonl') as Array<{id: string}>;
	expect(lines.slice(16).map(({id}) => id)).toEqual([edited]);
	await server.stop();
});

/** As `E` leaves it. */
function editFirst(run: string): string {
	const [record] = readRecords(run);
	if (!record) throw new Error('there is no record');
	const {id, plan_index, quality} = record.training_metadata;
	const prose = `${record.npc_card_narrative.dialogue_prose} You nodded.`;
	const line = {at: new Date().toISOString(), id, plan_index, decision: 'edit', prose, quality};
	appendFileSync(join(run, 'decisions.jsonl'), `${JSON.stringify(line)}\n`);
	return id;
}

test('with --judge-gate a run is made, judged and refilled to its end, and resumes with its judge', async () => {
	const server = await startFaultServer();
	const folder = createTemporaryFolder();
	const engine = ['--engine', 'ollama', '--model', 'tester:1b', '--host', server.host];
	const {code, stdout} = await runProgram({
		folder,
		arguments: [...engine, '--count', '3', '--plain', '--judge-gate'],
	});
	expect(code).toBe(0);
	expect(stdout).toContain('3 of 3 accepted');
	expect(stdout).toContain('label-misread');
	expect(readRunFile(onlyRun(folder)).settings.judge).toEqual({gate: true});
	const lines = readJournal(onlyRun(folder), 'judge.jsonl') as Array<{gated: boolean}>;
	expect(lines.length).toBe(3 + lines.filter(({gated}) => gated).length);
	const more = await runProgram({
		folder,
		arguments: ['--resume', onlyRun(folder), '--count', '5', '--accept-changes', '--plain'],
	});
	expect(more.code).toBe(0);
	const all = readJournal(onlyRun(folder), 'judge.jsonl') as Array<{plan_index: number}>;
	expect(new Set(all.map(({plan_index}) => plan_index)).size).toBe(5);
	await server.stop();
});

test('what a judge misread of a finished run is made again when the run is resumed with its gate', async () => {
	const server = await startFaultServer();
	const folder = createTemporaryFolder();
	const judge = ['--judge-engine', 'ollama', '--judge-model', 'tester:1b', '--judge-host', server.host];
	await runProgram({folder, arguments: ['--engine', 'rehearsal', '--count', '8', '--seed', '7', '--plain']});
	await runProgram({folder, arguments: ['judge', 'latest', ...judge]});
	const before = readJournal(onlyRun(folder), 'judge.jsonl') as Array<{id: string}>;
	const {code, stdout} = await runProgram({
		folder,
		arguments: ['--resume', onlyRun(folder), '--judge-gate', '--plain', ...judge],
	});
	expect(code).toBe(0);
	expect(stdout).toContain('8 of 8 accepted');
	const lines = readJournal(onlyRun(folder), 'judge.jsonl') as Array<{id: string; gated: boolean}>;
	const ids = before.map(({id}) => id);
	const actedOn = lines.slice(before.length).filter(({id, gated}) => gated && ids.includes(id));
	expect(actedOn.length).toBeGreaterThan(0);
	expect(stdout).toContain(`rejected    ${actedOn[0]?.id}`);
	const readings = new Set(lines.map(({id}) => id)).size;
	expect(readings).toBeGreaterThan(8);
	const after = await runProgram({folder, arguments: ['judge', 'latest', '--json', ...judge]});
	expect(JSON.parse(after.stdout)).toMatchObject({judged: readings, gone: readings - 8});
	await server.stop();
});

test.each([
	[['judge'], '`judge` needs a run'],
	[['judge', 'latest'], 'the engine `rehearsal` reads nothing'],
	[['--engine', 'rehearsal', '--count', '1', '--judge'], 'the engine `rehearsal` reads nothing'],
])('a mistake with the judge ends with 2 and a hint: %s', async (given, message) => {
	const folder = createTemporaryFolder();
	await runProgram({folder, arguments: ['--engine', 'rehearsal', '--count', '1', '--plain']});
	const result = await runProgram({folder, arguments: [...given, '--plain']});
	expect(result).toMatchObject({code: 2, stdout: ''});
	expect(result.stderr).toContain(message);
	expect(result.stderr).toContain('hint: ');
});
