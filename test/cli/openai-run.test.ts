import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, onTestFinished, test, vi} from 'vitest';
import {main} from '../../source/cli/main.js';
import {startFaultServer} from '../helpers/fault-server.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const apiKey = 'sk-test-0123456789abcdef';

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
});

function listen(): () => string {
	const said: string[] = [];
	for (const stream of ['stdout', 'stderr'] as const) {
		vi.spyOn(process[stream], 'write').mockImplementation(text => {
			said.push(String(text));
			return true;
		});
	}
	return () => said.join('');
}

test('a whole run on an OpenAI-compatible server leaves its key in no file and no line', async () => {
	const said = listen();
	const out = createTemporaryFolder();
	let chats = 0;
	const server = await startFaultServer({
		script: index => (index % 7 === 3 ? 'http-400' : undefined),
		refusal: (_, {authorization}) =>
			chats++ % 5 === 4 ? {status: 500, body: {error: `no luck with ${authorization}`}} : undefined,
	});
	onTestFinished(() => server.stop());
	vi.stubEnv('OPENAI_API_KEY', apiKey);
	vi.stubEnv('OPENAI_BASE_URL', `${server.host}/v1`);

	const options = `--engine openai --model tester:1b --count 3 --seed 7 --parallel 2 --json --out ${out}`;
	const code = await main(options.split(' '));

	expect(code).toBe(0);
	expect(server.chats()[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
	expect(said()).toContain('"interaction-accepted"');
	expect(said()).not.toContain(apiKey);
	const files = readdirSync(out, {recursive: true, withFileTypes: true}).filter(each => each.isFile());
	const texts = files.map(file => readFileSync(join(file.parentPath, file.name), 'utf8'));
	expect(texts.join('')).toContain('"engine": "openai"');
	expect(texts.join('')).not.toContain(apiKey);
});

test('a server that refuses the key is the mistake of the user, with the variable to set', async () => {
	const said = listen();
	const server = await startFaultServer({refusal: () => ({status: 401, body: {error: `bad key ${apiKey}`}})});
	onTestFinished(() => server.stop());
	vi.stubEnv('UNWRITTEN_API_KEY', apiKey);

	const out = createTemporaryFolder();
	const options = `--engine openai --host ${server.host} --model m --count 3 --plain --out ${out}`;
	const code = await main(options.split(' '));

	expect(code).toBe(2);
	expect(said()).toContain('UNWRITTEN_API_KEY');
	expect(said()).not.toContain(apiKey);
	expect(readdirSync(out)).toEqual([]);
});

test('a key that the server refuses with every chat, and not with the list of models, ends the run', async () => {
	const said = listen();
	const refused = {status: 401, body: {error: {message: 'no such key'}}};
	const server = await startFaultServer({refusal: body => (body.messages ? refused : undefined)});
	onTestFinished(() => server.stop());
	vi.stubEnv('UNWRITTEN_API_KEY', apiKey);

	const out = createTemporaryFolder();
	const options = `--engine openai --host ${server.host} --model tester:1b --count 3 --parallel 1 --plain --out ${out}`;
	const code = await main(options.split(' '));

	expect(code).toBe(2);
	expect(server.chats()).toHaveLength(2);
	expect(said()).toContain('hint: set UNWRITTEN_API_KEY');
});

test('of two hosts the one that refuses the key is left, and the other makes the set', async () => {
	const said = listen();
	const refused = {status: 401, body: {error: {message: 'no such key'}}};
	const closed = await startFaultServer({refusal: body => (body.messages ? refused : undefined)});
	const open = await startFaultServer();
	onTestFinished(() => closed.stop());
	onTestFinished(() => open.stop());

	const hosts = `--host ${closed.host} --host ${open.host}`;
	const options = `--engine openai ${hosts} --model tester:1b --count 2 --parallel 2 --plain`;
	const code = await main([...options.split(' '), '--out', createTemporaryFolder()]);

	expect(code).toBe(0);
	expect(said()).toContain(`${closed.host} is left`);
	expect(said()).not.toContain('waiting for');
});

test('hosts that tell different things of their weights make one set, and it is said; no digest proves anything', async () => {
	const said = listen();
	const out = createTemporaryFolder();
	const one = await startFaultServer({model: {root: 'Qwen/Qwen3-8B'}});
	const other = await startFaultServer({model: {root: '/models/qwen3'}});
	onTestFinished(() => one.stop());
	onTestFinished(() => other.stop());
	const make = (more: string) => main(`--engine openai --model tester:1b --plain ${more}`.split(' '));

	expect(await make(`--host ${one.host} --host ${other.host} --count 4 --parallel 4 --out ${out}`)).toBe(0);

	const note = `note: ${other.host} tells \`unverified:tester:1b:qwen3\` of the model, not \`unverified:tester:1b:Qwen3-8B\``;
	expect(said()).toContain(note);
	expect(said()).not.toContain('ollama');
	expect(other.chats().length).toBeGreaterThan(0);
});

test('a run of an earlier version, whose digest named the server too, goes on', async () => {
	const said = listen();
	const out = createTemporaryFolder();
	const server = await startFaultServer();
	onTestFinished(() => server.stop());
	const options = `--engine openai --host ${server.host} --model tester:1b --count 1 --plain --out ${out}`;
	expect(await main(options.split(' '))).toBe(0);
	const [runId = ''] = readdirSync(join(out, 'runs'));
	const path = join(out, 'runs', runId, 'run.json');
	const earlier = 'unverified:tester:1b:vllm:tester:1b';
	writeFileSync(path, readFileSync(path, 'utf8').replace('"unverified:tester:1b"', `"${earlier}"`));

	expect(await main(['--plain', '--resume', join(out, 'runs', runId)])).toBe(0);

	expect(said()).toContain(`not \`${earlier}\`: whether its weights are the same cannot be verified`);
	expect(readFileSync(path, 'utf8')).toContain(`${earlier} to unverified:tester:1b`);
});
