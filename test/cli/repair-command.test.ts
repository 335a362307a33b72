import {spawnSync} from 'node:child_process';
import {appendFileSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {nodePath, programPath} from '../helpers/terminal-program.js';

function run(out: string, ...given: string[]) {
	const {status, stdout, stderr} = spawnSync(nodePath, [programPath, ...given, '--out', out], {
		encoding: 'utf8',
		env: {...process.env, XDG_CONFIG_HOME: join(out, 'config')},
	});
	return {status, stdout, stderr};
}

test('a run is made, logged, broken, mended and gone on with', () => {
	const out = createTemporaryFolder();
	run(out, '--plain', '--engine', 'rehearsal', '--count', '3', '--seed', '7');
	const [runId] = readdirSync(join(out, 'runs')) as [string];
	const folder = join(out, 'runs', runId);
	const log = readFileSync(join(folder, 'log.jsonl'), 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
	rmSync(join(folder, 'run.json'));
	appendFileSync(join(folder, 'interactions.jsonl'), '{"torn');

	const listed = run(out, 'runs');
	const mended = run(out, 'runs', '--repair', runId);
	const again = run(out, 'runs', '--repair', 'latest');
	const asJson = run(out, 'runs', '--repair', 'latest', '--json');
	const goneOn = run(out, '--plain', '--resume', runId, '--count', '5', '--accept-changes');

	expect(listed.stdout).toContain(`broken`);
	expect(listed.stdout).toContain(`mend: unwritten runs --repair ${runId}`);
	expect(mended.status).toBe(0);
	expect(mended.stdout).toContain('made anew from 3 records');
	expect(mended.stdout).toContain('the prompts are those that come with the program');
	expect(mended.stdout).toContain('a torn last line of 6 bytes was cut off');
	expect(mended.stdout).toContain('3 of 3 accepted');
	expect(again.stdout).toContain('nothing was wrong');
	expect(JSON.parse(asJson.stdout)).toMatchObject({run_id: runId, done: [], lost: 0, accepted: 3});
	expect(goneOn.status).toBe(0);
	expect(readFileSync(join(folder, 'interactions.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(5);
	expect(log[0]).toMatchObject({event: 'run-opened', run: runId, requested: 3, engine: 'rehearsal'});
	expect(log.filter(({event}) => event === 'interaction-accepted')).toHaveLength(3);
	expect(log.at(-1)).toMatchObject({event: 'run-ended', outcome: 'complete'});
});

test('what is no run, or lost a line, is told by the exit code', () => {
	const out = createTemporaryFolder();
	run(out, '--plain', '--engine', 'rehearsal', '--count', '1', '--seed', '7');
	const [runId] = readdirSync(join(out, 'runs')) as [string];
	appendFileSync(join(out, 'runs', runId, 'interactions.jsonl'), 'garbage\n{}\n');

	const missing = run(out, 'runs', '--repair', '20200101-000000-zz');
	const lost = run(out, 'runs', '--repair', runId);

	expect(missing.status).toBe(2);
	expect(missing.stderr).toContain('hint:');
	expect(lost.status).toBe(3);
	expect(lost.stdout).toContain('lost: what stood in 2 lines');
});
