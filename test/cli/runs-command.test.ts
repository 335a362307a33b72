import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import {createRun} from '../../source/store/run-folder.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const output = captureOutput();

test('runs are told as lines of JSON, each with the command that comes next', async () => {
	const outputFolder = createTemporaryFolder();
	const now = new Date(2026, 10, 22, 8).getTime();
	const run = await createRun({outputFolder, start: createRunStart(3), now});
	await run.appendInteraction(createInteraction({planIndex: 0}));
	await run.close();
	mkdirSync(join(outputFolder, 'runs', '20261122-120000-aa'));

	expect(await main(['runs', '--json', '--out', outputFolder])).toBe(0);

	const lines = output.stdout.join('').trim().split('\n');
	expect(lines.map(line => JSON.parse(line))).toMatchObject([
		{run_id: '20261122-120000-aa', state: 'broken', next: 'unwritten runs --repair 20261122-120000-aa'},
		{
			run_id: run.runId,
			state: 'unfinished',
			accepted: 1,
			requested: 3,
			engine: 'rehearsal',
			next: `unwritten --resume ${run.runId}`,
		},
	]);
});
