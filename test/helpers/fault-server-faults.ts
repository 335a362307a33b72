import type {ServerResponse} from 'node:http';
import {gzipSync} from 'node:zlib';
import type {ChatBody} from './fault-server-replies.js';
import type {ChatStream} from './fault-server-stream.js';

/** What `play` needs of the server for one request. */
export type FaultScene = {
	body: ChatBody;
	goodReply: string;
	response: ServerResponse;
	stream: ChatStream;
	/** What 429 asks for, in seconds. */
	retryAfter: string;
};

type Play = (scene: FaultScene) => Promise<void>;

/** Every fault by name: what the server does instead of a good reply. */
const faults = {
	/** The connection is closed before a word of the reply. */
	refuse: async ({response}) => void response.socket?.destroy(),
	'reset-mid-stream': async ({response, stream, goodReply}) => {
		await stream.say(firstHalf(goodReply));
		// A reset overtakes what the client has not read yet.
		await stream.wait(20);
		response.socket?.resetAndDestroy();
	},
	/** What Ollama does with a reply that repeats one token 30 times. */
	'end-without-done': async ({stream, goodReply}) => {
		await stream.say(firstHalf(goodReply));
		await stream.end();
	},
	empty: ({stream}) => stream.finish('stop'),
	'thinking-only': async ({stream, body}) => {
		await stream.think(ponder(budgetOf(body)));
		await stream.finish('length');
	},
	'think-tags': async ({stream, goodReply}) => {
		await stream.say(`<think>\n${ponder(12)}\n</think>\n\n${goodReply}`);
		await stream.finish('stop');
	},
	'think-unclosed': async ({stream, body}) => {
		await stream.say(`<think>\n${ponder(budgetOf(body))}`);
		await stream.finish('length');
	},
	'cut-at-limit': async ({stream, goodReply, body}) => {
		await stream.say(firstHalf(goodReply));
		await stream.finish('length', {outputTokens: budgetOf(body)});
	},
	/** One phrase over and over, to the end of the budget. */
	runaway: async ({stream, body}) => {
		await stream.say(repeat('and the door and the door and the rain ', budgetOf(body)));
		await stream.finish('length');
	},
	/** Goes on past any budget until the client hangs up. */
	endless: async ({stream}) => {
		for (let turn = 1; stream.isOpen(); turn++) await stream.say(`Then the bus number ${turn} went by. `);
	},
	/** The schema is not obeyed; without a schema, JSON where prose was asked for. */
	'bad-json': async ({stream}) => {
		await stream.say('Sure! Here is the JSON: {"wrong_field": 3, "note": "she said "hello" to me"');
		await stream.finish('stop');
	},
	'http-400': ({stream}) => stream.refuse(400, {error: 'invalid options: top_k'}),
	'http-500': ({stream}) => stream.refuse(500, {error: 'llama runner process has terminated: exit status 2'}),
	/** What Ollama says of a model that does not fit. */
	'too-large': ({stream}) =>
		stream.refuse(500, {
			error: 'model requires more system memory (9.3 GiB) than is available (3.1 GiB)',
		}),
	'http-503': ({stream}) =>
		stream.refuse(503, {error: 'server busy, please try again.  maximum pending requests exceeded'}),
	/** A proxy whose server is away. */
	'http-502': scene => answerAsProxy(scene, 502, 'Bad Gateway'),
	'http-503-away': scene => answerAsProxy(scene, 503, 'Service Temporarily Unavailable'),
	/** llama-server, which lists its model already. */
	'http-503-loading': ({stream}) =>
		stream.refuse(503, {error: {message: 'Loading model', type: 'unavailable_error', code: 503}}),
	'http-404-model': ({stream, body}) => stream.refuse(404, {error: `model '${body.model}' not found`}),
	'http-429': ({stream, retryAfter}) =>
		stream.refuse(429, {error: 'too many requests'}, {'retry-after': retryAfter}),
	'error-in-200': async ({stream, goodReply}) => {
		await stream.say(firstHalf(goodReply));
		await stream.line(JSON.stringify({error: 'an error was encountered while running the model'}));
		await stream.end();
	},
	html: async ({response}) => {
		response.writeHead(200, {'content-type': 'text/html; charset=utf-8'});
		response.end('<!doctype html><title>Router login</title>');
	},
	/** A few words, then silence on an open connection. */
	stall: async ({stream, goodReply}) => {
		await stream.say(goodReply.slice(0, 20));
		await stream.closed;
	},
	'stall-at-start': async ({stream}) => stream.closed,
	/** Bytes keep coming, a line never does. */
	'slow-loris': async ({stream}) => {
		await stream.beginLine('');
		while (stream.isOpen()) {
			await stream.raw('x');
			await stream.wait(20);
		}
	},
	'huge-line': async ({stream}) => {
		await stream.sayAtOnce('x'.repeat(1_500_000));
		await stream.end();
	},
	/** Short lines without end that are more than anybody asked for. */
	'huge-reply': async ({stream}) => {
		while (stream.isOpen()) await stream.sayAtOnce('x'.repeat(100_000));
	},
	redirect: async ({response}) => {
		response.writeHead(307, {location: 'http://elsewhere.invalid/api/chat'});
		response.end();
	},
	'gzip-garbage': async ({response}) => {
		response.writeHead(200, {'content-type': 'application/x-ndjson', 'content-encoding': 'gzip'});
		response.end('this is no gzip at all');
	},
	/** Nothing wrong: a proxy has compressed the good reply. */
	gzip: async ({response, goodReply}) => {
		const lines = [
			{message: {content: goodReply}},
			{message: {content: ''}, done: true, done_reason: 'stop'},
		];
		const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');
		response.writeHead(200, {'content-type': 'application/x-ndjson', 'content-encoding': 'gzip'});
		response.end(gzipSync(text));
	},
	'json-garbage': async ({stream, goodReply}) => {
		await stream.say(firstHalf(goodReply));
		await stream.line('\u0000\u001b[2Jnot json');
		await stream.finish('stop');
	},
	/** A good reply to a prompt of which the server read five tokens. */
	'context-cut': async ({stream, goodReply}) => {
		await stream.say(goodReply);
		await stream.finish('stop', {promptTokens: 5});
	},
	'context-refused': ({stream}) =>
		stream.refuse(400, {
			error: JSON.stringify({
				error: {code: 400, message: 'request (9800 tokens) exceeds the available context size (1024 tokens)'},
			}),
		}),
	'truncated-line': async ({stream, goodReply}) => {
		await stream.say(firstHalf(goodReply));
		await stream.beginLine('and th');
		await stream.end();
	},
	/** Terminal commands, bidirectional marks and a bell in the text of the model. */
	'escape-codes': async ({stream, goodReply}) => {
		const codes = '\u001b[2J\u001b]0;owned\u0007\u202e\u200b\u009b31m';
		await stream.say(goodReply.replaceAll('"', '"'.concat(codes)).concat(codes));
		await stream.finish('stop');
	},
	/** Right in form, refused by the gate. */
	'rule-broken': async ({stream, body}) => {
		const text = '(Trust: +2) I do not have the capacity, says the wizard to the player. My score is 3.4/10.';
		await stream.say(body.format === undefined ? text : '{}');
		await stream.finish('stop');
	},
	/** Script lines where prose was asked for; at least 60 words of them. */
	'script-form': async ({stream}) => {
		await stream.say(
			repeat("MARA: (sighs) I don't know what to say.\nYOU: Please, it's only an hour.\n", 70),
		);
		await stream.finish('stop');
	},
} satisfies Record<string, Play>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

/** Plays a fault by name. */
export function playFault(name: FaultName, scene: FaultScene): Promise<void> {
	return (faults[name] as Play)(scene);
}

async function answerAsProxy({response}: FaultScene, status: number, said: string): Promise<void> {
	response.writeHead(status, {'content-type': 'text/html'});
	const style = '<style>body {overflow: hidden}</style>';
	response.end(`<html><head><title>${status} ${said}</title>${style}</head><body>nginx</body></html>`);
}

function budgetOf(body: ChatBody): number {
	return body.options.num_predict ?? 128;
}

function firstHalf(text: string): string {
	return text.slice(0, Math.floor(text.length / 2));
}

function ponder(words: number): string {
	return repeat('Okay, so the user wants a scene. Wait, let me think about that again. ', words);
}

/** `phrase` repeated up to so many words. */
function repeat(phrase: string, words: number): string {
	const count = Math.ceil(words / phrase.trim().split(/\s+/).length);
	return phrase
		.repeat(count)
		.split(/(?<=\s)/)
		.slice(0, words)
		.join('');
}
