import {expect, test} from 'vitest';
import {createManualClock} from '../helpers/manual-clock.js';
import {failureOf, proseRequest, startPair} from './ollama-fixture.js';

test('a reply that falls silent is stalled and the server is hung up on', async () => {
	const clock = createManualClock();
	const {engine, server} = await startPair({script: () => 'stall'}, {clock});
	const {promise: firstPiece, resolve} = Promise.withResolvers<void>();
	const stalled = failureOf(
		engine.generate(
			proseRequest({
				onText() {
					resolve();
					return 'continue';
				},
			}),
		),
	);
	await firstPiece;

	await clock.advance(20_000);
	const error = await stalled;
	await server.chats()[0]?.ended;

	expect(error.failure).toBe('stalled');
	expect(error.message).toMatch(/said nothing for 20 s\.$/);
	expect(error.raw).not.toBe('');
	expect(server.chats()[0]?.aborted).toBe(true);
	expect(clock.sleeping).toBe(0);
});

test('a first token is waited for much longer than the next one', async () => {
	const clock = createManualClock();
	const {engine, server} = await startPair({script: () => 'stall-at-start'}, {clock});
	let isOver = false;
	const stalled = failureOf(engine.generate(proseRequest())).finally(() => {
		isOver = true;
	});
	await server.chatArrived(0);

	await clock.advance(179_000);
	const wasOverBefore = isOver;
	await clock.advance(1_000);
	const error = await stalled;

	expect(wasOverBefore).toBe(false);
	expect(error).toMatchObject({failure: 'stalled', raw: ''});
});

test('bytes that never make a line are silence', async () => {
	const clock = createManualClock();
	const {engine, server} = await startPair({script: () => 'slow-loris'}, {clock, stallTimeoutMs: 5_000});
	const stalled = failureOf(engine.generate(proseRequest()));
	await server.chatArrived(0);

	await clock.advance(5_000);
	const error = await stalled;

	expect(error.failure).toBe('stalled');
});

test('a finished reply leaves no timer behind', async () => {
	const clock = createManualClock();
	const {engine} = await startPair({}, {clock});

	await engine.generate(proseRequest());

	expect(clock.sleeping).toBe(0);
});
