import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {createOpenAiEngine} from '../../source/engines/openai/create-openai-engine.js';
import type {Engine} from '../../source/pipeline/ports.js';
import {failureOf, proseRequest} from './ollama-fixture.js';

/** An engine on a server that answers every chat with these bytes. */
async function openOnBytes(body: string, type = 'text/event-stream'): Promise<Engine> {
	const server = createServer((_, response) => {
		response.writeHead(200, {'content-type': type});
		response.end(body);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	const {port} = server.address() as AddressInfo;
	return createOpenAiEngine({host: `127.0.0.1:${port}`, model: 'm'});
}

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const says = (content: string) => event({choices: [{index: 0, delta: {content}}]});
const ends = (reason: string) => event({choices: [{index: 0, delta: {}, finish_reason: reason}]});
const done = 'data: [DONE]\n\n';

const endings: Array<[reason: string, finish: string]> = [
	['stop', 'stop'],
	['eos', 'stop'],
	['length', 'length'],
	['max_tokens', 'length'],
];

test.each(endings)('the end %s of a server is %s to us', async (reason, finish) => {
	const engine = await openOnBytes(says('Ada nodded.') + ends(reason) + done);

	expect(await engine.generate(proseRequest())).toMatchObject({text: 'Ada nodded.', finish});
});

test('a stream that says how it ended is whole without its farewell, and one that does not is not with it', async () => {
	const whole = await openOnBytes(says('Ada nodded.') + ends('stop'));
	const broken = await openOnBytes(says('Ada nodded.') + done);
	const aborted = await openOnBytes(says('Ada nodded.') + ends('abort') + done);

	expect((await whole.generate(proseRequest())).text).toBe('Ada nodded.');
	for (const engine of [broken, aborted]) {
		const error = await failureOf(engine.generate(proseRequest()));
		expect(error.failure).toBe('ended-without-done');
		expect(error.raw).toBe('Ada nodded.');
	}
});

test('a reply that was filtered by the server is an error with a reason', async () => {
	const engine = await openOnBytes(says('Ada') + ends('content_filter') + done);

	expect((await failureOf(engine.generate(proseRequest()))).message).toContain('filter');
});

test('a server that does not stream is read whole, its error as well', async () => {
	const choices = [{index: 0, message: {content: 'Ada nodded.'}, finish_reason: 'stop'}];
	const usage = {prompt_tokens: 40, completion_tokens: 3, prompt_tokens_details: {cached_tokens: 30}};
	const whole = await openOnBytes(JSON.stringify({choices, usage}), 'application/json');
	const failing = await openOnBytes(
		JSON.stringify({error: {message: 'CUDA out of memory'}}),
		'application/json',
	);
	const old = await openOnBytes(
		JSON.stringify({object: 'error', message: 'no such thing'}),
		'application/json',
	);

	expect(await whole.generate(proseRequest())).toMatchObject({
		text: 'Ada nodded.',
		promptTokens: 40,
		cachedPromptTokens: 30,
		outputTokens: 3,
	});
	expect((await failureOf(failing.generate(proseRequest()))).message).toContain('CUDA out of memory');
	expect((await failureOf(old.generate(proseRequest()))).failure).toBe('server-error');
});

test('comments, other events and other choices are passed over', async () => {
	const other = event({choices: [{index: 1, delta: {content: 'Not this.'}}]});
	const engine = await openOnBytes(
		`: ping\n\nevent: start\n\n${says('Ada ')}${other}${says('nodded.')}${ends('stop')}`,
	);

	expect((await engine.generate(proseRequest())).text).toBe('Ada nodded.');
});

test('thinking beside an answer is said of the reply and is no part of it', async () => {
	const thought = event({choices: [{index: 0, delta: {reasoning: 'Let me see.'}}]});
	const engine = await openOnBytes(thought + says('Ada nodded.') + ends('stop') + done);

	expect(await engine.generate(proseRequest())).toMatchObject({text: 'Ada nodded.', hasThought: true});
});

test('a reply that we end early has the prompt counts that llama-server tells with every piece', async () => {
	const timings = {cache_n: 30, prompt_n: 10, prompt_ms: 4};
	const piece = event({choices: [{index: 0, delta: {content: 'Ada nodded.'}}], timings});
	const engine = await openOnBytes(piece + piece + ends('stop') + done);
	const counts = {promptTokens: 40, cachedPromptTokens: 30};

	expect(await engine.generate({...proseRequest(), onText: () => 'enough'})).toMatchObject(counts);
	expect(await engine.generate(proseRequest())).toMatchObject(counts);
});

test('a reply that we end early costs the tokens that the server told by then, however many come in a piece', async () => {
	const piece = (more: object) => event({choices: [{index: 0, delta: {content: 'Ada nodded. '}}], ...more});
	const usage = (tokens: number) => ({usage: {prompt_tokens: 40, completion_tokens: tokens}});
	const timings = (tokens: number) => ({timings: {cache_n: 30, prompt_n: 10, predicted_n: tokens}});
	const streams: Array<[text: string, outputTokens: number]> = [
		[piece(usage(4)) + piece(usage(7)) + piece(usage(11)), 7],
		[piece(timings(3)) + piece(timings(8)) + piece(timings(12)), 8],
		// Told with the first piece alone.
		[piece(usage(0)) + piece({}) + piece({}), 1],
	];
	for (const [text, outputTokens] of streams) {
		const engine = await openOnBytes(text);
		let pieces = 0;
		const onText = () => (++pieces === 2 ? 'enough' : 'continue') as 'enough' | 'continue';

		expect(await engine.generate({...proseRequest(), onText})).toMatchObject({
			outputTokens,
			promptTokens: 40,
		});
	}
});

test('a reply that was not streamed and is more than enough costs what the server said of it', async () => {
	const choices = [{index: 0, message: {content: 'Ada nodded. And on.'}, finish_reason: 'stop'}];
	const usage = {prompt_tokens: 40, completion_tokens: 31, prompt_tokens_details: {cached_tokens: 30}};
	const engine = await openOnBytes(JSON.stringify({choices, usage}), 'application/json');

	expect(await engine.generate({...proseRequest(), onText: () => 'enough'})).toMatchObject({
		finish: 'enough',
		promptTokens: 40,
		cachedPromptTokens: 30,
		outputTokens: 31,
	});
});
