// Speaks as much of Ollama as a chat needs, and sends every open chat a token about 40 times a second, spread evenly.
import {createServer} from 'node:http';

const rounds = 20;
const roundMs = 1;
const shown = {capabilities: ['completion'], model_info: {'m.context_length': 8_192}};
const token = `${JSON.stringify({
	model: 'm:1',
	created_at: '2026-11-25T12:00:00.000000000Z',
	message: {role: 'assistant', content: ' word'},
	done: false,
})}\n`;
/** A reader that cannot keep up gets no more than this ahead. */
const mostAhead = 65_536;

const chats = new Set();
const server = createServer((request, response) => {
	request.resume().on('end', () => {
		response.setHeader('content-type', 'application/x-ndjson');
		if (request.url !== '/api/chat') return response.end(JSON.stringify(shown));
		response.flushHeaders();
		chats.add(response);
		response.on('close', () => chats.delete(response));
	});
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

let round = 0;
setInterval(() => {
	let place = 0;
	for (const chat of chats) {
		if (place++ % rounds === round && chat.writableLength < mostAhead) chat.write(token);
	}
	round = (round + 1) % rounds;
}, roundMs);
