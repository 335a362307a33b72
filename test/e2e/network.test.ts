import {readdirSync, readFileSync, statSync} from 'node:fs';
import {createServer, type IncomingMessage, request, type ServerResponse} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {startFaultServer} from '../helpers/fault-server.js';
import {writeGoodReply} from '../helpers/fault-server-replies.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {closedHost} from '../helpers/terminal-environment.js';
import {runProgram} from './run-program.js';

const recorder = new URL('record-network.mjs', import.meta.url).href;
const secret = 'sk-planted-7f3a9c1e5b2d4680';

async function startOllama() {
	const server = await startFaultServer();
	onTestFinished(() => server.stop());
	return server;
}

/** Runs the program with the recorder in it; what it looked up and where it connected to, each once. */
async function runRecorded(argv: string[], env: Record<string, string> = {}) {
	const folder = createTemporaryFolder();
	const log = join(folder, 'network.log');
	const result = await runProgram({
		folder,
		arguments: argv,
		env: {NODE_OPTIONS: `--import ${recorder}`, UNWRITTEN_NETWORK_LOG: log, ...env},
	});
	const lines = readdirSync(folder).includes('network.log')
		? readFileSync(log, 'utf8').trimEnd().split('\n')
		: [];
	return {...result, folder, contacts: [...new Set(lines)].sort()};
}

function runOn(host: string, ...more: string[]): string[] {
	return ['--plain', '--count', '2', '--host', host, '--model', 'tester:1b', ...more];
}

/** A forward proxy as small as can be: tunnels and plain requests, all led to one port whatever they name. */
async function startProxy(port: number) {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const proxy = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
		asked.push(new URL(incoming.url ?? '').host);
		const {pathname} = new URL(incoming.url ?? '');
		const onward = request(
			{port, path: pathname, method: incoming.method, headers: incoming.headers},
			answer => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			},
		);
		incoming.pipe(onward);
	});
	proxy.on('connect', ({url}: IncomingMessage, socket: Socket) => {
		asked.push(url ?? '');
		const onward = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
		for (const each of [socket, onward]) each.on('error', () => onward.destroy());
		sockets.add(onward).add(socket);
		socket.pipe(onward).pipe(socket);
	});
	await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		proxy.close().closeAllConnections();
	});
	return {asked, address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`};
}

test('a whole run contacts the host it was given and nobody else', async () => {
	const server = await startOllama();

	const {code, contacts} = await runRecorded(runOn(server.host));

	expect(code).toBe(0);
	expect(contacts).toEqual([`connect 127.0.0.1:${server.port}`]);
});

test.each([
	['a rehearsal', ['--plain', '--count', '2', '--engine', 'rehearsal']],
	['--help', ['--help']],
	['runs', ['runs']],
])('%s contacts nobody', async (_, argv) => {
	const {code, contacts} = await runRecorded(argv);

	expect([code, contacts]).toEqual([0, []]);
});

test('the recorder would see a name that is looked up', async () => {
	const {contacts} = await runRecorded(runOn('http://engine.invalid:11434'));

	expect(contacts.some(contact => contact === 'look up engine.invalid')).toBe(true);
});

test('a redirect to another host is not followed', async () => {
	const server = await startOllama();
	server.setScript(index => (index === 0 ? 'redirect' : undefined));

	const {contacts} = await runRecorded(runOn(server.host));

	expect(contacts).toEqual([`connect 127.0.0.1:${server.port}`]);
});

test('a far host is reached through the proxy of the environment, and only through it', async () => {
	const server = await startOllama();
	const proxy = await startProxy(server.port);

	const {code, contacts} = await runRecorded(runOn('http://engine.invalid:11434'), {
		HTTP_PROXY: proxy.address,
	});

	expect(code).toBe(0);
	expect(new Set(proxy.asked)).toEqual(new Set(['engine.invalid:11434']));
	expect(contacts).toEqual([`connect ${new URL(proxy.address).host}`]);
});

test('NO_PROXY is respected', async () => {
	const server = await startOllama();
	const proxy = await startProxy(server.port);

	const {code} = await runRecorded(runOn('http://engine.invalid:11434'), {
		HTTP_PROXY: proxy.address,
		NO_PROXY: 'engine.invalid',
	});

	expect([code, proxy.asked]).toEqual([1, []]);
});

test('an engine on this machine is reached directly, whatever proxy there is', async () => {
	const server = await startOllama();
	const proxy = await startProxy(server.port);

	const {code} = await runRecorded(runOn(server.host), {HTTP_PROXY: proxy.address, NODE_USE_ENV_PROXY: '1'});

	expect([code, proxy.asked]).toEqual([0, []]);
});

test('a proxy that is no address is a mistake of the user, and its password is not repeated', async () => {
	const {code, stderr} = await runRecorded(runOn(closedHost), {HTTP_PROXY: 'http://me:hunter2@ :99999'});

	expect(code).toBe(2);
	expect(stderr).toContain('the proxy in `HTTP_PROXY` is not an address');
	expect(stderr).not.toContain('hunter2');
});

function readAll(folder: string): string {
	const files = readdirSync(folder, {recursive: true}).map(name => join(folder, String(name)));
	return files
		.filter(path => statSync(path).isFile())
		.map(path => `${path}\n${readFileSync(path, 'latin1')}`)
		.join('\n');
}

/** Speaks the API of OpenAI as far as a run needs to find out that it is refused; says the key back in every answer. */
async function startTellTale(status: number) {
	const keys: string[] = [];
	const server = createServer((incoming, outgoing) => {
		keys.push(String(incoming.headers.authorization));
		outgoing.writeHead(status, {'content-type': 'application/json'});
		outgoing.end(
			JSON.stringify({error: {message: `Incorrect API key provided: ${incoming.headers.authorization}`}}),
		);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close().closeAllConnections());
	return {keys, host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

test.each([401, 500])(
	'a key that the server says back with HTTP %i stays out of every file and off the screen',
	async status => {
		const server = await startTellTale(status);

		const {folder, stdout, stderr} = await runRecorded(runOn(server.host, '--engine', 'openai'), {
			UNWRITTEN_API_KEY: secret,
		});

		expect(server.keys).toContain(`Bearer ${secret}`);
		expect(stdout + stderr).not.toContain(secret);
		expect(readAll(folder)).not.toContain(secret);
	},
);

test('a key in the mouth of the model is kept out of records, journals and logs too', async () => {
	const server = await startFaultServer({
		replies: body => writeGoodReply(body).replace(/ (?=\w+\W*$)/, ` ${secret} `),
	});
	onTestFinished(() => server.stop());

	const {folder, stdout, stderr} = await runRecorded(
		runOn(`${server.host}/v1`, '--engine', 'openai', '--parallel', '1'),
		{OPENAI_API_KEY: secret},
	);

	expect(server.requests.some(({headers}) => headers.authorization === `Bearer ${secret}`)).toBe(true);
	expect(stdout).toMatch(/started/);
	expect(stdout + stderr).not.toContain(secret);
	expect(readAll(folder)).not.toContain(secret);
});
