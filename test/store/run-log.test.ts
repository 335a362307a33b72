import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openRunLog} from '../../source/store/run-log.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

function entry(number: number) {
	return {at: '2026-11-22T18:45:10.000Z', event: 'tested', number, text: 'x'.repeat(80)};
}

function readLog(path: string): Array<{number?: number; event: string; entries?: number}> {
	return readFileSync(path, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
}

test('entries stand in the log in their order, also behind those of an earlier session', async () => {
	const folder = createTemporaryFolder();
	for (const first of [0, 3]) {
		const log = openRunLog(folder);
		for (const number of [0, 1, 2]) log.write(entry(first + number));
		await log.close();
	}

	expect(readLog(join(folder, 'log.jsonl')).map(({number}) => number)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a log is never longer than two files of the size it may have, and the newest are there', async () => {
	const folder = createTemporaryFolder();
	const log = openRunLog(folder, 2_000);
	for (let number = 0; number < 200; number++) {
		log.write(entry(number));
		if (number % 5 === 0) await new Promise(resolve => setImmediate(resolve));
	}
	await log.close();
	const sizes = readdirSync(folder).map(name => statSync(join(folder, name)).size);
	const kept = ['log.1.jsonl', 'log.jsonl'].flatMap(name => readLog(join(folder, name)));

	expect(readdirSync(folder).sort()).toEqual(['log.1.jsonl', 'log.jsonl']);
	expect(kept.at(-1)?.number).toBe(199);
	expect(sizes.every(size => size <= 2_000)).toBe(true);
});

test('a log that cannot be written loses its entries, says how many once it can, and throws nothing', async () => {
	const folder = createTemporaryFolder();
	mkdirSync(join(folder, 'log.jsonl'));
	const log = openRunLog(folder);
	for (let number = 0; number < 3; number++) log.write(entry(number));
	await log.close();
	rmSync(join(folder, 'log.jsonl'), {recursive: true});
	log.write(entry(3));
	await log.close();

	const lines = readLog(join(folder, 'log.jsonl'));
	expect(lines[0]).toMatchObject({event: 'log-lost', entries: 3});
	expect(lines[1]?.number).toBe(3);
});

test('a log never writes through a link, nor makes a folder that was deleted', async () => {
	const folder = createTemporaryFolder();
	const elsewhere = join(createTemporaryFolder(), 'elsewhere');
	writeFileSync(elsewhere, 'mine');
	symlinkSync(elsewhere, join(folder, 'log.jsonl'));
	const linked = openRunLog(folder);
	linked.write(entry(0));
	await linked.close();
	const gone = join(folder, 'gone');
	const orphan = openRunLog(gone);
	orphan.write(entry(0));
	await orphan.close();

	expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
	expect(existsSync(gone)).toBe(false);
});
