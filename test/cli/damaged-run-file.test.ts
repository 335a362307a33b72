import {copyFileSync, cpSync, readdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import {damageKinds, damageTail} from '../crash/damage.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createRandom} from '../helpers/fault-server-random.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const {stderr} = captureOutput();

const act = (out: string, ...given: string[]) => main([...given, '--out', out]);

test('a run file that is cut, doubled, garbled, emptied or zeroed is told, mended, and no accepted interaction is lost', async () => {
	const original = createTemporaryFolder();
	await act(original, '--plain', '--engine', 'rehearsal', '--count', '4', '--seed', '7');
	const [runId] = readdirSync(join(original, 'runs')) as [string];
	const random = createRandom(11);
	const damages: Array<(path: string) => void> = [
		...[0, 1, 2].flatMap(() => damageKinds.map(kind => (path: string) => damageTail(path, {kind, random}))),
		path => truncateSync(path, 0),
		path => writeFileSync(path, Buffer.alloc(512)),
		path => copyFileSync(join(path, '../interactions.jsonl'), path),
	];
	for (const damage of damages) {
		const out = createTemporaryFolder();
		cpSync(original, out, {recursive: true});
		const path = (name: string) => join(out, 'runs', runId, name);
		const journal = readFileSync(path('interactions.jsonl'), 'utf8');
		const lines = journal.split('\n');
		writeFileSync(path('interactions.jsonl'), `${lines.slice(0, 3).join('\n')}\n`);
		const whole = readFileSync(path('run.json'), 'utf8');
		damage(path('run.json'));
		if (isSameValue(whole, readFileSync(path('run.json'), 'utf8'))) continue;
		stderr.length = 0;

		const refused = await act(out, '--plain', '--resume', runId);
		expect([refused, stderr.join('')]).toEqual([2, expect.stringContaining('run.json')]);
		expect(stderr.join('')).toContain('unwritten runs --repair');
		expect(await act(out, 'runs', '--repair', runId)).toBe(0);
		expect(await act(out, '--plain', '--resume', runId)).toBe(0);

		const after = readFileSync(path('interactions.jsonl'), 'utf8').split('\n');
		expect(after.slice(0, 3)).toEqual(lines.slice(0, 3));
		expect(after).toHaveLength(5);
		expect(JSON.parse(readFileSync(path('run.json'), 'utf8')).state).toBe('finished');
	}
}, 60_000);

/** A tail that is doubled by nothing, or cut by its line feed, says the same. */
function isSameValue(before: string, after: string): boolean {
	return before.trimEnd() === after.trimEnd();
}
