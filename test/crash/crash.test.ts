import {dirname, join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {programPath} from '../helpers/terminal-program.js';
import {crashAndResume} from './crash-harness.js';
import {live, places} from './life.js';

const program = dirname(programPath);

test('twenty kills, power cuts and spoilt tails lose nothing that was accepted', {
	timeout: 180_000,
}, async () => {
	const tally = await crashAndResume({program, kills: 20, seed: 7, lanes: 2});

	for (const place of places) expect([place, tally.countOf(place)]).not.toEqual([place, 0]);
	expect(tally.countOf('random moment')).toBeGreaterThan(0);
});

test('an interaction that is killed at step 4 goes on at step 4', {timeout: 60_000}, async () => {
	const server = await startFaultServer();
	onTestFinished(() => server.stop());
	const folder = createTemporaryFolder();
	const common = ['--plain', '--out', join(folder, 'out'), '--parallel', '1'];
	const lives = {program, folder, flushed: new Map<string, number>()};

	const killed = await live({
		...lives,
		arguments: [...common, '--count', '1', '--host', server.host, '--model', 'tester:1b'],
		death: {place: 'append before flush', visit: 1},
	});
	const askedBefore = server.chats().length;
	const resumed = await live({...lives, arguments: [...common, '--resume'], death: undefined});

	expect(killed).toMatchObject({signal: 'SIGKILL', diedAt: {moment: 'before the write'}});
	expect(resumed).toMatchObject({code: 0, stdout: expect.stringContaining('complete: 1 of 1 accepted')});
	const askedAgain = server.chats().slice(askedBefore);
	expect([askedBefore, askedAgain.map(({body}) => body.format)]).toEqual([4, [undefined]]);
});
