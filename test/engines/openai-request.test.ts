import {expect, test} from 'vitest';
import {createOpenAiEngine} from '../../source/engines/openai/create-openai-engine.js';
import {UserError} from '../../source/pipeline/errors.js';
import type {ReadingEngine} from '../../source/pipeline/ports.js';
import {createManualClock} from '../helpers/manual-clock.js';
import {failureOf, personSchema, proseRequest} from './ollama-fixture.js';
import {startOpenAiPair} from './openai-fixture.js';

const structured = () => proseRequest({schema: {$schema: 'draft-7', ...personSchema}});

test('a request says everything in the words of the API, and thinking off', async () => {
	const {engine, bodies} = await startOpenAiPair();

	await engine.generate(structured());

	expect(bodies()).toEqual([
		{
			model: 'tester:1b',
			messages: structured().messages,
			stream: true,
			stream_options: {include_usage: true, continuous_usage_stats: true},
			max_tokens: 240,
			temperature: 0.9,
			top_p: 0.98,
			seed: 11,
			top_k: 80,
			repeat_penalty: 1.1,
			repetition_penalty: 1.1,
			chat_template_kwargs: {enable_thinking: false},
			cache_prompt: true,
			timings_per_token: true,
			response_format: {
				type: 'json_schema',
				json_schema: {name: 'reply', strict: true, schema: personSchema},
			},
		},
	]);
});

test('a reader that has no brief is answered as well', async () => {
	const {engine} = await startOpenAiPair({replies: () => '{"background": "by the sea", "memories": []}'});
	const {brief, ...reading} = structured();
	const reader: ReadingEngine = engine;

	expect((await reader.generate(reading)).text).toContain('by the sea');
});

test('a reply brings the counts of the server', async () => {
	const {engine} = await startOpenAiPair({replies: () => 'Ada nodded to you.'});

	const reply = await engine.generate(proseRequest());

	expect(reply).toMatchObject({text: 'Ada nodded to you.', finish: 'stop', outputTokens: 4});
	expect(reply.promptTokens).toBeGreaterThan(20);
});

test('an address may come with /v1 and without a slash too many', async () => {
	const {server} = await startOpenAiPair();
	for (const path of ['', '/', '/v1', '/v1/', '/v1/chat/completions']) {
		const engine = createOpenAiEngine({host: `${server.host}${path}`, model: 'tester:1b'});

		expect(engine.host).toBe(server.host);
		await engine.generate(proseRequest());
	}
	expect(server.chats()).toHaveLength(5);
});

test('a server that refuses a way of asking for JSON is asked in the next, and remembered', async () => {
	const refused: string[] = [];
	const {engine, server, bodies} = await startOpenAiPair({
		refusal: body => {
			const way = body.response_format?.type ?? (body.guided_json && 'guided_json');
			if (way === undefined || way === 'guided_json') return undefined;
			refused.push(way);
			return {status: 400, body: {error: {message: `response_format.type ${way} is not supported`}}};
		},
	});

	const first = await engine.generate(structured());
	const again = createOpenAiEngine({host: server.host, model: 'tester:1b'});
	await again.generate(structured());

	expect(refused).toEqual(['json_schema', 'json_object']);
	expect(JSON.parse(first.text)).toHaveProperty('background');
	expect(bodies().map(body => body.guided_json !== undefined)).toEqual([false, false, true, true]);
	expect(bodies().at(-1)).toHaveProperty('top_k');
});

test('a strict server loses the words that it does not know and keeps the schema', async () => {
	const {engine, bodies} = await startOpenAiPair({
		refusal: body => {
			const unknown = ['stream_options', 'top_k', 'max_tokens'].find(name => name in body);
			if (unknown === undefined) return undefined;
			const message =
				unknown === 'max_tokens'
					? 'Unsupported parameter: max_tokens. Use max_completion_tokens instead.'
					: `Unrecognized request argument supplied: ${unknown}`;
			return {status: 400, body: {error: {message}}};
		},
	});

	await engine.generate(structured());

	expect(bodies()).toHaveLength(5);
	expect(bodies()[4]).toMatchObject({max_completion_tokens: 240, response_format: {type: 'json_schema'}});
});

test('a server that tells the counts only at the end keeps telling them there', async () => {
	const {engine, bodies} = await startOpenAiPair({
		refusal: ({stream_options: options}) => {
			if (!options?.continuous_usage_stats) return undefined;
			const message = "Unknown parameter: 'stream_options.continuous_usage_stats'.";
			return {status: 400, body: {error: {message}}};
		},
	});

	await engine.generate(structured());

	expect(bodies()).toHaveLength(2);
	expect(bodies()[1]).toMatchObject({stream_options: {include_usage: true}, top_k: 80});
});

test.each(['stream_options: extra fields not permitted', 'Bad request'])(
	'a server that refuses the running counts in words of its own loses nothing else: %s',
	async message => {
		const {engine, bodies} = await startOpenAiPair({
			refusal: ({stream_options: options}) =>
				options?.continuous_usage_stats ? {status: 400, body: {error: {message}}} : undefined,
		});

		await engine.generate(structured());

		expect(bodies()).toHaveLength(2);
		const {stream_options: _, ...rest} = bodies()[0] as Record<string, unknown>;
		expect(bodies()[1]).toEqual({...rest, stream_options: {include_usage: true}});
	},
);

test('a server that takes no stream options at all is asked without', async () => {
	const {engine, bodies} = await startOpenAiPair({
		refusal: ({stream_options: options}) =>
			options && {status: 400, body: {error: {message: 'stream_options: extra fields not permitted'}}},
	});

	await engine.generate(structured());

	expect(bodies()).toHaveLength(3);
	expect(bodies()[2]).toMatchObject({top_k: 80, response_format: {type: 'json_schema'}});
	expect(bodies()[2]).not.toHaveProperty('stream_options');
});

const templateErrors: Array<[server: string, status: number, body: object]> = [
	['vLLM', 400, {object: 'error', message: 'System role not supported', type: 'BadRequestError', code: 400}],
	['SGLang', 400, {object: 'error', message: 'Conversation roles must alternate user/assistant/...'}],
	['llama-server', 500, {error: {code: 500, message: 'Jinja Exception: System role not supported'}}],
];

test.each(templateErrors)(
	'a chat template of %s without a system role gets its text from the user, and is remembered',
	async (_, status, body) => {
		const {engine, bodies} = await startOpenAiPair({
			refusal: ({messages}) => (messages?.[0]?.role === 'system' ? {status, body} : undefined),
		});
		const [system, user] = structured().messages;

		await engine.generate(structured());
		await engine.generate({
			...structured(),
			messages: [
				...structured().messages,
				{role: 'assistant', content: 'No.'},
				{role: 'user', content: 'Again.'},
			],
		});

		const [, asked, again] = bodies();
		expect(bodies()).toHaveLength(3);
		expect(asked?.messages).toEqual([{role: 'user', content: `${system?.content}\n\n${user?.content}`}]);
		expect(asked).toMatchObject({top_k: 80, response_format: {type: 'json_schema'}});
		expect(again?.messages.map(({role}) => role)).toEqual(['user', 'assistant', 'user']);
	},
);

test('a refusal that has nothing to do with the form gives up nothing for the next request', async () => {
	let refusals = 0;
	const {engine, bodies} = await startOpenAiPair({
		refusal: () => (refusals++ < 7 ? {status: 400, body: {error: {message: 'the moon is full'}}} : undefined),
	});

	const error = await failureOf(engine.generate(structured()));
	await engine.generate(structured());

	expect(error.message).toContain('the moon is full');
	expect(bodies().at(-1)).toMatchObject({top_k: 80, response_format: {type: 'json_schema'}});
});

test('a schema that is ignored twice in a row is asked for in another way', async () => {
	const {engine, bodies} = await startOpenAiPair({replies: () => 'Sure! Here is your person.'});

	for (let call = 0; call < 3; call++) await engine.generate(structured());

	expect(bodies().map(body => body.response_format?.type)).toEqual([
		'json_schema',
		'json_schema',
		'json_object',
	]);
});

test('a model that thinks although its template was told not to is told in other words', async () => {
	const {engine, bodies} = await startOpenAiPair({
		script: index => (index === 0 ? 'thinking-only' : undefined),
	});

	await failureOf(engine.generate(proseRequest()));
	await engine.generate(proseRequest());

	expect(bodies().map(body => body.reasoning_effort)).toEqual([undefined, 'none']);
});

test('a limit that is used up holds the next request until it is reset', async () => {
	const clock = createManualClock();
	const {engine, server} = await startOpenAiPair(
		{headers: {'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m2s'}},
		{clock},
	);
	await engine.generate(proseRequest());
	const held = engine.generate(proseRequest());
	await clock.advance(61_000);
	expect(server.chats()).toHaveLength(1);

	await clock.advance(1_500);
	await held;

	expect(server.chats()).toHaveLength(2);
});

test('429 with Retry-After holds all requests, and an abort ends the hold', async () => {
	const clock = createManualClock();
	const {engine, server} = await startOpenAiPair({script: () => 'http-429'}, {clock});
	const calling = new AbortController();

	const error = await failureOf(engine.generate(proseRequest()));
	const held = failureOf(engine.generate(proseRequest({signal: calling.signal})));
	calling.abort();

	expect(error.retryAfterMs).toBe(7_000);
	expect((await held).name).toBe('AbortedError');
	expect(server.chats()).toHaveLength(1);
});

const apiKey = 'sk-test-0123456789abcdef';

test('the key goes into the header and nowhere else, even where the server quotes it', async () => {
	const {engine, server} = await startOpenAiPair(
		{
			refusal: (_, headers) => ({
				status: 400,
				body: {error: {message: `cannot read ${String(headers.authorization)}`}},
			}),
		},
		{apiKey},
	);

	const error = await failureOf(engine.generate(proseRequest()));

	expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
	expect(error.message).toContain('[key]');
	expect(`${error.message} ${error.raw} ${error.stack} ${JSON.stringify(error.cause ?? null)}`).not.toContain(
		apiKey,
	);
});

test('a key that a reply repeats does not come into the set', async () => {
	const {engine} = await startOpenAiPair({replies: () => `You wrote ${apiKey} to Ada.`}, {apiKey});

	expect((await engine.generate(proseRequest())).text).toBe('You wrote [key] to Ada.');
});

test('a placeholder for a key is a word like any other in a reply, and in a sentence of the server', async () => {
	for (const placeholder of ['None', 'x', 'test', 'ollama']) {
		const text = `None of it matters, she said; the next exam is a test of ollama.`;
		const {engine} = await startOpenAiPair({replies: () => text}, {apiKey: placeholder});
		const {engine: failing} = await startOpenAiPair(
			{refusal: () => ({status: 400, body: {error: {message: text}}})},
			{apiKey: placeholder},
		);

		expect((await engine.generate(proseRequest())).text).toBe(text);
		expect((await failureOf(failing.generate(proseRequest()))).message).toContain(text.slice(0, -1));
	}
});

test('a short key is hidden where the server quotes it as one', async () => {
	const message = 'cannot read Bearer test: a test needs another key than `test`';
	const {engine} = await startOpenAiPair(
		{refusal: () => ({status: 400, body: {error: {message}}})},
		{apiKey: 'test'},
	);

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.message).toContain('cannot read Bearer [key]: a test needs another key than `test`');
});

test.each([
	'{"api_key":"hunter2pass"}',
	'{api_key=hunter2pass}',
	'{"apiKey": "hunter2pass"}',
	'X-API-KEY: hunter2pass',
])('so is one in the field of an object or header: %s', async quoted => {
	const {engine} = await startOpenAiPair(
		{refusal: () => ({status: 400, body: {error: {message: `cannot read ${quoted}`}}})},
		{apiKey: 'hunter2pass'},
	);

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.message).toContain(quoted.replace('hunter2pass', '[key]'));
	expect(error.raw).not.toContain('hunter2pass');
});

test('a key that is refused is named as that, without the words of the server', async () => {
	const {engine} = await startOpenAiPair(
		{refusal: () => ({status: 401, body: {error: {message: 'Incorrect API key provided: sk-te***def'}}})},
		{apiKey},
	);

	const error = await failureOf(engine.generate(proseRequest()));
	const inspecting = await failureOf(engine.inspect(new AbortController().signal));

	expect(error.failure).toBe('key-refused');
	expect(inspecting.failure).toBe('key-refused');
	expect(error.message).toMatch(/refuses access \(HTTP 401\)/);
	expect(error.raw).toBe('');
});

test('LiteLLM without a database refuses a key in its own way', async () => {
	const error = {message: 'No connected db.', type: 'no_db_connection', param: null, code: '400'};
	const {engine} = await startOpenAiPair({refusal: () => ({status: 400, body: {error}})}, {apiKey});

	expect((await failureOf(engine.generate(proseRequest()))).failure).toBe('key-refused');
});

test('a key that no header takes is the mistake of the user and is not shown', () => {
	const broken = 'sk-one\nsk-two';
	const create = () => createOpenAiEngine({host: 'http://box:8000', model: 'm', apiKey: broken});

	expect(create).toThrow(UserError);
	expect(create).not.toThrow(/sk-/);
});

test('a redirect does not take the key along', async () => {
	const {engine} = await startOpenAiPair({script: () => 'redirect'}, {apiKey});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.message).toContain('which is not followed');
});
