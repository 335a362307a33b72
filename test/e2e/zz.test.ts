import {test} from 'vitest';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {startProgram} from './run-program.js';
test('x', async () => {
	const server = await startFaultServer({script: index => (index % 2 === 0 ? 'escape-codes' : 'json-garbage')});
	const p = startProgram({folder: createTemporaryFolder(), arguments: ['--plain', '--host', server.host, '--model', 'tester:1b', '--count', '1', '--seed', '7']});
	setTimeout(() => p.kill('SIGTERM'), 8000);
	const r = await p.ended;
	console.log(r.stdout.slice(0, 6000), r.stderr, r.durationMs);
	await server.stop();
});
