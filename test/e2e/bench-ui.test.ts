import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {nodePath} from '../helpers/terminal-program.js';

const script = fileURLToPath(new URL('../../scripts/bench-ui.mjs', import.meta.url));

test('the quick bench of the screen prints every figure beside its budget, none at more than twice', () => {
	const {stdout, stderr, status} = spawnSync(nodePath, ['--no-warnings', script, '--quick'], {
		encoding: 'utf8',
	});
	const figures = stdout.split('\n').filter(line => /\d (?:%|kB\/s|ms|MB) {2,}\d/.test(line));
	expect(figures.map(line => line.split(/ {2,}/)[0])).toEqual([
		'paused, CPU',
		'running without text (4 Hz), CPU',
		'8 streams (10 Hz), CPU',
		'running without text (4 Hz), output',
		'8 streams (10 Hz), output',
		'key to screen while 8 stream, p95',
		'first paint from process start',
		'heap growth in 400 frames',
	]);
	expect({status, stdout, stderr}).toMatchObject({status: 0});
}, 60_000);
