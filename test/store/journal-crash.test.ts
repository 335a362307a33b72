import {statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openJournal} from '../../source/store/json-lines-journal.js';
import {readOutput, startSource} from '../helpers/run-source-child.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

async function readIds(path: string): Promise<Set<string>> {
	const ids = new Set<string>();
	const journal = await openJournal({
		path,
		visit: value => {
			ids.add((value as {id: string}).id);
			return 'kept';
		},
	});
	await journal.close();
	return ids;
}

test('a process that is killed while it appends loses nothing that it had announced', async () => {
	const path = join(createTemporaryFolder(), 'journal.jsonl');
	const child = startSource({file: 'append-until-killed.ts', argument: path});
	const closed = readOutput(child);
	await readOutput(child, output => output.split('\n').length > 300);

	child.kill('SIGKILL');
	const announced = (await closed).split('\n').slice(0, -1);
	const ids = await readIds(path);

	expect(announced.length).toBeGreaterThan(299);
	expect(announced.filter(id => !ids.has(id))).toEqual([]);
});

test('a disk that really refuses gives our error, and the file ends with its last whole line', async () => {
	const path = join(createTemporaryFolder(), 'journal.jsonl');
	const child = startSource({file: 'append-until-refused.ts', argument: path, limitBlocks: 64});

	const report = JSON.parse(await readOutput(child));
	const size = statSync(path).size;
	const lines: unknown[] = [];
	const journal = await openJournal({
		path,
		visit: value => {
			lines.push(value);
			return 'kept';
		},
	});
	await journal.close();

	expect(report).toMatchObject({isOurs: true, code: 'EFBIG', size});
	expect(report.written).toBeGreaterThan(10);
	expect(lines).toHaveLength(report.written);
	expect(journal.recovered.cutBytes).toBe(0);
});
