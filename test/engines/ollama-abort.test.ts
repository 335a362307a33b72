import {expect, test} from 'vitest';
import {AbortedError} from '../../source/pipeline/errors.js';
import {failureOf, proseRequest, startPair} from './ollama-fixture.js';

test('an abort in the middle of a reply hangs up on the server at once', async () => {
	const {engine, server} = await startPair({script: () => 'endless'});
	const calling = new AbortController();
	let heard = 0;

	const error = await failureOf(
		engine.generate(
			proseRequest({
				signal: calling.signal,
				onText() {
					heard++;
					if (heard === 5) calling.abort();
					return 'continue';
				},
			}),
		),
	);
	await server.chats()[0]?.ended;

	expect(error).toBeInstanceOf(AbortedError);
	expect(heard).toBe(5);
	expect(server.chats()[0]?.aborted).toBe(true);
});

test('an abort before the first token hangs up as well', async () => {
	const {engine, server} = await startPair({script: () => 'stall-at-start'});
	const calling = new AbortController();
	const generating = failureOf(engine.generate(proseRequest({signal: calling.signal})));
	const chat = await server.chatArrived(0);

	calling.abort();

	expect(await generating).toBeInstanceOf(AbortedError);
	await chat.ended;
	expect(chat.aborted).toBe(true);
});

test('a request that was called off before it began asks nothing', async () => {
	const {engine, server} = await startPair();

	const error = await failureOf(engine.generate(proseRequest({signal: AbortSignal.abort()})));

	expect(error).toBeInstanceOf(AbortedError);
	expect(server.requests).toHaveLength(0);
});

test('aborting one request leaves the other one alone', async () => {
	const {engine, server} = await startPair({
		script: (_, body) => (body.options.seed === 1 ? 'endless' : undefined),
		tokenDelayMs: 1,
	});
	const calling = new AbortController();
	const aborted = failureOf(
		engine.generate(
			proseRequest({
				seed: 1,
				signal: calling.signal,
				onText: () => 'continue',
			}),
		),
	);
	const other = engine.generate(
		proseRequest({
			seed: 2,
			onText() {
				calling.abort();
				return 'continue';
			},
		}),
	);

	expect(await aborted).toBeInstanceOf(AbortedError);
	expect(await other).toMatchObject({finish: 'stop'});
	expect(server.concurrencyMax).toBe(2);
});

test('aborting the first request does not take the answer about the model from the second', async () => {
	const {engine} = await startPair({model: {canThink: true}});
	const calling = new AbortController();
	const first = failureOf(engine.generate(proseRequest({signal: calling.signal})));
	const second = engine.generate(proseRequest());

	calling.abort();

	expect(await first).toBeInstanceOf(AbortedError);
	expect(await second).toMatchObject({finish: 'stop'});
});

test('enough ends the stream and counts the pieces', async () => {
	const {engine, server} = await startPair({script: () => 'endless'});
	let heard = 0;

	const reply = await engine.generate(
		proseRequest({
			onText() {
				heard++;
				return heard === 8 ? 'enough' : 'continue';
			},
		}),
	);
	await server.chats()[0]?.ended;

	expect(reply).toMatchObject({
		text: 'Then the bus number 1 went by. Then',
		finish: 'enough',
		outputTokens: 8,
	});
	expect(reply.promptTokens).toBeGreaterThan(0);
	expect(server.chats()[0]?.aborted).toBe(true);
});

test('more requests than slots wait for each other and all come back', async () => {
	const {engine, server} = await startPair({slots: 2, tokenDelayMs: 20, replies: () => 'Ada nodded to you.'});

	const replies = await Promise.all([1, 2, 3, 4, 5].map(seed => engine.generate(proseRequest({seed}))));

	expect(replies.map(reply => reply.finish)).toEqual(Array(5).fill('stop'));
	expect(server.concurrencyMax).toBe(5);
});
