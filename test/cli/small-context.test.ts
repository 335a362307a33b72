import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import {captureOutput} from '../helpers/capture-output.js';
import {type FaultServer, startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const output = captureOutput();

async function startServer(contextTokens: number): Promise<FaultServer> {
	const server = await startFaultServer({model: {contextTokens}});
	onTestFinished(() => server.stop());
	return server;
}

function make(servers: FaultServer[], out: string, ...more: string[]): Promise<number> {
	const hosts = servers.flatMap(({host}) => ['--host', host]);
	const base = ['--plain', '--model', 'tester:1b', '--out', out, ...hosts];
	return main([...base, ...more]);
}

test.each(['ollama', 'openai'])(
	'%s with a context that no longer prompt fits is refused at the start',
	async engine => {
		const server = await startServer(1_024);
		const out = join(createTemporaryFolder(), 'new');

		expect(await make([server], out, '--engine', engine, '--count', '2')).toBe(2);

		expect(output.stderr.join('')).toContain(
			`the context of \`tester:1b\` at \`${server.host}\` holds \`1024\` tokens`,
		);
		expect(output.stderr.join('')).toMatch(engine === 'ollama' ? /hint: .*ollama pull/ : /hint: .*-c 16384/);
		expect(existsSync(out)).toBe(false);
		expect(server.chats()).toEqual([]);
	},
);

test('of several hosts the smallest context holds for all, and the one that is too small is named', async () => {
	const [large, middle, small] = await Promise.all([8_192, 3_000, 1_024].map(startServer));
	const out = createTemporaryFolder();

	expect(await make([large as FaultServer, middle as FaultServer], out, '--count', '4')).toBe(0);
	const asked = [large, middle].flatMap(server => server?.chats() ?? []);
	expect(new Set(asked.map(({body}) => body.options.num_ctx))).toEqual(new Set([3_000]));

	expect(await make([large as FaultServer, small as FaultServer], out, '--count', '4')).toBe(2);
	expect(output.stderr.join('')).toContain(`at \`${small?.host}\` holds \`1024\` tokens`);
	expect(output.stderr.join('')).toContain('or leave that host out');
});

test('a run is not gone on with on a server that has become too small for it', async () => {
	const server = await startServer(8_192);
	const small = await startServer(1_024);
	const out = createTemporaryFolder();
	expect(await make([server], out, '--count', '1')).toBe(0);
	const [runId = ''] = readdirSync(join(out, 'runs'));

	expect(await make([small], out, '--resume', runId, '--count', '2', '--accept-changes')).toBe(2);

	expect(output.stderr.join('')).toContain('holds `1024` tokens');
});
