import {expect, test} from 'vitest';
import {failureOf, personSchema, proseRequest, startPair} from './ollama-fixture.js';

test('a request carries exactly the options, messages and budget it was given', async () => {
	const {engine, server} = await startPair();
	const request = proseRequest();

	await engine.generate(request);

	expect(server.chats()[0]?.body).toEqual({
		model: 'tester:1b',
		messages: request.messages,
		stream: true,
		truncate: false,
		keep_alive: '30m',
		options: {
			temperature: 0.9,
			top_p: 0.98,
			top_k: 80,
			repeat_penalty: 1.1,
			seed: 11,
			num_predict: 240,
			num_ctx: 4096,
		},
	});
});

test('a schema is sent as the format and the reply obeys it', async () => {
	const {engine, server} = await startPair();

	const reply = await engine.generate(proseRequest({schema: personSchema}));

	expect(server.chats()[0]?.body.format).toEqual(personSchema);
	expect(JSON.parse(reply.text)).toMatchObject({background: expect.any(String), memories: expect.any(Array)});
});

test('thinking is switched off for a model that can think', async () => {
	const {engine, server} = await startPair({model: {canThink: true}});

	const reply = await engine.generate(proseRequest());

	expect(server.chats()[0]?.body.think).toBe(false);
	expect(reply.finish).toBe('stop');
});

test('a model that cannot think is told nothing about it', async () => {
	const {engine, server} = await startPair();

	await engine.generate(proseRequest());

	expect(server.chats()[0]?.body).not.toHaveProperty('think');
});

test('what the model can do is asked once for many requests', async () => {
	const {engine, server} = await startPair({model: {canThink: true}});

	await Promise.all([engine.generate(proseRequest()), engine.generate(proseRequest({seed: 2}))]);
	await engine.generate(proseRequest({seed: 3}));

	expect(server.requests.filter(({path}) => path === '/api/show')).toHaveLength(1);
});

test('a question about the model that failed is asked again', async () => {
	const {engine, server} = await startPair();
	await server.stop();
	await failureOf(engine.generate(proseRequest()));
	await server.restart();

	await engine.generate(proseRequest());

	expect(server.requests.filter(({path}) => path === '/api/show')).toHaveLength(1);
});

test('the time the model stays loaded can be set', async () => {
	const {engine, server} = await startPair({}, {keepAlive: '5m'});

	await engine.generate(proseRequest());

	expect(server.chats()[0]?.body.keep_alive).toBe('5m');
});

test('unloading frees the model without a prompt', async () => {
	const {engine, server} = await startPair();
	await engine.generate(proseRequest());

	await engine.unload();

	expect(server.isLoaded).toBe(false);
	expect(server.requests.at(-1)).toMatchObject({
		path: '/api/generate',
		body: {model: 'tester:1b', prompt: '', keep_alive: 0},
	});
});

test('the reply has the counts of the server and measured times', async () => {
	const {engine} = await startPair({latencyMs: 30, replies: () => 'Ada nodded to you.'});

	const reply = await engine.generate(proseRequest());

	expect(reply).toMatchObject({text: 'Ada nodded to you.', finish: 'stop', outputTokens: 4});
	expect(reply.promptTokens).toBeGreaterThan(20);
	expect(reply.timeToFirstTokenMs).toBeGreaterThanOrEqual(25);
	expect(reply.durationMs).toBeGreaterThanOrEqual(reply.timeToFirstTokenMs);
});

test('the pieces that are shown add up to the reply', async () => {
	const {engine} = await startPair();
	const shown: string[] = [];

	const reply = await engine.generate(
		proseRequest({
			onText(piece) {
				shown.push(piece);
				return 'continue';
			},
		}),
	);

	expect(shown.length).toBeGreaterThan(40);
	expect(shown.join('')).toBe(reply.text);
});
