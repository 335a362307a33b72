import {expect, onTestFinished, test} from 'vitest';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {countUp, onlyRun, planIndexes, readJournal, readRecords} from './read-output.js';
import {startProgram} from './run-program.js';

const count = 30;

test('a host of several dies and returns: its work moves over, and it is given work again', {
	timeout: 60_000,
}, async () => {
	const folder = createTemporaryFolder();
	const servers = [
		await startFaultServer({tokenDelayMs: 4}),
		await startFaultServer({tokenDelayMs: 4}),
	] as const;
	for (const server of servers) onTestFinished(() => server.stop());
	const [dying, staying] = servers;
	const program = startProgram({
		folder,
		arguments: [
			...['--plain', '--model', 'tester:1b', '--count', String(count), '--parallel', '4', '--seed', '3'],
			...servers.flatMap(({host}) => ['--host', host]),
		],
	});

	await dying.chatArrived(3);
	await dying.stop();
	const askedBefore = dying.chats().length;
	await staying.chatArrived(staying.chats().length + 6);
	await dying.restart();
	await dying.chatArrived(askedBefore + 2);
	const {code, stdout} = await program.ended;

	expect(code).toBe(0);
	expect(stdout).toContain(`complete: ${count} of ${count} accepted`);
	const records = readRecords(onlyRun(folder));
	expect(planIndexes(records)).toEqual(countUp(count));
	expect(new Set(records.map(({training_metadata}) => training_metadata.tries))).toEqual(new Set([1]));
	const failures = readJournal(onlyRun(folder), 'attempts.jsonl').map(
		attempt => (attempt as {failure: string}).failure,
	);
	expect(failures.filter(failure => !['unreachable', 'ended-without-done'].includes(failure))).toEqual([]);
});
