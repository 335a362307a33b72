import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {createOpenAiEngine} from '../../source/engines/openai/create-openai-engine.js';
import {failureOf} from './ollama-fixture.js';
import {startOpenAiPair} from './openai-fixture.js';

const quiet = () => new AbortController().signal;

/** A server with these pages and no others; those of `refused` are answered with that status. */
async function startPages(
	pages: Record<string, unknown>,
	refused: Record<string, number> = {},
): Promise<string> {
	const server = createServer((request, response) => {
		const page = pages[request.url ?? ''];
		const status = refused[request.url ?? ''] ?? (page === undefined ? 404 : 200);
		response.writeHead(status, {'content-type': 'application/json'});
		response.end(JSON.stringify(page ?? {detail: 'Not Found'}));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('vLLM tells its version and the longest context', async () => {
	const host = await startPages({
		'/v1/models': {
			data: [{id: 'qwen', owned_by: 'vllm', root: 'Qwen/Qwen3-8B', created: 123, max_model_len: 8192}],
		},
		'/version': {version: '0.12.0'},
	});

	const found = await createOpenAiEngine({host, model: 'qwen'}).inspect(quiet());

	expect(found).toEqual({
		engine: 'openai',
		host,
		version: '0.12.0',
		models: [{name: 'qwen', sizeBytes: 0, canChat: true}],
		model: {
			name: 'qwen',
			digest: 'unverified:qwen:Qwen3-8B',
			canThink: false,
			contextTokens: 8192,
		},
	});
});

test('a llama-server that lists its model while it loads it is not there yet', async () => {
	const loading = {error: {code: 503, message: 'Loading model', type: 'unavailable_error'}};
	const pages = {'/v1/models': {data: [{id: 'small', owned_by: 'llamacpp', meta: null}]}, '/props': loading};
	const host = await startPages(pages, {'/props': 503});

	const error = await failureOf(createOpenAiEngine({host, model: 'small'}).inspect(quiet()));

	expect(error.failure).toBe('unreachable');
	expect(error.message).toContain('HTTP 503: Loading model');
});

test('the same weights are told of alike by whichever server has them wherever', async () => {
	const servers = [
		{owned_by: 'vllm', root: 'Qwen/Qwen3-8B'},
		{owned_by: 'sglang', root: '/models/Qwen3-8B/'},
		{owned_by: 'organization_owner', root: 'D:\\weights\\Qwen3-8B'},
	];
	const digests = new Set<string | undefined>();
	for (const server of servers) {
		const host = await startPages({'/v1/models': {data: [{id: 'qwen', ...server}]}});
		digests.add((await createOpenAiEngine({host, model: 'qwen'}).inspect(quiet())).model?.digest);
	}

	expect([...digests]).toEqual(['unverified:qwen:Qwen3-8B']);
});

test('llama-server tells the context of one slot, its template and the size of the weights', async () => {
	const host = await startPages({
		'/v1/models': {
			data: [
				{id: '/weights/small.gguf', owned_by: 'llamacpp', meta: {n_params: 134, size: 98, n_ctx_train: 8192}},
			],
		},
		'/props': {
			build_info: 'b10488',
			total_slots: 4,
			default_generation_settings: {n_ctx: 2048},
			chat_template: '{% if enable_thinking %}<think>{% endif %}',
		},
	});

	const found = await createOpenAiEngine({host, model: 'small.gguf'}).inspect(quiet());

	expect(found.version).toBe('b10488');
	expect(found.model).toMatchObject({contextTokens: 2048, canThink: true});
	expect(found.model?.digest).toBe('unverified:small.gguf:134:98');
});

test('a llama-server that lists its models and shows its facts to nobody without the key refuses access', async () => {
	const model = {id: 'small.gguf', owned_by: 'llamacpp'};
	const props = {error: {message: 'Invalid API Key', type: 'authentication_error', code: 401}};
	const host = await startPages({'/v1/models': {data: [model]}, '/props': props}, {'/props': 401});

	const error = await failureOf(createOpenAiEngine({host, model: 'small.gguf'}).inspect(quiet()));

	expect(error.failure).toBe('key-refused');
});

test('a page that is shown to nobody says nothing of the key of another server', async () => {
	const pages = {'/v1/models': {data: [{id: 'small', owned_by: 'vllm'}]}};
	for (const status of [401, 403]) {
		const host = await startPages(pages, {'/props': status, '/version': status});

		const found = await createOpenAiEngine({host, model: 'small'}).inspect(quiet());

		expect(found.model?.name).toBe('small');
	}
});

test('a server that tells nothing but names is taken at its word, and the context as assumed', async () => {
	const host = await startPages({'/v1/models': {data: [{id: 'openai/*'}]}});

	const found = await createOpenAiEngine({host, model: 'openai/small'}).inspect(quiet());

	expect(found.version).toBe('of unknown version');
	expect(found.model).toMatchObject({contextTokens: 4096, isContextAssumed: true});
});

test('an inspection without the model names those that are there', async () => {
	const {engine} = await startOpenAiPair({}, {model: 'nobody:7b'});

	const found = await engine.inspect(quiet());

	expect(found).not.toHaveProperty('model');
	expect(found.models.map(({name}) => name)).toEqual(['tester:1b']);
});

test('something else and nothing at all are told apart', async () => {
	const host = await startPages({});
	const {engine, server} = await startOpenAiPair();
	await server.stop();

	const other = await failureOf(createOpenAiEngine({host, model: 'm'}).inspect(quiet()));
	const away = await failureOf(engine.inspect(quiet()));

	expect(other.failure).toBe('server-error');
	expect(away.failure).toBe('unreachable');
});
