import {closeSync, openSync, writeFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import type {FailedAttempt} from '../../source/domain/report/failures.js';
import {readAttempts} from '../../source/store/read-attempts.js';
import {maximumLineBytes} from '../../source/store/read-lines.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const attempt = (reason: string) => JSON.stringify({failure: 'rule-broken', step: 'dialogue', reason});
const megabyte = 1024 * 1024;

function journalPath(): string {
	return join(createTemporaryFolder(), 'attempts.jsonl');
}

async function readAll(path: string): Promise<FailedAttempt[]> {
	const attempts: FailedAttempt[] = [];
	await readAttempts(path, each => void attempts.push(each));
	return attempts;
}

test('long, broken and strange lines stop nobody from reading the attempts behind them', async () => {
	const path = journalPath();
	const lines = [
		attempt('one'),
		'{"failure":"rule-br',
		'x'.repeat(maximumLineBytes + 1),
		'"no object"',
		'{"failure":{"toString":1,"valueOf":1},"step":null,"reason":7}',
		attempt('y'.repeat(megabyte)),
		'\u0000\u0000',
		attempt('last'),
	];
	writeFileSync(path, `${lines.join('\n')}\n{"failure":"cut`);

	const attempts = await readAll(path);

	expect(attempts.map(({failure}) => failure)).toEqual([
		'rule-broken',
		'unknown',
		'rule-broken',
		'rule-broken',
	]);
	expect(attempts.map(({reason}) => reason.slice(0, 4))).toEqual(['one', 'unkn', 'yyyy', 'last']);
	expect(await readAll(journalPath())).toEqual([]);
});

test('attempts are read in bounded memory, however much of the file is broken or long', async () => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const path = journalPath();
	const file = openSync(path, 'w');
	const broken = 'z'.repeat(megabyte);
	for (let line = 0; line < 60; line++) {
		writeSync(file, `${broken}\n${attempt(`${line} ${broken}`)}\n`);
	}
	closeSync(file);
	const measure = () => {
		collect();
		const {heapUsed, arrayBuffers} = process.memoryUsage();
		return heapUsed + arrayBuffers;
	};
	const reasons: string[] = [];
	const before = measure();
	let grown = 0;

	await readAttempts(path, ({reason}) => {
		reasons.push(reason);
		if (reasons.length === 60) grown = measure() - before;
	});

	expect(reasons).toHaveLength(60);
	expect(grown).toBeLessThan(16 * megabyte);
});
