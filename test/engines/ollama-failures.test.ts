import {expect, test} from 'vitest';
import {EngineError} from '../../source/pipeline/errors.js';
import {faultClasses} from '../helpers/fault-classes.js';
import type {FaultName} from '../helpers/fault-server-faults.js';
import {failureOf, proseRequest, startPair} from './ollama-fixture.js';

test.each(faultClasses)('the fault %s comes out as %s', async (fault, failure) => {
	const {engine} = await startPair({script: () => fault});

	const error = await failureOf(engine.generate(proseRequest({maxTokens: 60})));

	expect(error).toBeInstanceOf(EngineError);
	expect(error.failure).toBe(failure);
	expect(error.message).toMatch(/^[A-Z].*\.$/);
	expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

const textFaults: FaultName[] = [
	...(['reset-mid-stream', 'end-without-done', 'truncated-line', 'error-in-200', 'json-garbage'] as const),
];

test.each(textFaults)('what the model had said before %s is kept as it was', async fault => {
	const {engine} = await startPair({script: () => fault, replies: () => 'One two three four five six.'});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.raw).toBe('One two three ');
});

test('thinking without an answer is kept as what was said', async () => {
	const {engine} = await startPair({script: () => 'thinking-only'});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.raw).toContain('Okay, so the user wants a scene.');
});

test('a server that says how long to wait is quoted in milliseconds', async () => {
	const {engine} = await startPair({script: () => 'http-429'});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.retryAfterMs).toBe(7_000);
});

test('a redirect to another host is named and not followed', async () => {
	const {engine} = await startPair({script: () => 'redirect'});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.message).toContain('redirects to `http://elsewhere.invalid/api/chat`');
});

test('a prompt larger than the context is refused instead of cut', async () => {
	const {engine, server} = await startPair();
	const messages = [{role: 'user' as const, content: 'One more cup of tea by the door. '.repeat(200)}];

	const error = await failureOf(engine.generate(proseRequest({messages, contextTokens: 1024})));

	expect(error.failure).toBe('context-overflow');
	expect(server.chats()[0]?.body.truncate).toBe(false);
});

test('a server that is not there is unreachable', async () => {
	const {engine, server} = await startPair();
	await server.stop();

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.failure).toBe('unreachable');
	expect(error.message).toContain('connection refused');
	expect(error.cause).toMatchObject({code: 'ECONNREFUSED'});
});

test('a server that is back answers the same engine', async () => {
	const {engine, server} = await startPair();
	await engine.generate(proseRequest());
	await server.stop();
	await failureOf(engine.generate(proseRequest()));
	await server.restart();

	const reply = await engine.generate(proseRequest());

	expect(reply.finish).toBe('stop');
});

test('an unknown model is missing before anything is asked of it', async () => {
	const {engine, server} = await startPair({}, {model: 'nobody:7b'});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.failure).toBe('model-missing');
	expect(error.message).toContain("model 'nobody:7b' not found");
	expect(server.chats()).toHaveLength(0);
});

test('a reply cut at its budget is no failure but says so', async () => {
	const {engine} = await startPair({script: () => 'cut-at-limit'});

	const reply = await engine.generate(proseRequest({maxTokens: 50}));

	expect(reply).toMatchObject({finish: 'length', outputTokens: 50});
});

test('a runaway reply ends at its budget where nobody stops it', async () => {
	const {engine} = await startPair({script: () => 'runaway'});

	const reply = await engine.generate(proseRequest({maxTokens: 50}));

	expect(reply).toMatchObject({finish: 'length', outputTokens: 50});
});

test('a server that goes on past the budget is hung up on', async () => {
	const {engine, server} = await startPair({script: () => 'endless'});

	const reply = await engine.generate(proseRequest({maxTokens: 50}));
	await server.chats()[0]?.ended;

	expect(reply.finish).toBe('length');
	expect(server.chats()[0]?.aborted).toBe(true);
});

test('closed thinking is cut off the front and never shown', async () => {
	const {engine} = await startPair({script: () => 'think-tags', replies: () => 'Ada nodded to you.'});
	const shown: string[] = [];

	const reply = await engine.generate(
		proseRequest({
			onText(piece) {
				shown.push(piece);
				return 'continue';
			},
		}),
	);

	expect(reply.text).toBe('Ada nodded to you.');
	expect(shown.join('')).toBe('Ada nodded to you.');
});

test('terminal codes in the answer are left to those who display it', async () => {
	const {engine} = await startPair({script: () => 'escape-codes'});

	const reply = await engine.generate(proseRequest());

	expect(reply.text).toContain('\u001b[2J');
});

test('terminal codes in the words of a server never reach a message', async () => {
	const {engine} = await startPair({script: () => 'json-garbage'});

	const error = await failureOf(engine.generate(proseRequest()));

	expect(error.message).toBe('A line of the reply is no JSON: `not json`.');
});

test('an error of the one who listens is not taken for an error of the engine', async () => {
	const {engine, server} = await startPair();
	const bug = new RangeError('a bug of ours');

	const error = await failureOf(
		engine.generate(
			proseRequest({
				onText() {
					throw bug;
				},
			}),
		),
	);
	await server.chats()[0]?.ended;

	expect(error).toBe(bug);
});
