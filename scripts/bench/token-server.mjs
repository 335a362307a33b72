// Speaks as much of Ollama and of an OpenAI-compatible server as a chat needs, and sends every open chat a token about 40 times a second, spread evenly.
import {createServer} from 'node:http';

const rounds = 20;
const roundMs = 1;
const shown = {capabilities: ['completion'], model_info: {'m.context_length': 8_192}};
const line = {
	model: 'm:1',
	created_at: '2026-11-25T12:00:00.000000000Z',
	message: {role: 'assistant', content: ' word'},
	done: false,
};
/** As vLLM writes it where it is asked for the usage with every piece. */
const event = {
	id: 'chatcmpl-0123456789abcdef0123456789abcdef',
	object: 'chat.completion.chunk',
	created: 1_795_608_000,
	model: 'm:1',
	choices: [{index: 0, delta: {content: ' word'}, logprobs: null, finish_reason: null}],
	usage: {prompt_tokens: 812, total_tokens: 924, completion_tokens: 112},
};
const chatPages = {
	'/api/chat': {type: 'application/x-ndjson', token: `${JSON.stringify(line)}\n`},
	'/v1/chat/completions': {
		type: 'text/event-stream; charset=utf-8',
		token: `data: ${JSON.stringify(event)}\n\n`,
	},
};
/** A reader that cannot keep up gets no more than this ahead. */
const mostAhead = 65_536;

/** The token of each open chat. */
const chats = new Map();
const server = createServer((request, response) => {
	request.resume().on('end', () => {
		const page = chatPages[request.url];
		response.setHeader('content-type', page?.type ?? 'application/json');
		if (!page) return response.end(JSON.stringify(shown));
		response.flushHeaders();
		chats.set(response, page.token);
		response.on('close', () => chats.delete(response));
	});
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

let round = 0;
setInterval(() => {
	let place = 0;
	for (const [chat, token] of chats) {
		if (place++ % rounds === round && chat.writableLength < mostAhead) chat.write(token);
	}
	round = (round + 1) % rounds;
}, roundMs);
